internal import ArgumentParser
internal import Specs

/// How a look at other branches is printed.
enum CollisionFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, mermaid
}

/// IDs that mean two things, printed: a matrix of IDs and branches, then every place.
struct CollisionReport {
  private let answer: CollisionAnswer
  private let current: String
  private let showsAll: Bool
  /// True on the default branch, where the other draft gives way.
  private let keepsItsNumbers: Bool
  private let usesColor: Bool
  private let isQuiet: Bool

  init(
    _ answer: CollisionAnswer, current: String, showsAll: Bool, keepsItsNumbers: Bool,
    usesColor: Bool, isQuiet: Bool
  ) {
    self.keepsItsNumbers = keepsItsNumbers
    self.answer = answer
    self.current = current
    self.showsAll = showsAll
    self.usesColor = usesColor
    self.isQuiet = isQuiet
  }

  func rendered(as format: CollisionFormat) throws -> String {
    switch format {
    case .text: text
    case .json: try JSONText.text(CollisionDocument(answer))
    case .mermaid: mermaid
    }
  }

  // MARK: Text

  private var text: String {
    var sections: [String] = []
    if !answer.collisions.isEmpty {
      sections.append(bold(heading) + "\n")
      let matrix = CollisionMatrix(answer.collisions, current: current)
      if matrix.isWorthShowing { sections.append(matrix.text) }
      sections += answer.collisions.map(collision)
    }
    sections += ghosts + sameFiles + similar
    if sections.isEmpty {
      return isQuiet
        ? "" : "no ID means two things (\(counted(answer.placeCount, "other branch")))\n"
    }
    if let hint { sections.append(hint + "\n") }
    return sections.joined(separator: "\n")
  }

  private var heading: String {
    let count = answer.collisions.count
    let ids = count == 1 ? "1 ID means" : "\(count) IDs mean"
    return showsAll
      ? "\(ids) different things on different branches"
      : "\(ids) something else on another branch than on \(safe(current))"
  }

