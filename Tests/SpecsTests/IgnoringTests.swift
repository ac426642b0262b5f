import Specs
import Testing

/// Settings and comments that take findings away; a slip in them takes nothing away.
@Suite struct IgnoringTests {
  private static let bad = "---\nid: TSK-001\ntitle: no\nstatus: pendign\n---\n\n# TSK-001: x\n"

  private func codes(_ settings: String?, _ text: String = bad) throws -> Set<String> {
    var files = ["tasks/TSK-001.md": text]
    files["config.yaml"] = settings
    return Set(try Bench(files).findings().filter { $0.code != "S015" }.map(\.code))
  }

  @Test(arguments: [
    "ignore: [{rules: [BOGUS], path: \"**\"}]\n", "ignore: [{path: \"**\", rules: [BOGUS]}]\n",
    "ignore:\n  - rules: BOGUS\n    path: \"**\"\n",
    "ignore:\n  - path: \"**\"\n    rules: [S999]\n",
  ])
  func aRuleThatDoesNotExistIgnoresNothing(settings: String) throws {
    #expect(try codes(settings) == codes(nil))
    let told = try Bench(["config.yaml": settings]).findings().filter { $0.code == "S015" }
    #expect(!told.isEmpty)
  }

  @Test(arguments: [
    "ignore: [{rules: [S105, BOGUS], path: \"**\"}]\n", "ignore: [{path: \"**\", rules: [S105]}]\n",
    "ignore: [{path: \"tasks/*\", rules: S105}]\n",
  ])
  func aRuleThatExistsIsIgnored(settings: String) throws {
    #expect(try codes(settings) == codes(nil).subtracting(["S105"]))
  }

  @Test func anIgnoreWithoutRulesIgnoresAll() throws {
    #expect(try codes("ignore: [{path: \"**\"}]\n") == [])
  }

  @Test func allRulesCanBeSetAtOnce() throws {
    #expect(try codes("rules: {ALL: ignore}\n") == [])
    // What is more exact goes first, in whatever order.
    #expect(try codes("rules: {S105: error, ALL: ignore}\n") == ["S105"])
    #expect(
      try codes("rules: {ALL: ignore, S1: error}\n") == codes(nil).filter { $0.hasPrefix("S1") })
    let notes = try Bench([
      "tasks/TSK-001.md": Self.bad, "config.yaml": "rules: {ALL: note}\n",
    ]).findings()
    #expect(notes.allSatisfy { $0.severity == .note })
  }

  @Test(arguments: [
    "<!-- git-spec: ignore all -->", "<!-- git-spec: ignore -->", "<!-- git-spec: ignore ALL-->",
    "<!--\ngit-spec: ignore\n  all\n-->", "<!--\r\ngit-spec: ignore all\r\n-->",
  ])
  func aCommentIgnoresAll(comment: String) throws {
    // The header's own findings are about the file too: the comment stands before any heading.
    let text = Self.bad.replacing("# TSK-001", with: comment + "\n\n# TSK-001")
    #expect(try codes(nil, text) == [])
  }

  @Test(
    arguments: [
      "<!-- git-spec: ignore S105,\n     S012 -->", "<!--\n  git-spec: ignore S105\n  S012\n-->",
      "<!-- git-spec: ignore S105 S012 --> S1 S4 stay",
    ], ["\n", "\r\n"])
  func aCommentMayTakeSeveralLines(comment: String, end: String) throws {
    let text = Self.bad.replacing("# TSK-001", with: comment + "\n\n# TSK-001")
    let expected = try codes(nil).subtracting(["S105", "S012"])
    #expect(try codes(nil, text.replacing("\n", with: end)) == expected)
  }

  /// Below a section a comment is for the line behind its end.
  @Test(arguments: ["<!-- git-spec: ignore S309 -->", "<!--\ngit-spec: ignore S309\n-->"])
  func aCommentFurtherDownIsForTheNextLine(comment: String) throws {
    let text = Self.bad + "\n## More\n\n\(comment)\nTSK-098\n\nTSK-099\n"
    let found = try Bench(["tasks/TSK-001.md": text]).findings().filter { $0.code == "S309" }
    #expect(found.map(\.message) == ["no spec has the ID `TSK-099`"])
  }

  @Test func anotherCommentIgnoresNothing() throws {
    let text = Self.bad.replacing("# TSK-001", with: "<!-- ignore all of it -->\n\n# TSK-001")
    #expect(try codes(nil, text) == codes(nil))
  }

  @Test func anEmptyEntryIsNamedAsEmpty() throws {
    let found = try Bench(["config.yaml": "status: {task: [todo, null]}\n"]).findings()
    #expect(found.map(\.message) == ["this is empty; expected a single value"])
  }
}
