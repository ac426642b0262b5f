import Specs
import TestSupport
import Testing

/// Whether a finding is reported, and how much it weighs.
@Suite struct JudgementTests {
  /// Two errors (S105, S301) and a note (S406).
  private let text =
    "---\nid: TSK-001\ntitle: A\nstatus: nope\nticket_id: TKT-009\nestimate: S\ntype: test\n---\n\n# TSK-001: A\n"

  private func codes(
    _ text: String? = nil, config: String = "", judgement: Judgement = Judgement(),
    path: String = "tasks/TSK-001.md"
  ) throws -> [String] {
    var bench = Bench([path: text ?? self.text, "config.yaml": config])
    bench.judgement = judgement
    return try bench.findings().map { "\($0.severity) \($0.code)" }.sorted()
  }

  @Test func withoutSettingsRulesDecide() throws {
    #expect(try codes() == ["error S105", "error S301", "note S406"])
  }

  @Test func selectAndIgnoreTakeCodesAndGroups() throws {
    #expect(
      try codes(judgement: Judgement(select: ["s3", "S406"])) == ["error S301", "note S406"])
    #expect(
      try codes(judgement: Judgement(select: ["S"], ignore: ["S1"])) == ["error S301", "note S406"])
    #expect(try codes(judgement: Judgement(select: ["all"])).count == 3)
    #expect(try codes(judgement: Judgement(ignore: ["ALL"])) == [])
  }

  @Test func theMostExactSettingCounts() throws {
    #expect(
      try codes(config: "rules: {S: note, S1: warning, S105: error, S3: ignore}\n")
        == ["error S105", "note S406"])
    #expect(
      try codes(config: "rules: {s4: error, S30: warning, S3: ignore}\n")
        == ["error S105", "error S406", "warning S301"])
  }

  @Test func settingsIgnoreByPath() throws {
    #expect(
      try codes(config: "ignore: [{path: \"tasks/**\", rules: [S1, S406]}]\n") == ["error S301"])
    #expect(try codes(config: "ignore: [{path: \"tasks/TSK-*.md\"}]\n") == [])
    #expect(try codes(config: "ignore: [{path: \"tickets/**\"}]\n").count == 3)
    #expect(
      try codes(config: "ignore: [{path: tasks/**, rules: S3}]\n") == ["error S105", "note S406"])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func aCommentAtTheTopCountsForTheFile(end: String) throws {
    for comment in [
      "<!-- git-spec: ignore S105, S301 -->", "<!-- git-spec: ignore S1 s3-->",
      "<!-- git-spec: ignore S105\nS301\n-->", "<!--git-spec: ignore S105 S301 -->",
    ] {
      let text = text.replacing("# TSK", with: comment + "\n\n# TSK").replacing("\n", with: end)
      #expect(try codes(text) == ["note S406"], "\(comment)")
    }
    let all = text.replacing("# TSK", with: "<!-- git-spec: ignore -->\n# TSK")
    #expect(try codes(all.replacing("\n", with: end)) == [])
  }

  @Test func aCommentFurtherDownCountsForTheLineBelowIt() throws {
    let body = text + "\n## Part\n\nTSK-098\n<!-- git-spec: ignore S309 -->\nTSK-099\n"
    #expect(try codes(body).filter { $0.hasSuffix("S309") }.count == 1)
  }

  @Test(arguments: [
    "<!-- ignore S105 -->", "<!-- git-spec: S105 -->", "```\n<!-- git-spec: ignore -->\n```",
  ])
  func otherCommentsAndCodeAreNoOrders(comment: String) throws {
    #expect(try codes(text.replacing("# TSK", with: comment + "\n# TSK")).count == 3)
  }
}
