import Specs
import TestSupport
import Testing

/// The next free ID of a series, and what takes numbers from it.
@Suite struct NumberingTests {
  private let tasks = Series(prefix: "TSK")

  @Test(
    arguments: [
      ([], 3, "TSK-001"),
      (["TSK-001"], 3, "TSK-002"),
      (["TSK-009", "TSK-002"], 3, "TSK-010"),
      (["TSK-999"], 3, "TSK-1000"),
      (["TSK-0999"], 3, "TSK-1000"),
      (["TSK-0007"], 3, "TSK-0008"),
      (["TSK-0007", "TSK-012"], 3, "TSK-0013"),
      (["TSK-007"], 5, "TSK-00008"),
      ([], 1, "TSK-001"),
      (["TSK-000"], 3, "TSK-001"),
      // Other series, and what is no ID.
      (["TSK-AUTH-007", "TKT-009", "TSKX-010", "TSK-11", "tsk-012", "TSK-013x", ""], 3, "TSK-001"),
      // Beyond what is counted.
      (["TSK-99999999999999999999999999", "TSK-1234567890", "TSK-004"], 3, "TSK-005"),
      (["TSK-00000000000000000042"], 3, "TSK-043"),
      (["TSK-123456789"], 3, "TSK-123456790"),
      (["TSK-999999998"], 3, "TSK-999999999"),
    ] as [([String], Int, String)])
  func theNextNumberIsAboveAllOthers(used: [String], width: Int, expected: String) throws {
    #expect(try Numbering.next(in: tasks, used: used, width: width) == expected)
  }

