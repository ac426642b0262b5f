import Foundation
import TestSupport
import Testing

/// The page of `git spec report` in a real browser, as a file and without a network.
@Suite(.enabled(if: Chromium.program != nil, "there is no Chromium here"), .serialized)
struct ReportBrowserTests {
  private func visit(
    of files: [String: String] = ReportSample.whole, hash: String = "", flags: [String] = [],
    _ steps: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String: Any] {
    let sandbox = try ReportSample.repository(files)
    let html = try sandbox.spec("report").output
    return try Chromium.visit(
      html, in: sandbox, hash: hash, flags: flags, steps, sourceLocation: sourceLocation)
  }

  private func words(_ result: [String: Any], _ name: String) -> String? { result[name] as? String }
  private func list(_ result: [String: Any], _ name: String) -> [String]? {
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

  // MARK: Graph

  @Test func aClickKeepsWhatBelongsToASpec() throws {
    let result = try visit(
      """
      result.all = kept();
      await click(node("TSK-002"));
      result.kept = kept();
      result.pressed = node("TSK-002").getAttribute("aria-pressed");
      result.details = text("#h-details");
      await press("Escape");
      result.again = kept();
      await click('[data-graph="trace"]');
      await click(node("REQ-PAY-FUNC-001"));
      result.trace = kept();
      """)
    #expect(list(result, "all") == ["TSK-001", "TSK-002", "TSK-003", "TSK-004"])
    #expect(list(result, "kept") == ["TSK-001", "TSK-002", "TSK-003"])
    #expect(words(result, "pressed") == "true")
    #expect(words(result, "details") == "TSK-002")
    #expect(list(result, "again") == ["TSK-001", "TSK-002", "TSK-003", "TSK-004"])
    #expect(
      list(result, "trace") == [
        "REQ-PAY-001", "REQ-PAY-FUNC-001", "TKT-001", "TSK-001", "TSK-002", "TSK-003",
      ])
  }

