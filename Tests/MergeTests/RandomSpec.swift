import Frontmatter
import Specs
import TestSupport

/// A spec that is changed at random on two sides, in all the ways that people write headers.
struct RandomSpec {
  private var fields: [(name: String, lines: [String])] = []
  private var body: [String] = []
  private var random: Seeded

  static func triple(seed: Int) -> MergeSides<[UInt8]> {
    var base = RandomSpec(seed: seed)
    base.begin()
    var (ours, theirs) = (base, base)
    ours.random = Seeded(seed &* 3 &+ 1)
    theirs.random = Seeded(seed &* 3 &+ 2)
    ours.change()
    theirs.change()
    // Now and then both added the file.
    let isAdded = base.random.chance(8)
    return MergeSides(
      base: isAdded ? [] : base.bytes, ours: ours.bytes, theirs: theirs.bytes)
  }

  private init(seed: Int) { random = Seeded(seed) }

  var bytes: [UInt8] {
    Array(
      (["---"] + fields.flatMap(\.lines) + ["---"] + body).map { $0 + "\n" }.joined().utf8)
  }

  /// The lines below the header, as far as there is one.
  static func bodyLines(_ bytes: [UInt8]) -> [String] {
    let start = Document.bodyStart(of: bytes) ?? bytes.count
    return String(decoding: bytes[start...], as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static let names = [
    "id", "title", "status", "updated", "requirements", "tags", "dependencies", "priority",
    "notes", "owner", "history", "phase", "links", "created",
  ]

  private mutating func begin() {
    for name in Self.names where random.chance(60) { fields.append((name, lines(of: name))) }
    body = (0..<random.number(2...8)).map { "line \($0)" }
    if random.chance(50) { body += ["", "- [ ] one", "- [ ] two", "- [ ] three"] }
  }

  private mutating func lines(of name: String) -> [String] {
    var lines: [String] = []
    if random.chance(10) { lines.append("# about \(name) \(random.number(1...2))") }
    lines += value(of: name)
    if random.chance(6) { lines.append("") }
    return lines
  }

  private mutating func value(of name: String) -> [String] {
    switch name {
    case "id": return ["id: TSK-00\(random.number(1...2))"]
    case "status":
      return ["status: \(random.pick(["pending", "in_progress", "review", "done", "odd"]))"]
    case "updated", "created":
      return ["\(name): \(random.pick(["", "'"]))2026-01-0\(random.number(1...9))".closed]
    case "requirements", "tags", "phase": return list(name, indent: "")
    case "dependencies":
      var lines = ["dependencies:"]
      for key in ["depends_on", "blocks"] where random.chance(80) {
        lines += list(key, indent: "  ")
      }
      return lines.count == 1 ? ["dependencies: {}"] : lines
    case "notes":
      return ["notes: \(random.pick(["|", ">", "|-"]))"]
        + (0..<random.number(1...4)).map { _ in "  text \(random.number(1...5))" }
    case "history":
      let count = random.number(1...3)
      return ["history:"]
        + (0..<count).flatMap { ["  - at: \($0)", "    by: \(random.pick(["a", "b"]))"] }
    case "links": return ["links: {a: \(random.number(1...3)), b: \(random.number(1...3))}"]
    default:
      let word = random.pick(["alpha", "beta", "gamma", "2", "yes", "2026-01-01", "a: b", "x # y"])
      let isSafe = !word.contains(": ") && !word.contains(" #")
      switch random.number(0...3) {
      case 0 where isSafe: return ["\(name): \(word)"]
      case 1: return ["\(name): '\(word)'"]
      case 2 where isSafe: return ["\(name): \(word) # note"]
      default: return ["\(name): \"\(word)\""]
      }
    }
  }

  private mutating func list(_ name: String, indent: String) -> [String] {
    let items = ["A", "B", "C", "D", "E", "F"].filter { _ in random.chance(45) }
    if items.isEmpty || random.chance(45) {
      return ["\(indent)\(name): [\(items.joined(separator: ", "))]"]
    }
    let dash = indent + (random.chance(60) ? "  " : "")
    return ["\(indent)\(name):"]
      + items.map { "\(dash)- \($0)\(random.chance(8) ? " # \($0)" : "")" }
  }

  private mutating func change() {
    for _ in 0..<random.number(1...4) {
      switch random.number(0...9) {
      case 0...3 where !fields.isEmpty:
        let index = random.number(0...fields.count - 1)
        fields[index].lines = lines(of: fields[index].name)
      case 4 where !fields.isEmpty: fields.remove(at: random.number(0...fields.count - 1))
      case 5, 6:
        let absent = Self.names.filter { name in !fields.contains { $0.name == name } }
        guard !absent.isEmpty else { continue }
        let name = random.pick(absent)
        fields.insert((name, lines(of: name)), at: random.number(0...fields.count))
      case 7 where fields.count > 1:
        let field = fields.remove(at: random.number(0...fields.count - 1))
        fields.insert(field, at: random.number(0...fields.count))
      default:
        let index = random.number(0...body.count - 1)
        switch random.number(0...2) {
        case 0: body[index] = body[index].replacing("[ ]", with: "[x]") + random.pick(["", "!"])
        case 1: body.insert("new \(random.number(1...3))", at: index)
        default: if body.count > 1 { body.remove(at: index) }
        }
      }
    }
  }
}

extension String {
  /// Closes the quote that the text opens.
  fileprivate var closed: String { contains("'") ? self + "'" : self }
}
