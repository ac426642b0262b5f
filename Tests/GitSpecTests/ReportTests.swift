import Foundation
import TestSupport
import Testing

@testable import git_spec

/// `git spec report`: what is in the page, and what must not be.
@Suite struct ReportTests {
  // MARK: What is in it

  @Test func thePageHoldsEverySection() throws {
    let page = try ReadPage(ReportSample.repository())
    let html = page.html
    for section in [
      "summary", "board", "specs", "graph", "trace", "findings", "branches", "problems",
    ] {
      #expect(html.contains("<section id=\"at-\(section)\" aria-labelledby=\"h-\(section)\""))
    }
    #expect(html.contains("<html lang=\"en\">"))
    #expect(
      html.contains("<dt>task</dt><dd>4 · ✓ 1 done · ● 1 under way · ○ 1 ready · ⊘ 1 blocked</dd>"))
    #expect(page.titles["TSK-002"] == "Ask the bank")
    let root = try #require(page.roots.first)
    let graphs = try #require(root["graphs"] as? [String: [String: Any]])
    #expect(
      graphs.mapValues { (($0["nodes"] as? [Any])?.count ?? 0) / 5 } == [
        "tasks": 4, "tickets": 2, "trace": 11,
      ])
    #expect((root["ready"] as? [Int])?.map { page.specs()[$0][0] as? String } == ["TSK-002"])
    let shares = (root["shares"] as? [[Any]] ?? []).map { "\($0[0]) \($0[1])/\($0[2])" }
    #expect(shares.first == "requirements with a ticket 1/2")
    let orphans = (root["orphans"] as? [[Any]] ?? []).map { "\($0[0]): \($0[1])" }
    #expect(orphans.contains("requirements without a ticket: [\"REQ-PAY-FUNC-002\"]"))
    #expect(page.codes.contains("S408"))
    #expect(page.problems == [])
  }

  @Test func findingsAreThoseOfCheck() throws {
    let sandbox = try ReportSample.repository(ReportSample.troubled)
    let json = try sandbox.spec("check", "--format", "json").output
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let findings = try #require(document["findings"] as? [[String: Any]])
    let page = try ReadPage(sandbox)
    #expect(page.codes == findings.compactMap { $0["code"] as? String })
    let rows = try #require(page.data["findings"] as? [[Any]])
    #expect(rows.map { $0[6] as? Int } == findings.map { $0["line"] as? Int })
    #expect(
      rows.map { page.texts[$0[2] as? Int ?? 0] } == findings.map { $0["message"] as? String })
  }

  @Test func whatIsBrokenStopsNothingAndIsNamed() throws {
    let page = try ReadPage(ReportSample.repository(ReportSample.troubled))
    let problems = page.problems.joined(separator: "\n")
    #expect(problems.contains("unreadable: cannot be read as a spec"))
    #expect(problems.contains("duplicate: TSK-013 is also the ID of .omoi_os/tasks/TSK-013"))
    #expect(problems.contains("missing: TSK-012 refers to TSK-999"))
    #expect(problems.contains("circle: these wait for each other: TSK-010 → TSK-011 → TSK-010"))
  }

  @Test func IDsThatMeanTwoThingsAreShownWithTheirBranches() throws {
    let sandbox = try ReportSample.repository()
    try sandbox.git("switch", "-qc", "feature/other", "HEAD")
    try sandbox.write(".omoi_os/tasks/TSK-005.md", Sample.task("TSK-005", title: "Theirs"))
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Theirs")
    try sandbox.git("switch", "-q", "main")
    try sandbox.write(".omoi_os/tasks/TSK-005.md", Sample.task("TSK-005", title: "Ours, of late"))
    let page = try ReadPage(sandbox)
    let collisions = try #require(page.branches["collisions"] as? [[Any]])
    #expect(collisions.map { $0[1] as? String } == ["TSK-005"])
    #expect("\(collisions)".contains("feature/other"))
    #expect("\(collisions)".contains("Ours, of late"))
    #expect(page.html.contains("<dt>IDs with two meanings on branches</dt><dd>1</dd>"))
    for (arguments, note) in [
      (["--no-branches"], "--no-branches"), (["--rev", "HEAD"], "a commit"),
    ] {
      let outcome = try sandbox.run(Sandbox.program, ["report"] + arguments)
      let page = try ReadPage(outcome.output)
      #expect((page.branches["note"] as? String)?.contains(note) == true)
      #expect(page.branches["collisions"] == nil)
      #expect(!page.html.contains("two meanings on branches"))
    }
  }

  /// A page is passed on: where another working tree lies on this machine is nobody's business.
  @Test func placesOfTheMachineAreNotInThePage() throws {
    let sandbox = try ReportSample.repository(ReportSample.troubled)
    try sandbox.git("worktree", "add", "-q", "--detach", sandbox.folder + "/beside")
    try sandbox.write(
      sandbox.folder + "/beside/.omoi_os/tasks/TSK-005.md", Sample.task("TSK-005", title: "There"))
    try sandbox.shell("git add -A && git commit -qm There", in: sandbox.folder + "/beside")
    try sandbox.write(".omoi_os/tasks/TSK-005.md", Sample.task("TSK-005", title: "Here"))
    let page = try ReadPage(sandbox)
    #expect("\(page.branches)".contains("worktree beside"))
    #expect(!page.html.contains(sandbox.folder))
  }

  @Test func aCommitIsShownAsItWas() throws {
    let sandbox = try ReportSample.repository()
    try sandbox.write(".omoi_os/tasks/TSK-002.md", Sample.task("TSK-002", title: "Changed since"))
    #expect(try ReadPage(sandbox).titles["TSK-002"] == "Changed since")
    #expect(try ReadPage(sandbox, "--rev", "HEAD").titles["TSK-002"] == "Ask the bank")
    let commit = try sandbox.git("rev-parse", "--short=7", "HEAD").trimmingCharacters(in: .newlines)
    func ref(_ arguments: String...) throws -> String? {
      try ReadPage(sandbox.run(Sandbox.program, ["report"] + arguments).output).page["ref"]
        as? String
    }
    #expect(try ref() == "working tree of main at \(commit)")
    #expect(try ref("--rev", "main") == "main at \(commit)")
    #expect(try ref("--rev", commit) == "commit \(commit)")
    try sandbox.git("switch", "-q", "--detach")
    #expect(try ref() == "working tree at \(commit)")
    try sandbox.git("clone", "-q", "--bare", ".", "../bare.git")
    let bare = try ReadPage(sandbox, in: sandbox.folder + "/bare.git")
    #expect(bare.titles["TSK-002"] == "Ask the bank")
    #expect(bare.link == nil)
    #expect(bare.html.contains("<title>Specs of "))
  }

  @Test func aRepositoryWithoutACommitHasAPage() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    for (path, text) in ReportSample.whole { try sandbox.write(path, text) }
    let page = try ReadPage(sandbox)
    #expect(page.specs().count == 9)
    #expect(page.page["commit"] is NSNull)
    #expect(page.page["ref"] as? String == "working tree, nothing committed yet")
  }

  @Test func severalRootsAreOnOnePage() throws {
    let sandbox = try ReportSample.repository(
      ReportSample.whole.merging(["api/.omoi_os/tasks/TSK-001.md": Sample.task(title: "Other")]) {
        $1
      })
    #expect(
      try ReadPage(sandbox).roots.map { $0["root"] as? String } == [".omoi_os", "api/.omoi_os"])
    #expect(try ReadPage(sandbox, "--root", "api/.omoi_os").roots.count == 1)
    expectRefused(try sandbox.spec("report", "--root", "docs"), 2, "is not a spec root")
    try sandbox.shell("git rm -rq . && git commit -qm Gone")
    expectRefused(try sandbox.spec("report"), 2, "no spec root")
  }

  @Test func theSameInputGivesTheSameBytes() throws {
    let sandbox = try ReportSample.repository(ReportSample.troubled)
    #expect(try sandbox.spec("report").output == sandbox.spec("report").output)
  }

  @Test func aThousandSpecsTakeLessThanTwoMegabytes() throws {
    var files = ReportSample.whole
    for number in 100..<1100 {
      let others = number > 110 ? ["TSK-\(number - 3)", "TSK-\(number - 7)"] : []
      files[".omoi_os/tasks/TSK-\(number).md"] = Sample.task(
        "TSK-\(number)", title: "Task number \(number) with a title of the usual length",
        ticket: "TKT-00\(number % 2 + 1)", dependsOn: others)
    }
    let sandbox = try ReportSample.repository(files)
    let outcome = try sandbox.spec("report", "-o", "page.html")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try sandbox.read("page.html").utf8.count < 2_000_000)
    #expect(outcome.error.hasPrefix("wrote page.html: 1009 specs, "))
  }

  // MARK: What is text

  @Test(arguments: ReportSample.hostileTitles)
  func titlesAreText(title: String) throws {
    let page = try ReadPage(ReportSample.repository(ReportSample.troubled))
    let number = try #require(ReportSample.hostileTitles.firstIndex(of: title))
    #expect(page.titles["TSK-\(100 + number)"] == title)
  }

  @Test func nothingOfAFileIsMarkup() throws {
    // In a title of HTML a line end of Unicode is text like any other.
    let titles = ReportSample.hostileTitles.joined(separator: " ").filter { !$0.isNewline }
    let page = try ReadPage(ReportSample.repository(ReportSample.troubled), "--title", titles)
    #expect(!page.html.contains("<!--"))
    #expect(!page.html.contains("<img"))
    #expect(!page.html.contains("\u{2028}"))
    #expect(!page.html.contains("\u{1B}"))
    #expect(page.html.components(separatedBy: "<script").count == 3)
    #expect(page.html.components(separatedBy: "</script>").count == 3)
  }

  /// The page names its own style and script, and nothing else may run or be asked for.
  ///
  /// `GIT_SPEC_RECORD=1` writes the policy anew, after a change of style or script.
  @Test func thePolicyNamesExactlyTheStyleAndTheScript() throws {
    let sandbox = try ReportSample.repository()
    let html = try ReadPage(sandbox).html
    func between(_ start: String, _ end: String) throws -> String {
      let from = try #require(html.range(of: start)).upperBound
      return String(
        html[from..<(try #require(html.range(of: end, range: from..<html.endIndex))).lowerBound])
    }
    func name(_ text: String) throws -> String {
      let hex = try sandbox.run("/usr/bin/sha256sum", [], input: text).output.prefix(64)
      let bytes = stride(from: 0, to: 64, by: 2).compactMap {
        UInt8(hex.dropFirst($0).prefix(2), radix: 16)
      }
      return "'sha256-\(Data(bytes).base64EncodedString())'"
    }
    let style = try name(between("<style>", "</style>"))
    let script = try name(between("<script id=\"script\">", "</script>"))
    let policy =
      "default-src 'none'; style-src \(style); script-src \(script); base-uri 'none';"
      + " form-action 'none'"
    if ProcessInfo.processInfo.environment["GIT_SPEC_RECORD"] == "1" {
      let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Sources/git-spec/Resources/report.policy")
      try Data(policy.utf8).write(to: file)
      Issue.record("recorded Resources/report.policy; build again")
      return
    }
    let isCurrent = html.contains("content=\"\(policy)\"")
    #expect(isCurrent, "record it: GIT_SPEC_RECORD=1 swift test --filter thePolicyNames")
  }

  @Test func nothingInThePageIsAskedOfTheNetwork() throws {
    let sandbox = try ReportSample.repository()
    try sandbox.git("remote", "add", "origin", "https://github.com/ann/shop.git")
    let html = try ReadPage(sandbox).html
    for word in [
      "src=", "url('", "url(\"", "url(http", "@import", "fetch(", "XMLHttpRequest", "import(",
      "<link", "innerHTML",
      "eval(",
    ] {
      #expect(!html.contains(word), "\(word)")
    }
    let addresses = html.matches(of: /https?:\/\/[^"'`\s<]*/).map { String($0.output) }
    #expect(
      Set(addresses) == [
        "https://github.com/ann/shop/blob/{commit}/{path}?plain=1#L{line}",
        "http://www.w3.org/2000/svg",
      ])
  }
}