  @Test func theKeyboardGoesAlongTheGraph() throws {
    let result = try visit(
      """
      const stops = () => all('[data-node][tabindex="0"]').map(nodeOf);
      const here = () => nodeOf(document.activeElement);
      result.stops = stops();
      $('[data-node][tabindex="0"]').focus();
      result.start = here();
      await press("Home");
      result.home = here();
      await press("ArrowRight");
      result.right = here();
      result.moved = stops();
      await press("ArrowRight");
      result.end = here();
      await press("ArrowLeft");
      result.left = here();
      await press("Enter");
      result.kept = kept();
      result.focus = here();
      result.name = document.activeElement.getAttribute("aria-label");
      await press("Escape");
      result.again = kept().length;
      result.stays = here();
      """)
    #expect(list(result, "stops") == ["TSK-002"])
    #expect(words(result, "start") == "TSK-002")
    #expect(words(result, "home") == "TSK-001")
    #expect(words(result, "right") == "TSK-002")
    #expect(list(result, "moved") == ["TSK-002"])
    #expect(words(result, "end") == "TSK-003")
    #expect(words(result, "left") == "TSK-002")
    #expect(list(result, "kept") == ["TSK-001", "TSK-002", "TSK-003"])
    #expect(words(result, "focus") == "TSK-002")
    #expect(
      words(result, "name")
        == "TSK-002; Ask the bank; task, pending; ready; waits for TSK-001;"
        + " leads to TSK-003; on the critical path")
    #expect(result["again"] as? Int == 4)
    #expect(words(result, "stays") == "TSK-002")
  }

  @Test func theGraphZoomsAndMoves() throws {
    let result = try visit(
      """
      const view = () => $("svg > g").getAttribute("transform").match(/[-\\d.]+/g).map(Number);
      const [x, y, scale] = view();
      await click('[data-zoom="+"]');
      result.button = view()[2] / scale;
      $('[data-node][tabindex="0"]').focus();
      await press("0");
      result.fit = view()[2] / scale;
      await press("+");
      result.key = view()[2] / scale;
      await press("-");
      const before = view();
      await press("ArrowRight", { shiftKey: true });
      result.pan = view()[0] - before[0];
      const at = { clientX: 500, clientY: $("svg").getBoundingClientRect().top + 100 };
      const wheel = new WheelEvent("wheel", { deltaY: -200, bubbles: true, cancelable: true, ...at });
      $("svg").dispatchEvent(wheel);
      result.wheel = view()[2] / before[2];
      result.prevented = wheel.defaultPrevented;
      const start = view();
      const pointer = (name, by) => $("svg").dispatchEvent(new PointerEvent(name,
        { pointerId: 7, bubbles: true, clientX: at.clientX + by, clientY: at.clientY }));
      pointer("pointerdown", 0);
      pointer("pointermove", 30);
      pointer("pointermove", 50);
      pointer("pointerup", 50);
      result.drag = view()[0] - start[0];
      pointer("pointermove", 90);
      result.released = view()[0] - start[0];
      await wait();
      await click(node("TSK-004"));
      result.clicked = kept();
      const touch = (name, id, x) => $("svg").dispatchEvent(new PointerEvent(name,
        { pointerId: id, bubbles: true, clientX: x, clientY: at.clientY }));
      const close = view()[2];
      touch("pointerdown", 1, 400);
      touch("pointerdown", 2, 500);
      touch("pointermove", 2, 600);
      result.pinch = view()[2] / close;
      """)
    func number(_ name: String) -> Double {
      result[name] as? Double ?? Double(result[name] as? Int ?? -1)
    }
    #expect(abs(number("button") - 1.3) < 0.001)
    #expect(abs(number("fit") - 1) < 0.001)
    #expect(abs(number("key") - 1.3) < 0.001)
    #expect(abs(number("pan") + 60) < 0.001)
    #expect(number("wheel") > 1.2)
    #expect(result["prevented"] as? Bool == true)
    #expect(abs(number("drag") - 50) < 0.001)
    #expect(number("released") == number("drag"))
    #expect(abs(number("pinch") - 2) < 0.001)
    // A click of no pointer, as screen readers make it, is no end of that drag.
    #expect(list(result, "clicked") == ["TSK-004"])
  }

  @Test func circlesAndWhatIsMissingAreMarked() throws {
    let result = try visit(
      of: ReportSample.troubled,
      """
      result.circle = node("TSK-010").classList.contains("circle");
      result.back = all(".edge.back").length;
      result.missing = node("TSK-999").getAttribute("aria-label");
      result.words = text("#graph");
      """)
    #expect(result["circle"] as? Bool == true)
    #expect(result["back"] as? Int == 1)
    #expect(words(result, "missing") == "TSK-999; does not exist; leads to TSK-012")
    #expect(
      words(result, "words")?.contains("these wait for each other: TSK-010 → TSK-011 → TSK-010")
        == true)
  }

  /// More specs than are drawn at once: the picture is made when it is asked for, as far as in view.
  @Test func aLargeGraphIsDrawnAsFarAsItIsInView() throws {
    var files = ReportSample.whole
    for number in 100..<600 {
      files[".omoi_os/tasks/TSK-\(number).md"] = Sample.task(
        "TSK-\(number)", title: "Task", dependsOn: number > 100 ? ["TSK-\(number - 1)"] : [])
    }
    let result = try visit(
      of: files,
      """
      result.before = all("[data-node]").length;
      result.offer = text("#graph");
      await click("[data-open]");
      await wait(1500);
      result.near = all("[data-node]").length;
      await click('[data-zoom="0"]');
      await wait(1500);
      result.far = [all("[data-node]").length, all(".far").length];
      $('[data-node][tabindex="0"]').focus();
      await press("End");
      result.end = nodeOf(document.activeElement);
      location.hash = "#TSK-300";
      await wait();
      await click('[data-act="graph"]');
      await wait(300);
      result.shown = nodeOf(document.activeElement);
      """)
    #expect(result["before"] as? Int == 0)
    #expect(words(result, "offer")?.contains("504 specs are not drawn yet.") == true)
    let near = result["near"] as? Int ?? 0
    #expect(near > 1 && near < 100)
    #expect((result["far"] as? [Int])?.first == 1)
    #expect(((result["far"] as? [Int])?.last ?? 0) > 0)
    #expect(words(result, "end") == "TSK-599")
    #expect(words(result, "shown") == "TSK-300")
  }

  // MARK: One spec

  @Test(arguments: ["#TSK-002", "#.omoi_os"])
  func aHashOpensASpec(hash: String) throws {
    let result = try visit(
      hash: hash,
      """
      result.title = text("#h-details");
      result.details = text("#details");
      result.focus = document.activeElement.id;
      location.hash = "#REQ-PAY-FUNC-001";
      await wait();
      result.heading = text("#details");
      await press("Escape");
      result.closed = $("#details").hidden;
      location.hash = "#at-board";
      await wait();
      result.section = $("#details").hidden;
      """)
    if hash == "#TSK-002" {
      #expect(words(result, "title") == "TSK-002")
      #expect(words(result, "focus") == "h-details")
      let details = words(result, "details") ?? ""
      #expect(details.contains("Refers to"))
      #expect(details.contains("dependencies.depends_on: TSK-001"))
      #expect(details.contains("Referred to bydependencies.depends_on: TSK-003"))
    } else {
      #expect(result["title"] is NSNull)
    }
    #expect(
      words(result, "heading")?.contains("a requirement in .omoi_os/requirements/pay.md:") == true)
    #expect(result["closed"] as? Bool == true)
    #expect(result["section"] as? Bool == true)
  }

  /// A file without an ID has the name of its file, which may be that of a part of the page.
  @Test(arguments: ["board", "search", "details", "__proto__", "constructor"])
  func aSpecMayBeNamedLikeAPartOfThePage(name: String) throws {
    let result = try visit(
      of: [".omoi_os/docs/\(name).md": "no header\n"], hash: "#\(name)",
      """
      result.title = text("#h-details");
      await press("Escape");
      result.hash = location.hash;
      """)
    #expect(words(result, "title") == name)
    #expect(words(result, "hash") == "")
  }

  @Test func anEmptyRootHasAPage() throws {
    let result = try visit(
      of: [".omoi_os/config.yaml": "rules: {}\n"],
      """
      for (const name of ["summary", "board", "specs", "graph", "trace", "findings", "branches", "problems"]) {
        result[name] = text("#at-" + name);
      }
      """)
    #expect(words(result, "summary")?.contains("No task is ready.") == true)
    #expect(words(result, "board")?.contains("There are neither tickets nor tasks.") == true)
    #expect(words(result, "graph")?.contains("There is nothing to draw.") == true)
    #expect(words(result, "trace")?.contains("There are no requirements.") == true)
    #expect(words(result, "findings")?.contains("Nothing is wrong with the specs.") == true)
  }

  @Test func anotherRootIsChosenOrLinkedTo() throws {
    let files = ReportSample.whole.merging(
      ["api/.omoi_os/tasks/TSK-001.md": Sample.task(title: "The other one")]) { $1 }
    let result = try visit(
      of: files, hash: "#TSK-001@api%2F.omoi_os",
      """
      result.linked = text("#details");
      result.root = $("#root").selectedOptions[0].textContent;
      await choose("#root", "0");
      result.count = text("#matches");
      result.closed = $("#details").hidden;
      """)
    #expect(words(result, "linked")?.contains("The other one") == true)
    #expect(words(result, "root") == "api/.omoi_os")
    #expect(words(result, "count") == "9 specs in .omoi_os")
    #expect(result["closed"] as? Bool == true)
  }

  // MARK: Room

  @Test func aLongIDTakesNoMoreThanItsRoom() throws {
    let result = try visit(
      of: [".omoi_os/docs/\(String(repeating: "x", count: 200)).md": "no header\n"],
      "result.width = $('#specs td .id').getBoundingClientRect().width;")
    #expect((result["width"] as? Double ?? Double(result["width"] as? Int ?? 999)) <= 18 * 16)
  }

  /// The details of a spec take room from the graph, which is all in view as before.
  @Test func aGraphThatWasFittedIsFittedAgain() throws {
    let result = try visit(
      """
      const outside = () => { const stage = $(".stage").getBoundingClientRect();
        return all("[data-node]").filter((each) => each.getBoundingClientRect().right > stage.right).length; };
      result.before = outside();
      const wide = $(".stage").clientWidth;
      await click(node("TSK-001"));
      await wait(300);
      result.narrower = $(".stage").clientWidth < wide;
      result.after = outside();
      """)
    #expect(result["before"] as? Int == 0)
    #expect(result["narrower"] as? Bool == true)
    #expect(result["after"] as? Int == 0)
  }

  // MARK: Text

  @Test func titlesAreShownAndNeverObeyed() throws {
    let result = try visit(
      of: ReportSample.troubled,
      """
      for (const name of ["tasks", "trace"]) await click(`[data-graph="${name}"]`);
      location.hash = "#TSK-100";
      await wait();
      result.titles = all("#specs td.wide bdi").map((each) => each.textContent);
      result.images = all("img, iframe, object, embed, link").length;
      result.scripts = all("script").length;
      result.handlers = all("*").filter((each) => [...each.attributes].some((a) => a.name.startsWith("on"))).length;
      result.links = [...new Set(all("a").map((each) => each.protocol))];
      result.direction = getComputedStyle(all("#specs td.wide bdi").find((each) => each.textContent.startsWith("ב"))).direction;
      """)
    let titles = list(result, "titles") ?? []
    for title in ReportSample.hostileTitles + [ReportSample.rightToLeft, ReportSample.wide] {
      #expect(titles.contains(title.replacing("\u{1B}", with: "␛")), "\(title)")
    }
    #expect(result["images"] as? Int == 0)
    // The page's two, and the two of this test.
    #expect(result["scripts"] as? Int == 4)
    #expect(result["handlers"] as? Int == 0)
    #expect(list(result, "links") == ["file:"])
    #expect(words(result, "direction") == "rtl")
  }

  /// Names in any form lead to their files: escapes of the path's text are the file's bytes again.
  @Test(arguments: [
    ("a b#?%\"<é", "a%20b%23%3F%25%22%3C%C3%A9"), ("e\u{301}", "e%CC%81"), ("a\\b", "a%5Cb"),
    ("a\nb", "a%0Ab"), ("\u{202E}mirrored", "%E2%80%AEmirrored"),
  ])
  func linksToLinesAreEncoded(name: String, encoded: String) throws {
    let sandbox = try ReportSample.repository([
      ".omoi_os/tasks/\(name).md": Sample.task("TSK-001", title: "Odd name")
    ])
    try sandbox.git("config", "remote.origin.url", "https://ann:s3cret@github.com/ann/shop.git")
    let commit = try sandbox.git("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
    let result = try Chromium.visit(
      sandbox.spec("report").output, in: sandbox,
      """
      result.href = $("#findings .finding a[rel]").getAttribute("href").split("?plain=1#L")[0];
      """)
    #expect(
      words(result, "href")
        == "https://github.com/ann/shop/blob/\(commit)/.omoi_os/tasks/\(encoded).md")
  }

  @Test func nothingIsAskedOfTheNetworkEvenByASlip() throws {
    let sandbox = try ReportSample.repository()
    let html = try sandbox.spec("report").output
    // What the policy is for: an image that stood in the page would be refused, not loaded.
    let slipped = html.replacing(
      "<div id=\"summary\">", with: "<img src=\"https://evil.example/x\"><div id=\"summary\">")
    let outcome = try Chromium.open(
      "file://" + write(slipped, sandbox), in: sandbox, ["--dump-dom"])
    #expect(outcome.error.contains("Content Security Policy"), "\(outcome.error)")
    let whole = try Chromium.open("file://" + write(html, sandbox), in: sandbox, ["--dump-dom"])
    #expect(!whole.error.contains("CONSOLE"), "\(whole.error)")
  }

  private func write(_ html: String, _ sandbox: Sandbox) throws -> String {
    let path = sandbox.folder + "/\(UUID().uuidString).html"
    try sandbox.write(path, html)
    return path
  }

  // MARK: For everybody

  @Test func thePageIsBuiltForReadersOfAllKinds() throws {
    let result = try visit(
      of: ReportSample.troubled, hash: "#TSK-012",
      """
      const name = (each) => each.getAttribute("aria-label") || each.labels?.[0]?.textContent
        || each.getAttribute("title") || each.textContent;
      const controls = all("button, a, input, select, [tabindex='0'], [role='button']");
      result.controls = controls.length > 50;
      result.nameless = controls.filter((each) => !name(each).trim()).map((each) => each.outerHTML.slice(0, 200));
      const ids = all("[id]").map((each) => each.id);
      result.twice = ids.filter((id, place) => ids.indexOf(id) !== place);
      const levels = all("main h1, main h2, main h3, main h4, header h1").filter((each) => each.getClientRects().length)
        .map((each) => Number(each.tagName[1]));
      result.jumps = levels.filter((level, place) => place > 0 && level > levels[place - 1] + 1);
      result.firsts = all("h1").length;
      result.lang = document.documentElement.lang;
      result.labelled = all("[aria-labelledby]").filter((each) => !$("#" + each.getAttribute("aria-labelledby"))).length;
      result.headers = all("th").filter((each) => each.scope !== "col").length;
      result.skip = $(".skip").getAttribute("href") === "#at-summary";
      result.live = $("#matches").getAttribute("role");
      result.stops = all('svg [tabindex="0"]').length;
      """)
    #expect(result["controls"] as? Bool == true)
    #expect(list(result, "nameless") == [])
    #expect(list(result, "twice") == [])
    #expect(result["jumps"] as? [Int] == [])
    #expect(result["firsts"] as? Int == 1)
    #expect(words(result, "lang") == "en")
    #expect(result["labelled"] as? Int == 0)
    #expect(result["headers"] as? Int == 0)
    #expect(result["skip"] as? Bool == true)
    #expect(words(result, "live") == "status")
    #expect(result["stops"] as? Int == 1)
  }

  /// Text has four and a half times the light or dark of what it stands on, in both themes.
  @Test func colorsCanBeToldApartInBothThemes() throws {
    let result = try visit(
      of: ReportSample.troubled, hash: "#TSK-012",
      """
      const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const rgb = (color) => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = color; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
      const light = (color) => rgb(color).slice(0, 3).map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
      const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
      const paper = (each) => { for (let at = each; at; at = at.parentElement) { const color = getComputedStyle(at).backgroundColor; if (rgb(color)[3] > 0) return color; } return "white"; };
      const samples = ["h1", ".quiet", ".top nav a", ".count", ".column h3", ".card .id", ".card .quiet", ".begin li .quiet",
        ".error", ".warning", ".note", ".s0", ".s1", ".s3", ".s5", ".s7", "mark", ".finding pre", "button", "#details dt", "#details a",
        'button[aria-pressed="true"]', "th", "#search"];
      const measure = () => Object.fromEntries(samples.filter((each) => $(each)).map((each) =>
        [each, ratio(getComputedStyle($(each)).color, paper($(each)))]));
      const nodes = () => Object.fromEntries(["n0", "n1", "n2", "n3", "n5"].filter((each) => $(".node." + each)).map((each) =>
        ["node " + each, ratio(getComputedStyle($(`.node.${each} text`)).fill, getComputedStyle($(`.node.${each} rect`)).fill)]));
      result.background = [];
      for (const theme of ["light", "dark"]) {
        await choose("#theme", theme);
        result[theme] = { ...measure(), ...nodes() };
        result.background.push(getComputedStyle(document.body).backgroundColor);
      }
      await choose("#theme", "auto");
      result.background.push(getComputedStyle(document.body).backgroundColor);
      """)
    for theme in ["light", "dark"] {
      let ratios = try #require(result[theme] as? [String: Double])
      #expect(ratios.count > 20)
      for (sample, ratio) in ratios { #expect(ratio >= 4.5, "\(sample), \(theme)") }
    }
    let backgrounds = list(result, "background") ?? []
    #expect(backgrounds.first != backgrounds.dropFirst().first)
    #expect(backgrounds.first == backgrounds.last)
  }

  @Test func theSystemsThemeIsFollowed() throws {
    let steps = "result.background = getComputedStyle(document.body).backgroundColor;"
    let light = try visit(steps)
    let dark = try visit(flags: ["--blink-settings=preferredColorScheme=0"], steps)
    #expect(words(light, "background") == "rgb(255, 255, 255)")
    #expect(words(dark, "background") == "rgb(21, 23, 27)")
  }

  @Test func aNarrowWindowNeedsNoScrollingSideways() throws {
    let result = try visit(
      of: ReportSample.troubled, flags: ["--window-size=500,800"],
      "result.widths = [document.documentElement.scrollWidth, innerWidth];")
    let widths = try #require(result["widths"] as? [Int])
    #expect(widths[0] <= widths[1])
  }

  @Test func withoutItsScriptThePageShowsTheCounts() throws {
    let sandbox = try ReportSample.repository()
    let html = try sandbox.spec("report").output
    #expect(html.contains("<noscript><p class=\"box\">Scripts are off"))
    let script = try #require(html.range(of: "<script type=\"module\">"))
    let result = try Chromium.visit(
      html[..<script.lowerBound] + "</body></html>", in: sandbox,
      """
      result.headings = shown("h1, h2").map((each) => each.textContent);
      result.counts = text("#at-summary dl");
      result.controls = shown("select, input, button").length;
      """)
    #expect(list(result, "headings")?.last == "Summary")
    #expect(list(result, "headings")?.count == 2)
    #expect(words(result, "counts")?.contains("specs9") == true)
    #expect(result["controls"] as? Int == 0)
  }
}
