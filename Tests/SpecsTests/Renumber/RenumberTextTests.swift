import Frontmatter
import Specs
import Testing

/// Mentions in the body of another spec, each a line of its own.
struct RenumberTextTests {
  private static let head = "---\nid: TSK-006\n---\n"

  private func body(
    _ line: String, _ others: [String: String] = [:]
  ) throws -> (text: String, doubtful: [String], left: [String], forms: [Mention.Form]) {
    let source = Self.head + line + "\n"
    let result = try Rewritten(source, others: others)
    let other = try Rewritten(source.replacing("\n", with: "\r\n"), others: others)
    #expect(other.text == result.text.replacing("\n", with: "\r\n"))
    #expect(other.doubtful == result.doubtful)
    return (
      String(result.text.dropFirst(Self.head.count).dropLast()), result.doubtful,
      result.leftAlone, result.forms
    )
  }

  @Test(arguments: [
    ("See TSK-005.", "See TSK-041.", Mention.Form.prose),
    ("- [ ] TSK-005: Parser", "- [ ] TSK-041: Parser", .prose),
    ("TSK-005's end, (TSK-005)!", "TSK-041's end, (TSK-041)!", .prose),
    ("TSK-005/TSK-006", "TSK-041/TSK-006", .prose),
    ("_TSK-005_ and **TSK-005**", "_TSK-041_ and **TSK-041**", .prose),
    ("__TSK-005__", "__TSK-041__", .prose),
    ("TSK-005--the parser--TSK-005", "TSK-041--the parser--TSK-041", .prose),
    ("\u{201C}TSK-005\u{201D}\u{2013}TSK-006", "\u{201C}TSK-041\u{201D}\u{2013}TSK-006", .prose),
    ("タスクTSK-005を", "タスクTSK-041を", .prose),
    ("| TSK-005 | x |", "| TSK-041 | x |", .prose),
    ("Done (TSK-005.Then more)", "Done (TSK-041.Then more)", .prose),
    ("## After TSK-005", "## After TSK-041", .heading),
    ("`TSK-005`", "`TSK-041`", .code),
    ("[[TSK-005]]", "[[TSK-041]]", .prose),
    ("[TSK-005]", "[TSK-041]", .prose),
    ("[^1]: TSK-005", "[^1]: TSK-041", .prose),
    ("[x](TSK-005)", "[x](TSK-041)", .link),
    ("[x](#TSK-005)", "[x](#TSK-041)", .link),
    ("[[TSK-005-x]]", "[[TSK-041-x]]", .path),
    ("[[tasks/TSK-005-x|TSK]]", "[[tasks/TSK-041-x|TSK]]", .path),
    ("in TSK-005-x.md.", "in TSK-041-x.md.", .path),
    ("in `tasks/TSK-005-x.md`", "in `tasks/TSK-041-x.md`", .path),
    ("in .omoi_os/tasks/TSK-005-x.md", "in .omoi_os/tasks/TSK-041-x.md", .path),
    ("in _TSK-005-x.md_", "in _TSK-041-x.md_", .path),
    ("[x](../tasks/TSK-005-x.md)", "[x](../tasks/TSK-041-x.md)", .path),
    ("[x](./TSK-005-x.md \"Parser\")", "[x](./TSK-041-x.md \"Parser\")", .path),
    ("[x](<../tasks/TSK-005-x.md>)", "[x](<../tasks/TSK-041-x.md>)", .path),
    ("[x](../tasks/TSK-005-x.md#criteria)", "[x](../tasks/TSK-041-x.md#criteria)", .path),
    ("[x]: ../tasks/TSK-005-x.md", "[x]: ../tasks/TSK-041-x.md", .path),
    ("[x](../tasks/TSK%2D005-x.md)", "[x](../tasks/TSK%2D041-x.md)", .path),
    ("<a href=\"TSK-005-x.md\">", "<a href=\"TSK-041-x.md\">", .path),
    ("見てtasks/TSK-005-x.md。", "見てtasks/TSK-041-x.md。", .path),
  ])
  func aMentionIsRewritten(line: String, expected: String, form: Mention.Form) throws {
    let result = try body(line)
    #expect(result.text == expected)
    #expect(result.forms.allSatisfy { $0 == form } && !result.forms.isEmpty)
    #expect(result.doubtful == [] && result.left == [])
  }

  @Test(arguments: [
    "XTSK-005", "TSK-0051", "TSK-005A", "TSK-AUTH-005", "tsk-005", "TSK_005", "A0TSK-005",
  ])
  func anotherWordIsNoMention(line: String) throws {
    let result = try body(line)
    #expect(result.text == line)
    #expect(result.doubtful == [] && result.left == [] && result.forms == [])
  }

  @Test(arguments: [
    ("TSK-005-2?", "4:1 it is part of a longer word"),
    ("TSK-005é", "4:1 it is part of a longer word"),
    ("fix-TSK-005", "4:5 it is part of a longer word"),
    ("TSK-001-TSK-005", "4:9 it is part of a longer word"),
    ("feature/TSK-005", "4:9 it is part of a path to no file of this root"),
    ("TSK-005/006", "4:1 it is part of a path to no file of this root"),
    ("docs/TSK-005-x.md", "4:6 it is part of a longer word"),
    ("TSK-005.md", "4:1 it is part of a path to no file of this root"),
    ("a TSK-005/x.png", "4:3 it is part of a path to no file of this root"),
    ("https://tracker.example/TSK-005", "4:25 the address leads elsewhere"),
    ("[x](https://t.example/TSK-005)", "4:23 the address leads elsewhere"),
    ("`curl http://t.example/TSK-005`", "4:24 the address leads elsewhere"),
    ("a <!-- TSK-005 -->", "4:8 it stands in a comment"),
    ("<!--\nTSK-005\n-->", "5:1 it stands in a comment"),
    ("```\nTSK-005\n```", "5:1 it stands in a code block"),
    ("[x](#tsk-005-nowhere)", "4:6 no heading has this anchor"),
  ])
  func whatIsDoubtfulIsListed(line: String, expected: String) throws {
    let result = try body(line)
    #expect(result.text == line)
    #expect(result.doubtful == [expected])
  }

