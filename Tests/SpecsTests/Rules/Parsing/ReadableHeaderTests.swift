import Frontmatter
import Specs
import TestSupport
import Testing

@Suite struct ReadableHeaderTests {
  // MARK: S001

  @Test func aFileWithoutFrontmatterIsAnErrorOnItsFirstLine() throws {
    try expect(
      "S001", in: "1️⃣# Write the parser\n\nText.\n", at: [("1️⃣", "the file has no frontmatter")],
      as: .error)
    try expectNone("S001", in: Sample.task())
    try expectNone("S001", in: "")
  }

  @Test func blankLinesAboveTheFenceAreRemoved() throws {
    try expect(
      "S001", in: "1️⃣\n \n" + Sample.task(),
      at: [("1️⃣", "the frontmatter does not begin on the first line")])
    try expectFix("S001", in: "\n \n" + Sample.task(), makes: Sample.task())
  }

  @Test func textAboveTheFenceIsNotRemoved() throws {
    let findings = try Bench(["tasks/TSK-001.md": "Text.\n" + Sample.task()]).findings()
    #expect(findings.filter { $0.code == "S001" }.map { $0.fix == nil } == [true])
  }

  // MARK: S002

  @Test func aHeaderThatIsNeverClosedIsToldWhereItOpens() throws {
    try expect(
      "S002", in: "1️⃣---\nid: TSK-001\n\n# TSK-001: A\n",
      at: [("1️⃣", "the frontmatter is opened here and never closed")], as: .error)
    try expectNone("S002", in: "---\nid: TSK-001\n...\n")
    try expectNone("S002", in: "---\nid: TSK-001\n---")
  }

  // MARK: S003

  @Test func brokenYAMLIsToldWhereReadingFailed() throws {
    try expect(
      "S003", in: "---\nid: TSK-001\ntitle: Parser1️⃣: first steps\n---\n",
      at: [("1️⃣", "a `: ` inside an unquoted value starts a mapping that is not allowed here")],
      as: .error)
    try expect(
      "S003", in: "---\nid: TSK-001\ntitle: 1️⃣*nobody\n---\n",
      at: [("1️⃣", "no value above is named `&nobody`; put a text with `*` in quotes")])
    try expect(
      "S003", in: "---\nid: TSK-001\ntitle: 1️⃣@ann\n---\n",
      at: [("1️⃣", "this character cannot begin a value; put the value in quotes")])
    try expect(
      "S003", in: "---\nid: TSK-001\ntitle: a1️⃣\u{7}b\n---\n",
      at: [("1️⃣", "this control character is not allowed in YAML")])
  }

  @Test func aSeparatorThatOnlyYAMLSeesIsToldAtItsPlace() throws {
    for separator in ["\u{85}", "\u{2028}", "\u{2029}"] {
      try expect(
        "S003", in: "---\nid: TSK-0011️⃣\(separator)title: A\n---\n",
        at: [
          ("1️⃣", "an invisible line separator (U+0085, U+2028 or U+2029) ends a line here")
        ])
    }
  }

  // MARK: S005

  @Test func tabsAsIndentationBecomeBlanks() throws {
    try expect(
      "S005", in: "---\nid: TSK-001\ndependencies:\n1️⃣\tblocks: []\n---\n",
      at: [("1️⃣", "a tab is used as indentation; YAML allows only blanks")], as: .error)
    try expectFix(
      "S005", in: "---\nid: TSK-001\ndependencies:\n\tblocks: []\t# why\n---\n\tcode\n",
      makes: "---\nid: TSK-001\ndependencies:\n  blocks: []\t# why\n---\n\tcode\n")
    try expectNone("S005", in: "---\nid:\tTSK-001\n---\n\ttext\n")
  }

  // MARK: S008

  private func findings(_ bytes: [UInt8]) throws -> [Finding] {
    let snapshot = Bench.snapshot(["tasks/TSK-001.md": bytes])
    return try Bench([:]).checker.check([".omoi_os/tasks/TSK-001.md"], of: snapshot).findings
  }

