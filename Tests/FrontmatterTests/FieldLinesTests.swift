import Frontmatter
import Testing

/// Headers as lines that name their fields.
@Suite struct FieldLinesTests {
  private func lines(_ header: String, body: String = "") throws -> String {
    let text = "---\n\(header)---\n\(body)"
    guard case .document(let document) = Document.parse(Array(text.utf8)) else {
      Issue.record("not a document: \(text)")
      return ""
    }
    let result = String(decoding: document.fieldLines, as: UTF8.self)
    let isWhole = result.hasPrefix("---\n") && result.hasSuffix("---\n" + body)
    #expect(isWhole, "\(result)")
    return isWhole ? String(result.dropFirst(4).dropLast(4 + body.count)) : result
  }

  @Test(arguments: [
    ("id: A\nstatus: done\n", " id: A\n status: done\n"),
    ("a:\n  b: 1\n  c:\n    d: 2\n", " a.b: 1\n a.c.d: 2\n"),
    ("l: [x, \"y\"]\n", " l: x\n l: \"y\"\n"), ("l:\n  - x\n  - 'y'\n", " l: x\n l: 'y'\n"),
    ("l:\n- x\n- y\n", " l: x\n l: y\n"), ("a:\n  l: [x, y]\n", " a.l: x\n a.l: y\n"),
    ("a: {b: 1, c: [x, y]}\n", " a.b: 1\n a.c: x\n a.c: y\n"), ("l: []\n", " l: []\n"),
    ("a: {}\n", " a: {}\n"), ("a:\n", " a:\n"), ("a: ~\n", " a: ~\n"),
    ("\"a b\": x\n", " \"a b\": x\n"), ("a : x\n", " a: x\n"),
    ("l:\n  -\n  - x\n", " l: -\n l: x\n"),
    // Comments and blank lines.
    ("# one\na: x # two\n\n# three\n", " # one\n a: x # two\n\n # three\n"),
    (
      "l: # one\n  # two\n  - x # three\n  # four\n  - y\n",
      " l: # one\n # two\n l: x # three\n # four\n l: y\n"
    ),
    ("l: [x, y] # one\n", " l: x\n l: y\n l: # one\n"),
    ("a: # one\n  # two\n  b: 1\n", " a: # one\n # two\n a.b: 1\n"),
    // Over several lines.
    ("t: |\n  one\n\n  two\nb: 1\n", " t: |\n t:   one\n t:\n t:   two\n b: 1\n"),
    ("t: one\n  two\n", " t: one\n t:   two\n"),
    ("l: [x,\n  y]\n", " l: x\n l: y\n"),
    ("l:\n  - |\n    one\n  - two\n", " l: |\n l:     one\n l: two\n"),
    // What has no line of its own stands as it is written.
    ("l:\n  - a: 1\n    b: 2\n  - a: 3\n", " l: - a: 1\n l:   b: 2\n l: - a: 3\n"),
    ("l: [{a: 1}, [b, c]]\n", " l: {a: 1}\n l: [b, c]\n"),
    ("l: [x, # one\n  y]\n", " l: [x, # one\n l:   y]\n"),
    ("a: &n x\nb: *n\n", " a: &n x\n b: *n\n"), ("a: !!str 1\n", " a: !!str 1\n"),
    ("a: &n [x]\n", " a: &n [x]\n"), ("a: &n\n  b: 1\n", " a: &n\n a.b: 1\n"),
    ("{a: 1, b: 2}\n", " {a: 1, b: 2}\n"), ("", ""), ("# only\n", " # only\n"),
    ("? a\n: b\n", " ? a\n : b\n"), ("a: [&n x, *n]\n", " a: &n x\n a: *n\n"),
    ("a: {b: , c: 1}\n", " a: {b: , c: 1}\n"),
  ])
  func eachLineHasItsField(header: String, expected: String) throws {
    #expect(try lines(header, body: "# T\n\n a: b\n\u{FF}") == expected)
  }