  @Test func theNameOfAnotherFileIsLeftAlone() throws {
    let other = ["tasks/TSK-005-y.md": "---\nid: TSK-005\n---\n"]
    let result = try body("See tasks/TSK-005-y.md and TSK-005-y.md, TSK-005-x.md", other)
    #expect(result.text == "See tasks/TSK-005-y.md and TSK-005-y.md, TSK-041-x.md")
    let why = "it names .omoi_os/tasks/TSK-005-y.md, which keeps its name"
    #expect(result.left == ["4:11 \(why)", "4:28 \(why)"])
  }

  @Test func aNameThatTwoFilesHaveIsDoubtful() throws {
    let other = [
      "tasks/old/TSK-005-x.md": "---\nid: TSK-007\n---\n", "docs/a.md": "TSK-005-x.md\n",
    ]
    let bench = RenumberBench(other.merging([RenumberBench.mover: movingTask]) { $1 })
    let plan = bench.plan([RenumberBench.move("TSK-005", "TSK-041", RenumberBench.mover)])
    #expect(plan.doubtful.map(\.reason) == ["several files have this name"])
  }

  @Test func anotherKnownIDIsNotTouched() throws {
    let other = ["tasks/TSK-005-002.md": "---\nid: TSK-005-002\n---\n"]
    let result = try body("TSK-005-002 and _TSK-005-002_ and TSK-005", other)
    #expect(result.text == "TSK-005-002 and _TSK-005-002_ and TSK-041")
    #expect(result.doubtful == [])
  }

  @Test func namesWithBlanksAreFoundInLinks() throws {
    let bench = RenumberBench([
      "tasks/TSK-005 x.md": movingTask,
      "docs/a.md":
        "[x](<../tasks/TSK-005 x.md>) [y](../tasks/TSK-005%20x.md) [z](../tasks/TSK%2d005%20x.md#a)\n",
    ])
    let plan = bench.plan([RenumberBench.move("TSK-005", "TSK-041", "tasks/TSK-005 x.md")])
    #expect(plan.renames.map(\.new) == [".omoi_os/tasks/TSK-041 x.md"])
    #expect(
      try bench.applying(plan).text("docs/a.md")
        == "[x](<../tasks/TSK-041 x.md>) [y](../tasks/TSK-041%20x.md) [z](../tasks/TSK%2d041%20x.md#a)\n"
    )
  }

  @Test func aRootBelowAnotherFolderIsNamedFromTheTop() throws {
    let root = "backend/.omoi_os"
    func spec(_ path: String, _ text: String) throws -> Spec {
      let kind = try #require(Schema.builtIn.kind(ofPath: path))
      let schema = try #require(Schema.builtIn[kind])
      let content = SpecFile.Content.bytes(Array(text.utf8))
      return Spec(
        SpecFile(path: "\(root)/\(path)", root: root, kind: kind, content: content), schema: schema)
    }
    let source =
      "[a](/\(root)/tasks/TSK-005-x.md) \(root)/tasks/TSK-005-x.md .omoi_os/tasks/TSK-005-x.md"
    let specs = [
      try spec(RenumberBench.mover, movingTask), try spec("docs/a.md", source),
    ]
    let plan = RenumberPlan(
      [Move(old: "TSK-005", new: "TSK-041", path: "\(root)/\(RenumberBench.mover)")],
      in: RenumberRoot(path: root, specs: specs, files: [], settings: nil)
    ) { _, _ in .moves }
    let after = try plan.applied(to: Array(source.utf8), at: "\(root)/docs/a.md")
    #expect(String(decoding: after, as: UTF8.self) == source.replacing("TSK-005", with: "TSK-041"))
    #expect(plan.trace?.path == "\(root)/config.yaml")
  }

  @Test func attributionDecides() throws {
    var asked: [String] = []
    let result = try Rewritten(
      "---\nid: TSK-006\ntitle: TSK-005\n---\nTSK-005 a\nTSK-005 b\nTSK-005 c\n"
    ) { mention, move in
      asked.append("\(mention.line) \(mention.position.column) \(move.new)")
      return mention.line.hasSuffix("a")
        ? .stays : mention.line.hasSuffix("b") ? .doubtful(reason: "both sides have it") : .moves
    }
    #expect(
      asked == [
        "title: TSK-005 8 TSK-041", "TSK-005 a 1 TSK-041", "TSK-005 b 1 TSK-041",
        "TSK-005 c 1 TSK-041",
      ])
    #expect(
      result.text == "---\nid: TSK-006\ntitle: TSK-041\n---\nTSK-005 a\nTSK-005 b\nTSK-041 c\n")
    #expect(result.leftAlone == ["5:1 it means the other `TSK-005`"])
    #expect(result.doubtful == ["6:1 both sides have it"])
  }
}
