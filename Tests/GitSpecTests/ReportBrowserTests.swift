import Foundation
import TestSupport
import Testing

/// The page of `git spec report` in a real browser, as a file and without a network.
@Suite(.enabled(if: Chromium.program != nil, "there is no Chromium here"), .serialized)
struct ReportBrowserTests {
  func visit(
    of files: [String: String] = ReportSample.whole, hash: String = "", flags: [String] = [],
    _ steps: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String: Any] {
    let sandbox = try ReportSample.repository(files)
    let html = try sandbox.spec("report").output
    return try Chromium.visit(
      html, in: sandbox, hash: hash, flags: flags, steps, sourceLocation: sourceLocation)
  }

  func words(_ result: [String: Any], _ name: String) -> String? { result[name] as? String }
  func list(_ result: [String: Any], _ name: String) -> [String]? {
    result[name] as? [String]
  }

  // MARK: Lists

  @Test func everySectionHasItsContent() throws {
    let result = try visit(
      """
      for (const name of ["summary", "board", "specs", "graph", "trace", "findings", "branches", "problems"]) {
        result[name] = text("#at-" + name);
      }
      result.ready = text(".begin li");
      """)
    #expect(words(result, "summary")?.contains("requirements with a ticket1 of 250 %") == true)
    #expect(words(result, "ready")?.contains("TSK-002 Ask the bank – begin here") == true)
    #expect(words(result, "board")?.contains("in_progress (1)") == true)
    #expect(words(result, "specs")?.contains("PRD-PAY-001") == true)
    #expect(words(result, "graph")?.contains("★ critical path") == true)
    #expect(words(result, "trace")?.contains("Take a card") == true)
    #expect(words(result, "trace")?.contains("✗ no ticket") == true)
    #expect(words(result, "findings")?.contains("requirement-without-ticket") == true)
    #expect(words(result, "branches")?.contains("No ID means two things.") == true)
    #expect(words(result, "problems")?.contains("There are none.") == true)
  }

  @Test func searchAndFiltersNarrowEveryList() throws {
    let result = try visit(
      """
      const ids = () => all("#specs tbody .id").map((each) => each.textContent);
      document.body.focus();
      result.slash = await press("/") && document.activeElement.id === "search";
      await type("bank");
      result.words = ids();
      result.count = text("#matches");
      result.cards = all(".card").length;
      await press("Escape");
      result.search = $("#search").value;
      result.all = ids().length;
      await choose('[data-filter="kind"]', "task");
      await choose('[data-filter="state"]', "blocked");
      result.blocked = ids();
      await type("no such words");
      result.nothing = text("#specs");
      await click("#clear");
      result.cleared = ids().length === 9 && $('[data-filter="kind"]').value === "" && $("#clear").hidden;
      await choose('[data-filter="assignee"]', "ann");
      result.assignee = ids();
      """)
    #expect(result["slash"] as? Bool == true)
    #expect(list(result, "words") == ["TSK-002"])
    #expect(words(result, "count") == "1 of 9 specs match")
    #expect(result["cards"] as? Int == 1)
    #expect(words(result, "search") == "")
    #expect(result["all"] as? Int == 9)
    #expect(list(result, "blocked") == ["TSK-003"])
    #expect(words(result, "nothing") == "Nothing matches.")
    #expect(result["cleared"] as? Bool == true)
    #expect(list(result, "assignee") == ["TKT-001"])
  }

  @Test func theBoardIsGroupedAndChangesItsKind() throws {
    let result = try visit(
      """
      const lanes = () => all("#board h3").map((each) => each.textContent);
      result.plain = lanes();
      await choose('[data-board="by"]', "priority");
      result.lanes = lanes();
      await click(all("#board button").find((each) => each.textContent === "Tickets"));
      result.cards = all(".card .id").map((each) => each.textContent);
      await choose('[data-board="by"]', "assignee");
      result.assignees = lanes();
      """)
    #expect(list(result, "plain")?.first == "pending (2)")
    #expect(list(result, "lanes") == ["HIGH (4)"])
    #expect(list(result, "cards") == ["TKT-001", "TKT-002"])
    #expect(list(result, "assignees") == ["ann (1)", "(none) (1)"])
  }

  @Test func findingsAreShownBySeverityWithTheirLines() throws {
    let result = try visit(
      of: ReportSample.troubled,
      """
      const kinds = () => [...new Set(all(".finding strong").map((each) => each.className))];
      result.before = all("#findings .finding strong")[0].className;
      await click('[data-weight="error"]');
      result.without = all("#findings .finding strong").some((each) => each.className === "error");
      await click('[data-weight="error"]');
      await type("TSK-999");
      result.finding = text("#findings .finding");
      result.place = $("#findings .finding a[rel]").getAttribute("href");
      result.mark = text("#findings .finding mark");
      """)
    #expect(words(result, "before") == "error")
    #expect(result["without"] as? Bool == false)
    #expect(words(result, "finding")?.contains("error S301") == true)
    #expect(words(result, "place") == ".omoi_os/tasks/TSK-012.md#L9")
    #expect(words(result, "mark") == "TSK-999")
  }

  @Test func longListsGrowOnDemandAndForThePrinter() throws {
    var files = ReportSample.whole
    for number in 100..<350 {
      files[".omoi_os/tasks/TSK-\(number).md"] = Sample.task("TSK-\(number)", title: "Task")
    }
    let result = try visit(
      of: files,
      """
      const rows = () => all("#specs tbody tr").length;
      result.first = rows();
      await click("#specs .more");
      result.more = rows();
      await type("task");
      result.searched = rows();
      dispatchEvent(new Event("beforeprint"));
      await wait();
      result.printed = [rows(), all(".card").length];
      result.whole = $("svg").hasAttribute("viewBox");
      dispatchEvent(new Event("afterprint"));
      result.after = $("svg").hasAttribute("viewBox");
      """)
    #expect(result["first"] as? Int == 100)
    #expect(result["more"] as? Int == 259)
    #expect(result["searched"] as? Int == 100)
    #expect(result["printed"] as? [Int] == [254, 254])
    #expect(result["whole"] as? Bool == true)
    #expect(result["after"] as? Bool == false)
  }
}