  @Test func aByteThatIsNotUTF8IsToldOnceWithItsPlace() throws {
    for header in ["---\nid: TSK-001\ntitle: Caf", "---\nid: TSK-001\n---\nCaf"] {
      let found = try findings(Array(header.utf8) + [0xE9, 0xE9, 0x0A] + Array("---\n".utf8))
        .filter { ["S003", "S008"].contains($0.code) }
      #expect(found.map(\.message) == ["byte 0xE9 is not UTF-8"])
      #expect(found.map(\.range.lowerBound) == [header.utf8.count])
      #expect(found.map(\.severity) == [.error])
    }
  }

  @Test func anotherEncodingIsNamed() throws {
    for mark in [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]] {
      let found = try findings(mark + [0x2D, 0, 0x2D, 0, 0x2D, 0, 0x0A, 0])
      #expect(found.map(\.code) == ["S008"])
      #expect(found.map(\.message) == ["the file is UTF-16, not UTF-8"])
    }
  }

  // MARK: S013

  @Test(arguments: ["", "\n", " \r\n\t"])
  func anEmptyFileIsOneError(text: String) throws {
    let found = try findings(Array(text.utf8))
    #expect(found.map(\.code) == ["S013"])
    #expect(found.map(\.message) == ["the file is empty"])
  }

  @Test(arguments: [
    (SpecFile.Content.symlink, "a spec may not be a symbolic link"),
    (.notRegular, "this is not a regular file"),
    (.unavailable("no remote"), "the content cannot be had: no remote"),
    (.tooLarge(6_000_000), "the file is too large: 6000000 bytes, 5000000 are allowed"),
    (.tooLarge(nil), "the file is too large: 5000000 are allowed"),
  ])
  func whatIsNoReadableFileIsOneError(content: SpecFile.Content, message: String) throws {
    let path = ".omoi_os/tasks/TSK-001.md"
    let schema = try #require(Schema.builtIn[.task])
    let spec = Spec(
      SpecFile(path: path, root: ".omoi_os", kind: .task, content: content), schema: schema)
    var index = SnapshotIndex()
    index.add(spec.summary)
    let snapshot = SpecSnapshot(
      roots: [".omoi_os": SpecSnapshot.Root(path: ".omoi_os")], index: index, load: { _ in spec })
    let found = try Bench([:]).checker.check([path], of: snapshot).findings
    #expect(found.map(\.code) == ["S013"])
    #expect(found.map(\.message) == [message])
    #expect(found.map(\.severity) == [.error])
  }

  // MARK: S014

  @Test func aHeaderThatIsNoMappingIsToldOnItsFirstLine() throws {
    try expect(
      "S014", in: "---\n1️⃣- TSK-001\n- A\n---\n",
      at: [("1️⃣", "the frontmatter is a list, not `key: value` lines")], as: .error)
    try expect(
      "S014", in: "---\n1️⃣TSK-001\n---\n",
      at: [("1️⃣", "the frontmatter is a single value, not `key: value` lines")])
  }

  /// One fault reads as one.
  @Test(arguments: [
    "# TSK-001: A\n", "---\nid: TSK-001\n", "---\nid: TSK-001\nx: a: b\n---\n",
    "---\nid: TSK-001\na:\n\tb: 1\n---\n", "---\n- TSK-001\n---\n",
  ])
  func aBrokenHeaderIsTheOnlyError(text: String) throws {
    let errors = try Bench(["tasks/TSK-001.md": text]).findings().filter { $0.severity == .error }
    #expect(errors.count == 1)
  }

  @Test(arguments: [
    "---\nid: TSK-002\n", "---\nid: TSK-002\ntitle: a: b\n---\n",
    "---\nid: TSK-002\na:\n\tb: 1\n---\n", "---\nid: 'TSK-002' # mine\nx: *y\n---\n",
    "---\nid: TSK-002\n<<<<<<< HEAD\nstatus: done\n=======\nstatus: review\n>>>>>>> side\n---\n",
    "---\nid: TSK-002\nid: TSK-002\n---\n", "---\nid: TSK-002\nstatus: [x]\n---\n",
  ])
  func anIDIsKnownEvenWhenItsFileIsBroken(text: String) throws {
    let bench = Bench([
      "tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-002"]), "tasks/TSK-002.md": text,
      "tickets/TKT-001.md": Sample.ticket(),
    ])
    #expect(
      try bench.findings().filter { $0.code.hasPrefix("S30") && $0.severity == .error }
        .map(\.message) == [])
  }
}
