internal import Git
internal import Specs

/// Finds the file that a spec was in before a change.
struct Predecessor {
  private let ids: Set<String>
  private let specs: BranchSpecs

  init(_ ids: Set<String>, _ specs: BranchSpecs) {
    self.ids = ids
    self.specs = specs
  }

  /// The file at its path, or one that gave the ID up in the same change and goes on in this one.
  func of(_ entry: SpecEntry, in changes: ChangeSet) throws -> SpecEntry? {
    if let old = changes.byPath[entry.path]?.old, try specs.defines(ids, old) { return old }
    for change in try changes.changes(ofOld: ids, specs) {
      guard let old = change.old, old.root == entry.root, change.path != entry.path
      else { continue }
      // A file that goes on defining the ID is another spec with it.
      if let new = change.new, try specs.defines(ids, new) { continue }
      if try goesOn(old, in: entry, changes) { return old }
    }
    return nil
  }

  /// Whether a file is another one under a new name: by its title, or by most of its text.
  private func goesOn(
    _ old: SpecEntry, in new: SpecEntry, _ changes: ChangeSet
  ) throws -> Bool {
    let title = try title(of: old)
    if Phrase.areAlike(title, try self.title(of: new)) { return true }
    // Its number was given to another spec in the very change that renumbered it.
    let isElsewhere = try changes.byPath.values.contains { change in
      guard change.old == nil, let other = change.new, other.path != new.path else { return false }
      return try specs.summary(of: other)?.definitions.contains {
        !title.isEmpty && $0.title == title
      } ?? false
    }
    return try !isElsewhere && share(of: old, in: new) >= Self.shareOfRename
  }

  /// Specs made from one template share about half of their lines without being one spec.
  static let shareOfRename = 0.75

  private func title(of entry: SpecEntry) throws -> String {
    try specs.summary(of: entry)?.definition(ofOne: ids)?.title ?? ""
  }

  /// How much of a file's bytes stand in another one, line by line.
  private func share(of old: SpecEntry, in new: SpecEntry) throws -> Double {
    guard case .bytes(let before) = try content(old), case .bytes(let after) = try content(new),
      !before.isEmpty
    else { return 0 }
    return Self.share(of: before, in: after)
  }

  /// The same of two texts.
  static func share(of before: [UInt8], in after: [UInt8]) -> Double {
    var lines: [ArraySlice<UInt8>: Int] = [:]
    for line in after.split(separator: 0x0A) { lines[line, default: 0] += 1 }
    var kept = 0
    var total = 0
    for line in before.split(separator: 0x0A) {
      total += line.count
      guard let left = lines[line], left > 0 else { continue }
      lines[line] = left - 1
      kept += line.count
    }
    return total == 0 ? 0 : Double(kept) / Double(total)
  }

  private func content(_ entry: SpecEntry) throws -> SpecFile.Content {
    try specs.workspace.content(of: entry, isWorkingTree: false)
  }
}
