internal import Frontmatter

/// Where one ID of a root is defined, as every spec asks that defines or names it: what thousands
/// of files have in common must not be gone through for each of them.
package struct IDUses: Sendable {
  /// Every place, by path and position.
  package private(set) var all: [Definition] = []
  /// What is known of them; nil while they are few and quickly gone through.
  private var many: Table?

  private static let few = 8

  package init() {}

  package init(_ definitions: [Definition]) {
    Work.did(definitions.count)
    for definition in definitions { add(definition) }
  }

  /// Adds a place; call in the order of paths.
  mutating func add(_ definition: Definition) {
    all.append(definition)
    if all.count > Self.few + 1 {
      many?.add(definition)
    } else if all.count == Self.few + 1 {
      many = Table(all)
    }
  }

  private var table: Table { many ?? Table(all) }

  /// Files that say the ID themselves, and do not only have it in their names.
  var fileCount: Int { table.fileCount }
  /// The first place in each of the first of these files.
  var firstInFiles: [Definition] { table.firstInFiles }
  var kinds: Set<KindName> { table.kinds }

  /// Whether the ID is defined at a path, or under a title.
  func isDefined(at path: String, orAs title: String) -> Bool {
    guard let many else { return all.contains { $0.path == path || $0.title == title } }
    return many.paths.contains(path) || many.titles.contains(title)
  }

  private struct Table {
    var fileCount = 0
    var firstInFiles: [Definition] = []
    var kinds: Set<KindName> = []
    var paths: Set<String> = []
    var titles: Set<String> = []
    private var lastFile: String?

    /// One more of the files than any finding shows.
    private static let shownFiles = 9

    init(_ definitions: [Definition]) {
      for definition in definitions { add(definition) }
    }

    mutating func add(_ definition: Definition) {
      kinds.insert(definition.kind)
      paths.insert(definition.path)
      titles.insert(definition.title)
      guard !definition.isFromName, definition.path != lastFile else { return }
      lastFile = definition.path
      fileCount += 1
      if fileCount <= Self.shownFiles { firstInFiles.append(definition) }
    }
  }
}
