internal import Frontmatter

/// Why specs cannot get the IDs that were asked for.
package enum RenumberProblem: Error, Sendable, Hashable, CustomStringConvertible {
  case noSpec(path: String)
  case unreadable(path: String, why: String)
  case notDefined(id: String, path: String, own: String?)
  /// The old ID is a word that may stand anywhere.
  case noID(String, path: String)
  case malformed(id: String, why: String)
  case taken(id: String, path: String, line: Int)
  case fileExists(path: String, other: String)
  case twoMoves(toID: String)
  case movedTwice(id: String, path: String)
  case settings(path: String, line: Int, column: Int, why: String)
  case unwritable(path: String, why: String)

  package var description: String {
    switch self {
    case .noSpec(let path): "there is no spec at \(path)"
    case .unreadable(let path, let why): "\(path) cannot be rewritten: \(why)"
    case .notDefined(let id, let path, let own):
      "\(path) does not define `\(id)`"
        + (own.map { "; its ID is `\($0)`" } ?? "; it has no ID that can be read")
    case .noID(let id, let path):
      "`\(id)` in \(path) is not formed like an ID, so its mentions cannot be told from other"
        + " words; change it by hand"
    case .malformed(let id, let why): "`\(id)` cannot be the new ID: \(why)"
    case .taken(let id, let path, let line): "`\(id)` is in use already, at \(path):\(line)"
    case .fileExists(let path, let other):
      path == other
        ? "the file would be named \(path), and there is one already"
        : "the file would be named \(path), which differs from \(other) only in capitals"
    case .twoMoves(let id): "two specs would both get the ID `\(id)`"
    case .movedTwice(let id, let path): "`\(id)` in \(path) would get two IDs"
    case .settings(let path, let line, let column, let why):
      "the trace cannot be written to \(path): \(why) (line \(line), column \(column))"
    case .unwritable(let path, let why): "the trace cannot be written to \(path): \(why)"
    }
  }
}

/// Looks at the moves before anything is planned.
struct MoveCheck {
  let root: RenumberRoot
  let schema: Schema
  private(set) var problems: [RenumberProblem] = []
  /// Moves by the path of the file that they give another name.
  private(set) var renamed: [String: Move] = [:]

  init(_ moves: [Move], in root: RenumberRoot, schema: Schema) {
    self.root = root
    self.schema = schema
    let specs = Dictionary(root.specs.map { ($0.path, $0) }) { first, _ in first }
    for move in moves { check(move, specs[move.path]) }
    checkTogether(moves)
    checkNames()
  }

  private mutating func check(_ move: Move, _ spec: Spec?) {
    guard let spec else { return problems.append(.noSpec(path: move.path)) }
    guard spec.file.hasContent else {
      return problems.append(.unreadable(path: move.path, why: "it is not read as a text file"))
    }
    if let error = spec.parseError, error.kind == .notUTF8 {
      return problems.append(.unreadable(path: move.path, why: "it is not UTF-8"))
    }
    let definitions = spec.summary.definitions.filter { $0.id == move.old }
    guard !definitions.isEmpty else {
      return problems.append(.notDefined(id: move.old, path: move.path, own: spec.id))
    }
    guard Self.isDistinct(move.old) else {
      return problems.append(.noID(move.old, path: move.path))
    }
    for definition in definitions {
      if let why = malformed(move.new, definition, spec) {
        return problems.append(.malformed(id: move.new, why: why))
      }
    }
    if definitions.contains(where: { !$0.isHeading }),
      NamedByID.begins(spec.file.fileName.dropLast(3), with: move.old)
    {
      renamed[move.path] = move
    }
  }

  /// Words joined by hyphens with a digit at the end: nothing that prose has by chance.
  private static func isDistinct(_ id: String) -> Bool {
    guard let first = id.utf8.first, let last = id.utf8.last else { return false }
    return first.isCapital && last.isDigit && id.utf8.contains(0x2D)
      && id.utf8.allSatisfy { $0.isAlphanumeric || $0 == 0x2D }
  }

  private func malformed(_ id: String, _ definition: Definition, _ spec: Spec) -> String? {
    if definition.isHeading {
      if let id = SpecID(id), id.prefix == "REQ", !id.segments.isEmpty { return nil }
      return "expected a form such as `REQ-FEATURE-FUNC-001`"
    }
    if let problem = IDShape.problem(id, spec.schema) { return problem }
    let word = id.prefix { $0 != "-" }
    let other = schema.kinds.first {
      $0.name != spec.kind && $0.prefixes.contains(String(word))
        && !spec.schema.prefixes.contains(String(word))
    }
    return other.map { "it is the ID of \($0.name.withArticle)" }
  }

  private mutating func checkTogether(_ moves: [Move]) {
    var sources: Set<[String]> = []
    for move in moves where !sources.insert([move.old, move.path]).inserted {
      problems.append(.movedTwice(id: move.old, path: move.path))
    }
    var targets: Set<String> = []
    var told: Set<String> = []
    for move in moves where !targets.insert(move.new).inserted && told.insert(move.new).inserted {
      problems.append(.twoMoves(toID: move.new))
    }
    var users: [String: Definition] = [:]
    for definition in root.specs.lazy.flatMap(\.summary.definitions)
    where targets.contains(definition.id) && users[definition.id] == nil
      && !sources.contains([definition.id, definition.path])
    {
      users[definition.id] = definition
    }
    for id in moves.map(\.new) {
      if let user = users.removeValue(forKey: id) {
        problems.append(.taken(id: id, path: user.path, line: user.position.line))
      }
    }
  }

  private mutating func checkNames() {
    if renamed.isEmpty { return }
    let wanted = Dictionary(grouping: renamed.values) { Self.newPath($0).lowercased() }
    for path in root.files.sorted() where renamed[path] == nil {
      for move in wanted[path.lowercased()] ?? [] {
        problems.append(.fileExists(path: Self.newPath(move), other: path))
      }
    }
  }

  /// The path of a moved file, its slug kept.
  static func newPath(_ move: Move) -> String {
    let slash = move.path.utf8.lastIndex(of: 0x2F)
    let folder = slash.map { move.path[...$0] } ?? ""
    return folder + move.new + move.path.dropFirst(folder.count + move.old.count)
  }
}