  @Test func lineEndsAndMarksStay() throws {
    let text = "\u{FEFF}---\r\nl: [x, y]\r\na:\r\n  b: 1\r\n---\r\nx\ry"
    guard case .document(let document) = Document.parse(Array(text.utf8)) else {
      throw TestFailure()
    }
    #expect(
      String(decoding: document.fieldLines, as: UTF8.self).utf8.elementsEqual(
        "\u{FEFF}---\r\n l: x\r\n l: y\r\n a.b: 1\r\n---\r\nx\ry".utf8))
  }

  @Test(arguments: [
    (
      "---\nid: A\n<<<<<<< ours\ns: x\n=======\ns: y\n>>>>>>> theirs\nd:\n  l: [p]\n---\nb\n",
      "---\n id: A\n<<<<<<< ours\n s: x\n=======\n s: y\n>>>>>>> theirs\n d.l: p\n---\nb\n"
    ),
    (
      "---\nd:\n<<<<<<< a\n  l: [p, q]\n||||||| b\n  l: []\n=======\n  l:\n    - r\n>>>>>>> c\n---\n",
      "---\n<<<<<<< a\n d.l: p\n d.l: q\n||||||| b\n d.l: []\n=======\n d.l: r\n>>>>>>> c\n---\n"
    ),
    (
      "---\n<<<<<<< a\ns: [\n||||||| b\ns: [\n=======\ns: y\n>>>>>>> c\n---\n", nil
    ),
    ("---\ns: [\n---\n<<<<<<< a\n=======\n>>>>>>> b\n", nil),
    ("---\n<<<<<<< a\ns: x\n>>>>>>> b\n---\n", nil), ("---\n<<<<<<< a\ns: x\n---\n", nil),
    ("---\ns: [\n---\n", nil), ("", nil),
  ])
  func conflictsKeepTheirMarks(text: String, expected: String?) throws {
    let lines = ConflictedFile(Array(text.utf8))?.fieldLines
    #expect(lines.map { String(decoding: $0, as: UTF8.self) } == expected)
  }

  private struct TestFailure: Error {}

  /// Whatever a header looks like, every word of it is there.
  @Test(arguments: 1...300)
  func noWordIsLost(seed: Int) throws {
    var random = SeededHeader(seed)
    let header = random.header()
    guard case .document(let document) = Document.parse(Array("---\n\(header)---\n".utf8)) else {
      return
    }
    let lines = String(decoding: document.fieldLines, as: UTF8.self)
    let there = Set(lines.split(whereSeparator: { !$0.isLetter && !$0.isNumber }))
    for word in header.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      #expect(there.contains(word), "`\(word)` is gone from\n\(header)\n\(lines)")
    }
  }
}

/// Headers of every form that people write, and some that they do not.
private struct SeededHeader {
  private var state: UInt64
  private var count = 0

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  private mutating func pick(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }

  private mutating func word() -> String {
    count += 1
    return "w\(count)x"
  }

  mutating func header() -> String {
    (0...pick(5)).map { _ in fields(0) }.joined()
  }

  private mutating func fields(_ depth: Int) -> String {
    let indent = String(repeating: "  ", count: depth)
    let key = word()
    let comment = pick(5) == 0 ? " # \(word())" : ""
    switch pick(depth > 2 ? 7 : 9) {
    case 0: return "\(indent)\(key): \(word())\(comment)\n"
    case 1: return "\(indent)\(key): [\(word()), \"\(word())\"]\(comment)\n"
    case 2: return "\(indent)\(key): {\(word()): \(word()), \(word()): [\(word())]}\(comment)\n"
    case 3: return "\(indent)\(key): |\n\(indent)  \(word())\n\n\(indent)  \(word())\n"
    case 4: return "\(indent)\(key): \(word())\n\(indent)  \(word())\n"
    case 5: return "\(indent)# \(word())\n\n\(indent)\(key):\(comment)\n"
    case 6:
      return "\(indent)\(key):\(comment)\n"
        + (0...pick(3)).map { _ in
          "\(indent)  - \(pick(4) == 0 ? "\(word()): \(word())" : word())\n"
        }
        .joined()
    case 7:
      return "\(indent)\(key):\(comment)\n" + (0...pick(2)).map { _ in fields(depth + 1) }.joined()
    default: return "\(indent)\(key): [\(word()), # \(word())\n\(indent)  \(word())]\n"
    }
  }
}
