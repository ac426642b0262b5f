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

  /// Files whose header the fixes together would have broken; nothing of them is applied.
  private(set) var refused: [String] = []

  /// Plans the fixes of one report; overlapping ones are left for the next round.
  init(
    _ report: Report, includingUnsafe: Bool, within isIncluded: (String) -> Bool,
    content: (String) throws -> [UInt8]?
  ) rethrows {
    var edits: [String: PlannedEdits] = [:]
    var renames: [String: String] = [:]
    for finding in report.findings {
      guard let fix = finding.fix, includingUnsafe || fix.applicability == .safe,
        fix.edits.allSatisfy({ isIncluded($0.path) })
      else { continue }
      if fix.edits.contains(where: { edits[$0.path]?.collides(with: $0.edit) == true }) {
        postponed += 1
        continue
      }
      for (path, group) in Dictionary(grouping: fix.edits, by: \.path) {
        edits[path, default: PlannedEdits()].add(group.map(\.edit))
      }
      for (old, new) in fix.renames { renames[old] = new }
    }
    for path in Set(edits.keys).union(renames.keys).sorted() {
      guard let old = try content(path) else { continue }
      let planned = edits[path] ?? PlannedEdits()
      guard var new = try? Edit.apply(planned.all, to: old) else {
        refused.append(path)
        continue
      }
      // Two fixes that do not get along: the first of them alone, the others in a later round.
      if Self.breaksHeader(old, new), planned.first.count < planned.all.count {
        new = (try? Edit.apply(planned.first, to: old)) ?? old
        postponed += 1
      }
      if Self.breaksHeader(old, new) {
        refused.append(path)
      } else if new != old || renames[path] != nil {
        changes.append(FileChange(path: path, old: old, new: new, renamedTo: renames[path]))
      }
    }
  }

  /// The last safeguard: no fix makes a header worse to read than it was.
  private static func breaksHeader(_ old: [UInt8], _ new: [UInt8]) -> Bool {
    guard case .document(let before) = Document.parse(old) else { return false }
    guard case .document(let after) = Document.parse(new) else { return true }
    return after.duplicates.count > before.duplicates.count
  }
}

/// The edits of one file so far, found by the bytes that they touch.
private struct PlannedEdits {
  private(set) var all: [Edit] = []
  /// Those of the first fix.
  private(set) var first: [Edit] = []
  private var known: Set<Edit> = []
  private var byBlock: [Int: [Int]] = [:]
  private static let block = 256

  /// True when another edit wants bytes that this one wants; the very same edit does not collide.
  func collides(with edit: Edit) -> Bool {
    !known.contains(edit)
      && Self.blocks(of: edit).contains { block in
        byBlock[block]?.contains { all[$0].touches(edit) } ?? false
      }
  }

  mutating func add(_ edits: [Edit]) {
    if all.isEmpty { first = edits }
    for edit in edits { add(edit) }
  }

  private mutating func add(_ edit: Edit) {
    guard known.insert(edit).inserted else { return }
    for block in Self.blocks(of: edit) { byBlock[block, default: []].append(all.count) }
    all.append(edit)
  }

  private static func blocks(of edit: Edit) -> ClosedRange<Int> {
    edit.range.lowerBound / block...edit.range.upperBound / block
  }
}

extension Edit {
  /// True when two edits do not go together: overlapping, inserting at the same place, or inserting
  /// right behind what the other one replaces.
  func touches(_ other: Edit) -> Bool {
    range.overlaps(other.range) || range.lowerBound == other.range.lowerBound
      || (range.isEmpty && other.reaches(range.lowerBound))
      || (other.range.isEmpty && reaches(other.range.lowerBound))
  }

  private func reaches(_ offset: Int) -> Bool {
    range.lowerBound <= offset && offset <= range.upperBound
  }
}
