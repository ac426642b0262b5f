import Foundation
import TestSupport
import Testing

/// Single specs, room, text of any kind, and readers of all kinds.
extension ReportBrowserTests {
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

  /// A ticket can name a file of requirements as a whole, which links none of its headings.
  @Test func ticketsOfAWholeFileAreNamedAboveItsMatrix() throws {
    let ticket = Sample.ticket("TKT-009", title: "All of it").replacing(
      "estimate: M\n", with: "estimate: M\nrequirements: [REQ-PAY-001]\n")
    let result = try visit(
      of: ReportSample.whole.merging([".omoi_os/tickets/TKT-009.md": ticket]) { $1 },
      """
      result.notes = all("#trace .note, #trace p").map((each) => each.textContent);
      await click(all("#trace a").find((each) => each.textContent === "TKT-009"));
      result.details = text("#details");
      """)
    let notes = list(result, "notes") ?? []
    #expect(
      notes.contains {
        $0.contains("1 of 2 requirements with a ticket") && $0.contains("as a whole by: TKT-009")
      }, "\(notes)")
    #expect(words(result, "details")?.contains("All of it") == true)
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
    let script = try #require(html.range(of: "<script id=\"script\">"))
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
