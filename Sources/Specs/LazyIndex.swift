/// An index that parses only the specs that a question concerns.
///
/// For a change that touches few of many specs: `Names` tell which files may have a word, and only
/// those are read. The answers are those of `SnapshotIndex`.
package final class LazyIndex: SpecIndex {
  private struct Entry {
    let path: String
    let root: String
    let names: Names
    var summary: SpecSummary?
    var isRead = false
    /// The summary's definitions by ID and its targets: one file may hold thousands.
    var definitions: [String: [Definition]] = [:]
    var targets: Set<String> = []
  }

  private var entries: [Entry] = []
  private var positions: [String: Int] = [:]
  private var files: [(path: String, root: String)] = []
  /// Built at the first question about a file.
  private lazy var names: SnapshotIndex = {
    var index = SnapshotIndex()
    for file in files { index.add(file: file.path, in: file.root) }
    return index
  }()
  private let read: (String) throws -> SpecSummary?
  /// Specs with a word, by its hash; built when so many questions come that it pays.
  private var table: [UInt64: [Int32]]?
  private var questions = 0
  private static let questionsBeforeTable = 64

  /// The first trouble in reading a spec; whoever used the answers has to look.
  package private(set) var trouble: (any Error)?

  package init(read: @escaping (String) throws -> SpecSummary?) { self.read = read }

  /// Adds a spec; call in the order of paths, so that answers come in that order.
  package func add(_ path: String, in root: String, names: Names) {
    positions[path] = entries.count
    entries.append(Entry(path: path, root: root, names: names))
  }

  /// Adds the name of a file below a root, spec or not.
  package func add(file path: String, in root: String) { files.append((path, root)) }

  package func definitions(of id: String, in root: String) -> [Definition] {
    candidates(id, root).flatMap { entries[$0].definitions[id] ?? [] }
  }

  package func referrers(to target: String, in root: String) -> [String] {
    candidates(target, root).compactMap {
      entries[$0].targets.contains(target) ? entries[$0].path : nil
    }
  }

  package func summary(at path: String) -> SpecSummary? {
    positions[path].flatMap { summary($0) }
  }

  package func file(_ path: String, in root: String) -> FileAnswer { names.file(path, in: root) }

  /// Every definition of a root, by path and position; reads all its specs.
  package func allDefinitions(in root: String) -> [Definition] {
    entries.indices.filter { entries[$0].root == root }.compactMap { summary($0) }
      .flatMap(\.definitions)
  }

  private var prepared: [String: Candidates] = [:]

  package func candidates(in root: String) -> Candidates? {
    if let known = prepared[root] { return known }
    let made = Candidates(allDefinitions(in: root))
    prepared[root] = made
    return made
  }

  // MARK: Candidates

  /// Positions of specs that may have a text; all of them are read.
  private func candidates(_ text: String, _ root: String) -> [Int] {
    let found = Names.key(text).map { positions(of: $0) } ?? Array(entries.indices)
    return found.filter { entries[$0].root == root && summary($0) != nil }
  }

  private func positions(of key: UInt64) -> [Int] {
    questions += 1
    if questions < Self.questionsBeforeTable {
      return entries.indices.filter {
        entries[$0].names.isOpaque || entries[$0].names.hashes.contains(key)
      }
    }
    let table = table ?? makeTable()
    self.table = table
    // Opaque specs stand under a key of their own.
    return Set((table[key] ?? []) + (table[Self.opaque] ?? [])).sorted().map(Int.init)
  }

  private static let opaque: UInt64 = 0

  private func makeTable() -> [UInt64: [Int32]] {
    var table: [UInt64: [Int32]] = [:]
    for (position, entry) in entries.enumerated() {
      for hash in Set(entry.names.hashes) { table[hash, default: []].append(Int32(position)) }
      if entry.names.isOpaque { table[Self.opaque, default: []].append(Int32(position)) }
    }
    return table
  }

  private func summary(_ position: Int) -> SpecSummary? {
    if entries[position].isRead { return entries[position].summary }
    entries[position].isRead = true
    do {
      let summary = try read(entries[position].path)
      entries[position].summary = summary
      entries[position].definitions = Dictionary(grouping: summary?.definitions ?? [], by: \.id)
      entries[position].targets = Set((summary?.references ?? []).map(\.target))
    } catch {
      if trouble == nil { trouble = error }
    }
    return entries[position].summary
  }
}
