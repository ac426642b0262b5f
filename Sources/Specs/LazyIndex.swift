internal import Frontmatter

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
  private var positionsByRoot: [String: [Int]] = [:]
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
  private var table: [Word<UInt64>: [Int32]]?
  /// What specs of a root say whose names do not tell it, read once for all questions.
  private var opaqueByRoot: [String: [String: [Int]]] = [:]
  /// What all specs of a root say, for words that no names tell.
  private var wordsByRoot: [String: [String: [Int]]] = [:]
  private var questions = 0
  private static let questionsBeforeTable = 64
  private var knownUses: [Word<String>: IDUses] = [:]
  private var knownReferrers: [Word<String>: [String]] = [:]

  /// A word of one root: each root has its own `TSK-001`.
  private struct Word<Value: Hashable>: Hashable {
    let value: Value
    let root: String
  }

  /// The first trouble in reading a spec; whoever used the answers has to look.
  package private(set) var trouble: (any Error)?

  package init(read: @escaping (String) throws -> SpecSummary?) { self.read = read }

  /// Adds a spec; call in the order of paths, so that answers come in that order.
  package func add(_ path: String, in root: String, names: Names) {
    positions[path] = entries.count
    positionsByRoot[root, default: []].append(entries.count)
    entries.append(Entry(path: path, root: root, names: names))
  }

  /// Adds the name of a file below a root, spec or not.
  package func add(file path: String, in root: String) { files.append((path, root)) }

  package func uses(of id: String, in root: String) -> IDUses {
    let word = Word(value: id, root: root)
    if let found = knownUses[word] { return found }
    let found = IDUses(candidates(id, root).flatMap { entries[$0].definitions[id] ?? [] })
    knownUses[word] = found
    return found
  }

  package func referrers(to target: String, in root: String) -> [String] {
    let word = Word(value: target, root: root)
    if let found = knownReferrers[word] { return found }
    let found = candidates(target, root).compactMap {
      entries[$0].targets.contains(target) ? entries[$0].path : nil
    }
    knownReferrers[word] = found
    return found
  }

  /// The definitions of an ID by the paths under which their specs were added.
  package func holders(of id: String, in root: String) -> [(
    path: String, definitions: [Definition]
  )] {
    candidates(id, root).compactMap { position in
      entries[position].definitions[id].map { (entries[position].path, $0) }
    }
  }

  package func summary(at path: String) -> SpecSummary? {
    positions[path].flatMap { summary($0) }
  }

  package func file(_ path: String, in root: String) -> FileAnswer { names.file(path, in: root) }

  /// Every definition of a root, by path and position; reads all its specs.
  package func allDefinitions(in root: String) -> [Definition] {
    (positionsByRoot[root] ?? []).compactMap { summary($0) }.flatMap(\.definitions)
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
    let found =
      Names.key(text).map { positions(of: $0, text, root) } ?? positions(inAll: text, root)
    Work.did(1 + found.count)
    return found.filter { summary($0) != nil }
  }

  private func positions(of key: UInt64, _ text: String, _ root: String) -> [Int] {
    questions += 1
    if questions < Self.questionsBeforeTable {
      return (positionsByRoot[root] ?? []).filter {
        entries[$0].names.isOpaque || entries[$0].names.hashes.contains(key)
      }
    }
    let table = table ?? makeTable()
    self.table = table
    let named = table[Word(value: key, root: root)] ?? []
    let opaque = opaqueByRoot[root] ?? words(of: root) { $0.isOpaque }
    opaqueByRoot[root] = opaque
    guard let more = opaque[text] else { return named.map(Int.init) }
    return Set(named.map(Int.init) + more).sorted()
  }

  private func positions(inAll text: String, _ root: String) -> [Int] {
    let words = wordsByRoot[root] ?? words(of: root) { _ in true }
    wordsByRoot[root] = words
    return words[text] ?? []
  }

  private func makeTable() -> [Word<UInt64>: [Int32]] {
    var table: [Word<UInt64>: [Int32]] = [:]
    for (position, entry) in entries.enumerated() {
      Work.did(1 + entry.names.hashes.count)
      for hash in Set(entry.names.hashes) {
        table[Word(value: hash, root: entry.root), default: []].append(Int32(position))
      }
    }
    return table
  }

  /// What specs of a root define and name, by the word; these specs are read.
  private func words(of root: String, where isWanted: (Names) -> Bool) -> [String: [Int]] {
    var words: [String: [Int]] = [:]
    for position in positionsByRoot[root] ?? [] where isWanted(entries[position].names) {
      guard summary(position) != nil else { continue }
      let entry = entries[position]
      Work.did(1 + entry.definitions.count + entry.targets.count)
      for word in entry.targets.union(entry.definitions.keys) {
        words[word, default: []].append(position)
      }
    }
    return words
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
