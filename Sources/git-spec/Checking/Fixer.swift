internal import Frontmatter
internal import Git
internal import Specs

/// What fixing a report comes to: new contents of files, and renames; made before anything is
/// written.
struct FixPlan {
  struct FileChange {
    let path: String
    let old: [UInt8]
    var new: [UInt8]
    var renamedTo: String?
  }

  private(set) var changes: [FileChange] = []
  /// Fixes that a later round may apply, because another one touches the same bytes.
  private(set) var postponed = 0

  /// Plans the fixes of one report; overlapping ones are left for the next round.
  init(
    _ report: Report, includingUnsafe: Bool, content: (String) throws -> [UInt8]?
  ) rethrows {
    var edits: [String: [Edit]] = [:]
    var renames: [String: String] = [:]
    for finding in report.findings {
      guard let fix = finding.fix, includingUnsafe || fix.applicability == .safe else { continue }
      let collides = fix.edits.contains { edit in
        (edits[edit.path] ?? []).contains { $0 != edit.edit && $0.touches(edit.edit) }
      }
      if collides {
        postponed += 1
        continue
      }
      for edit in fix.edits where !(edits[edit.path] ?? []).contains(edit.edit) {
        edits[edit.path, default: []].append(edit.edit)
      }
      for (old, new) in fix.renames { renames[old] = new }
    }
    for path in Set(edits.keys).union(renames.keys).sorted() {
      guard let old = try content(path) else { continue }
      let new = (try? Edit.apply(edits[path] ?? [], to: old)) ?? old
      changes.append(FileChange(path: path, old: old, new: new, renamedTo: renames[path]))
    }
  }
}

extension Edit {
  /// True when two edits cannot both be applied: overlapping, or inserting at the same place.
  func touches(_ other: Edit) -> Bool {
    range.overlaps(other.range) || range.lowerBound == other.range.lowerBound
      || (range.isEmpty && other.range.contains(range.lowerBound))
      || (other.range.isEmpty && range.contains(other.range.lowerBound))
  }
}