  @Test func theLastNumberHasNoSuccessor() {
    #expect(throws: ScaffoldError.seriesIsFull(tasks)) {
      try Numbering.next(in: tasks, used: ["TSK-999999999"])
    }
  }

  @Test func aMentionTakesANumberButDoesNotWiden() throws {
    #expect(
      try Numbering.next(in: tasks, used: ["TSK-001"], mentioned: ["TSK-000012"]) == "TSK-013")
    #expect(try Numbering.next(in: tasks, used: [], mentioned: ["TSK-AUTH-012"]) == "TSK-001")
  }

  @Test func anAliasPrefixCountsAndIsNotWritten() throws {
    let login = try Series(of: .design, feature: Feature("login"), in: .builtIn)
    #expect(login.description == "DESIGN-LOGIN")
    #expect(
      try Numbering.next(in: login, used: ["DESIGN-LOGIN-002", "DES-LOGIN-004", "DES-MAIL-009"])
        == "DESIGN-LOGIN-005")
  }

  @Test func theKindSaysWhichSeriesIsMeant() throws {
    let repo = try Feature("create repo")
    func series(_ kind: KindName, _ feature: Feature?) throws -> String {
      try Series(of: kind, feature: feature, in: .builtIn).description
    }
    #expect(try series(.prd, repo) == "PRD-CREATE-REPO")
    #expect(try series(.requirement, repo) == "REQ-CREATE-REPO")
    #expect(try series(.design, repo) == "DESIGN-CREATE-REPO")
    #expect(try series(.ticket, nil) == "TKT")
    #expect(try series(.ticket, repo) == "TKT")
    #expect(try series(.task, repo) == "TSK")
    #expect(
      try Series.headings(of: repo, "PERF", in: .builtIn).description == "REQ-CREATE-REPO-PERF")
    for kind in [KindName.prd, .requirement, .design] {
      #expect(throws: ScaffoldError.featureNeeded(kind)) { try series(kind, nil) }
    }
    #expect(throws: ScaffoldError.noPrefix(.document)) { try series(.document, repo) }
    let error = #expect(throws: ScaffoldError.self) {
      try series(KindName(rawValue: "tickt"), nil)
    }
    #expect(error?.message == "there is no kind `tickt`")
    #expect(error?.hint?.hasPrefix("did you mean `ticket`? it is one of `prd`") == true)
  }

  @Test func aKindOfTheSettingsHasItsOwnSeries() throws {
    let schema = Own.schema("kinds: {epic: {folder: epics, prefix: EPC}, memo: {folder: memos}}\n")
    let epic = KindName(rawValue: "epic")
    let memo = KindName(rawValue: "memo")
    #expect(try Series(of: epic, feature: nil, in: schema).description == "EPC")
    #expect(throws: ScaffoldError.noPrefix(memo)) {
      try Series(of: memo, feature: nil, in: schema)
    }
  }

  /// Whatever is in use, the answer is a new ID of the series, above every other that counts.
  @Test(arguments: 0..<200)
  func theAnswerIsFreeAndHighest(seed: Int) throws {
    var random = Seeded(seed)
    let series = Series(prefix: "REQ", aliases: ["RQ"], segments: random.chance(50) ? ["A"] : [])
    let ids = (0..<random.number(0...30)).map { _ in
      let prefix = random.pick(["REQ", "RQ", "TSK"])
      let segments = random.pick(["", "-A", "-A-B"])
      let digits = (0..<random.number(1...12)).map { _ in String(random.number(0...9)) }.joined()
      return "\(prefix)\(segments)-\(digits)"
    }
    let half = ids.count / 2
    let width = random.number(3...9)
    let answer: String
    do {
      answer = try Numbering.next(
        in: series, used: ids[..<half], mentioned: ids[half...], width: width)
    } catch {
      #expect(error == .seriesIsFull(series))
      return
    }
    let id = try #require(SpecID(answer))
    #expect(series.contains(id) && id.prefix == "REQ" && id.digits.utf8.count >= width)
    let own = ids.compactMap { SpecID($0) }.filter { series.contains($0) }
    let numbers = own.compactMap(\.number).filter { $0 < 1_000_000_000 }
    #expect(id.number == (numbers.max() ?? 0) + 1)
    guard answer.hasSuffix("-999999999") == false else { return }
    let successor = try SpecID(Numbering.next(in: series, used: ids + [answer]))
    #expect(successor?.number == id.number.map { $0 + 1 })
  }

  // MARK: Mentions

  @Test func mentionsAreFoundEverywhereInAText() {
    let text = """
      ---
      id: TSK-001
      ticket_id: 'TKT-002'
      ---
      # TSK-001: See TSK-003, (TSK-004) and **TSK-005** or _TSK-006_.
      - [ ] `TSK-007`
      ```
      git checkout feature/TSK-008
      ```
      [link](../tasks/TSK-009-parser.md) <!-- TSK-010 --> 見TSK-011。
      REQ-CREATE-REPO-FUNC-012 DES-A-013 TKT-AUTH-014-fix-2024
      TSK-015
      """
    let prefixes = Schema.builtIn.kinds.flatMap(\.prefixes)
    #expect(
      Numbering.mentions(in: Array(text.utf8), prefixes: prefixes) == [
        "TSK-001", "TKT-002", "TSK-001", "TSK-003", "TSK-004", "TSK-005", "TSK-006", "TSK-007",
        "TSK-008", "TSK-009", "TSK-010", "TSK-011", "REQ-CREATE-REPO-FUNC-012", "DES-A-013",
        "TKT-AUTH-014", "TSK-015",
      ])
  }

  @Test(arguments: [
    "XTSK-001", "MY-TSK-001", "TSK-01", "TSK-001x", "TSK001", "tsk-001", "TSK--001", "TSK-", "TSK",
    "TSKS-001", "TSK-abc-001", "", "-", "TSK-0O1",
  ])
  func whatIsNoWholeIDIsNoMention(text: String) {
    #expect(Numbering.mentions(in: Array(text.utf8), prefixes: ["TSK"]) == [])
  }

  @Test func theLongestIDOfARunCounts() {
    #expect(
      Numbering.mentions(in: Array("TSK-001-002 TSK-003-A".utf8), prefixes: ["TSK"]) == [
        "TSK-001-002", "TSK-003",
      ])
  }
}