  private func collision(_ collision: Collision) -> String {
    var lines = [bold(safe(collision.id)) + "  in \(safe(collision.root))"]
    for group in ClaimGroup.all(collision.claims) {
      let mark = group.refs.first == current ? "* " : "  "
      lines.append(
        "  \(mark)\(group.letter)  \(refs(group.refs)): \(title(group.title))"
          + "\n         \(safe(group.path)):\(group.line)")
    }
    if collision.similar { lines.append("     the titles are alike: possibly the same work twice") }
    if collision.guessed {
      lines.append("     history is cut off or not shared: judged by path and title")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var ghosts: [String] {
    if answer.ghosts.isEmpty { return [] }
    return [
      bold("old numbers still in use, of specs that were renumbered elsewhere") + "\n"
        + answer.ghosts.map {
          "  \(safe($0.id)) on \(safe($0.ref)) is \(safe($0.renumberedTo)) on"
            + " \(safe($0.renumberedOn)): \(title($0.title))\n"
            + "         \(safe($0.path)):\($0.line)\n"
        }.joined()
    ]
  }

  private var sameFiles: [String] {
    if answer.sameFiles.isEmpty { return [] }
    return [
      bold("the same file added twice, which is no collision") + "\n"
        + answer.sameFiles.map { same in
          "  \(safe(same.id)) here and on \(safe(same.ref)): \(safe(same.path))\n"
            + (same.path == same.otherPath
              ? ""
              : "         there it is \(safe(same.otherPath)): merged, the two are a duplicate\n")
        }.joined()
    ]
  }

  private var similar: [String] {
    if answer.similar.isEmpty { return [] }
    return [
      bold("possibly the same work under two IDs") + "\n"
        + answer.similar.map {
          "  \(safe($0.id)) here: \(title($0.title))\n"
            + "  \(safe($0.otherID)) on \(safe($0.ref)): \(title($0.otherTitle))\n"
        }.joined()
    ]
  }

  /// The next command to type.
  private var hint: String? {
    let ghosts = answer.ghosts.filter(\.current)
    if answer.collisions.contains(where: \.current) {
      if keepsItsNumbers {
        return
          "others build on \(safe(current)): on the other branch give the drafts other numbers,"
          + " `git spec renumber --all-collisions --against \(ShellWord.quoted(current))`"
      }
      return
        "give the specs of \(safe(current)) other numbers: `git spec renumber ID`, or all of them"
        + " with `git spec renumber --all-collisions`"
    }
    return ghosts.first.map {
      "merge \(safe($0.renumberedOn)), or take the new number: `git spec renumber \(ShellWord.quoted($0.id))"
        + " \(safe($0.renumberedTo))`"
    }
  }

  private func refs(_ names: [String]) -> String {
    let shown = names.prefix(3).map(safe).joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }

  private func title(_ text: String) -> String { safe(Phrase.quoted(text) ?? "(no title)") }
  private func safe(_ text: String) -> String { Terminal.safe(text) }
  private func bold(_ text: String) -> String { Terminal.styled(text, .bold, usesColor) }
  private func counted(_ count: Int, _ word: String) -> String {
    count == 1 ? "1 \(word) looked at" : "\(count) \(word)es looked at"
  }

  // MARK: Mermaid

  /// A graph: each ID with its meanings, and the branches that have them.
  private var mermaid: String {
    var lines = ["flowchart LR"]
    for (number, collision) in answer.collisions.enumerated() {
      lines.append("  id\(number)([\(quoted(collision.id))])")
      for (place, group) in ClaimGroup.all(collision.claims).enumerated() {
        let node = "c\(number)_\(place)"
        lines.append("  \(node)[\(quoted("\(group.title)\n\(group.path)"))]")
        lines.append("  id\(number) -- \(quoted(refs(group.refs))) --> \(node)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Text in quotes in which nothing is markup.
  private func quoted(_ text: String) -> String {
    var result = ""
    for scalar in (text.unicodeScalars.prefix(200)) {
      switch scalar {
      case "\n": result += "<br/>"
      case "\"", "<", ">", "&", "#", "`", "\\", "[", "]", "{", "}", "|", "%", ";":
        result += "#\(scalar.value);"
      default: result += Terminal.safe(String(scalar))
      }
    }
    return "\"\(result)\""
  }
}

/// Claims of one file's content, with every branch that has it.
struct ClaimGroup {
  let meaning: Int
  let refs: [String]
  let path: String
  let line: Int
  let title: String

  /// `a` for the first meaning.
  var letter: String { Self.letter(meaning) }

  static func letter(_ meaning: Int) -> String {
    meaning < 26 ? String(UnicodeScalar(UInt8(0x61 + meaning))) : "\(meaning)"
  }

  /// In the order of meanings and of first mention.
  static func all(_ claims: [ClaimRow]) -> [ClaimGroup] {
    struct Key: Hashable {
      let meaning: Int
      let path: String
      let line: Int
      let title: String
    }
    var order: [Key] = []
    var refs: [Key: [String]] = [:]
    for claim in claims {
      let key = Key(
        meaning: claim.meaning, path: claim.path, line: claim.line, title: claim.title)
      if refs[key] == nil { order.append(key) }
      refs[key, default: []].append(claim.ref)
    }
    return order.map {
      ClaimGroup(
        meaning: $0.meaning, refs: refs[$0] ?? [], path: $0.path, line: $0.line, title: $0.title)
    }
  }
}

/// The answer as `--format json` documents it.
private struct CollisionDocument: Encodable {
  struct Summary: Encodable {
    let collisions: Int
    let current: Int
    let sameFile: Int
    let ghosts: Int
    let similar: Int
    let branches: Int
  }

  let schemaVersion = 1
  let command = "collisions"
  let summary: Summary
  let collisions: [Collision]
  let sameFile: [SameFile]
  let ghosts: [Ghost]
  let similar: [Similar]
  /// What could not be read or judged.
  let troubles: [String]

  init(_ answer: CollisionAnswer) {
    summary = Summary(
      collisions: answer.collisions.count, current: answer.collisions.filter(\.current).count,
      sameFile: answer.sameFiles.count, ghosts: answer.ghosts.count,
      similar: answer.similar.count, branches: answer.placeCount)
    collisions = answer.collisions
    sameFile = answer.sameFiles
    ghosts = answer.ghosts
    similar = answer.similar
    troubles = answer.troubles
  }
}
