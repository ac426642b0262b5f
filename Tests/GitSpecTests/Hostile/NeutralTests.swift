import Foundation
import TestSupport
import Testing

@testable import git_spec

/// What the door changes, and what it leaves alone.
@Suite struct NeutralTests {
  /// An answer of some megabytes costs what it weighs: each piece is added once.
  @Test func aLongAnswerIsRewrittenOnce() {
    let line = "## Acceptance ##[error]x \u{202E} and some more words of a usual line\n"
    let text = String(repeating: line, count: 60_000)
    let shown = Neutral.lines(text, usesColor: false)
    let one = Neutral.lines(line, usesColor: false)
    #expect(one == "## Acceptance ## [error]x <U+202E> and some more words of a usual line\n")
    #expect(shown == String(repeating: one, count: 60_000))
  }

  @Test func legitimateTextStays() {
    for text in [
      "", "Plain text", "Grüße, 日本語, русский, ελληνικά", "e\u{301}", "שלום", "مرحبا",
      // Joiners that do their work: Persian, Hindi, families, hearts, keys, flags.
      "می\u{200C}خواهم", "क\u{94D}\u{200D}ष", "👨\u{200D}👩\u{200D}👧", "❤\u{FE0F}\u{200D}🔥",
      "☂\u{FE0F}",
      "1\u{FE0F}\u{20E3}", "🇩🇪", "葛\u{E0100}", "a::b", "# Title", "## Title [x]", "::: more",
      "C#[x]",
    ] {
      #expect(Neutral.line(text) == text)
      #expect(Neutral.lines(text, usesColor: false) == text)
      #expect(Neutral.json(text) == text)
    }
  }

  @Test(arguments: [
    ("\u{1B}[31m", "␛[31m"), ("a\rb", "a␍b"), ("a\nb", "a␊b"), ("\u{7F}", "␡"),
    ("\u{9B}31m", "<U+009B>31m"), ("\u{202E}x", "<U+202E>x"), ("a\u{200D}b", "a<U+200D>b"),
    ("#\u{FE0F}#[x]", "#<U+FE0F>#[x]"), ("❤\u{FE0F}\u{FE0F}", "❤\u{FE0F}<U+FE0F>"),
    ("日\u{200D}", "日<U+200D>"), ("\u{E0041}", "<U+E0041>"), ("##[error]x", "## [error]x"),
    ("a ###[x]", "a ### [x]"), ("##VSO[x]", "## VSO[x]"), ("##teamcity[x]", "## teamcity[x]"),
    ("::error::x", "\\::error::x"), (" \u{3000}\u{A0}::x::", " \u{3000}\u{A0}\\::x::"),
    ("\u{FEFF}::x::", "<U+FEFF>::x::"), ("\u{2068}א\u{2069}", "<U+2068>א<U+2069>"),
  ])
  func whatIsHiddenIsShown(text: String, shown: String) {
    #expect(Neutral.line(text) == shown)
    // Twice is once.
    #expect(Neutral.line(shown) == shown)
  }

  @Test func ownMarksLeaveAndOthersDoNot() {
    let red = Terminal.styled("x", .bad, true)
    #expect(Neutral.lines(red, usesColor: true) == red)
    #expect(Neutral.lines(red, usesColor: false) == "␛[31mx␛[0m")
    #expect(Neutral.lines("\u{1B}[2J\u{1B}[31;5m", usesColor: true) == "␛[2J␛[31;5m")
    #expect(
      Neutral.lines(Terminal.styled("::error::", .bad, true), usesColor: true)
        == "\u{1B}[31m\\::error::\u{1B}[0m")
    let name = Terminal.clipped("שלום", to: 20)
    #expect(Neutral.lines(name, usesColor: false) == name)
    for forged in [
      "\u{2068}x\u{2069}", "\u{2068}א", "\u{2068}א\n\u{2069}", "\u{2068}א\u{2067}\u{2069}",
    ] {
      #expect(!Neutral.lines(forged, usesColor: false).unicodeScalars.contains("\u{2068}"))
    }
    #expect(
      Neutral.lines("a\n::error ::x\n", usesColor: false, commands: ["::error "])
        == "a\n::error ::x\n")
    #expect(
      Neutral.lines(" ::error ::x\n::debug::y", usesColor: false, commands: ["::error "])
        == " \\::error ::x\n\\::debug::y")
  }

  /// Who reads a document gets the very values that were written.
  @Test func documentsKeepTheirValues() throws {
    let text = HostileText.lines
    let json = try JSONText.text([text])
    #expect(HostileScan().problems(Data(json.utf8)) == [])
    #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [text])
    var bytes: [UInt8] = []
    ScriptValue.list([.text(text)]).write(to: &bytes)
    let script = Neutral.json(String(decoding: bytes, as: UTF8.self))
    #expect(HostileScan().problems(Data(script.utf8)) == [])
    #expect(try JSONDecoder().decode([String].self, from: Data(script.utf8)) == [text])
  }

  /// The scanner sees what the door lets through: with each hostile character in it.
  @Test func everyCharacterIsLookedAt() {
    for number in UInt32(0)...0x1FFFF {
      guard let scalar = Unicode.Scalar(number), scalar != "\n" else { continue }
      let shown = Neutral.line("x\(scalar)y")
      let problems = HostileScan().problems(Data(shown.utf8))
      if !problems.isEmpty || shown.contains("\t") { Issue.record("\(problems) \(number)") }
    }
  }

  // MARK: Times

  @Test(arguments: [
    (0, "1970-01-01 00:00:00Z"), (-1, "1969-12-31 23:59:59Z"),
    (1_800_000_000, "2027-01-15 08:00:00Z"), (-62_135_596_800, "0001-01-01 00:00:00Z"),
    (63_113_904_000_000_000, "2000001970-01-01 00:00:00Z"),
  ])
  func timesOfAnyYear(seconds: Int, text: String) { #expect(Surroundings.utc(seconds) == text) }

  @Test(arguments: [Int.max, Int.min, Int.max - 1, Int.min + 1, 1 << 61])
  func timesWithoutAYearEnd(seconds: Int) {
    #expect(Surroundings.utc(seconds).hasSuffix("Z"))
    #expect(
      Surroundings.utc(seconds).count(where: { $0 == ":" }) == 2, "\(Surroundings.utc(seconds))")
  }

  // MARK: Known leaks

  private static let clear = "\u{1B}[31m"

  @Test func aDuplicateThatIsRenumberedIsSafe() throws {
    let box = try Sandbox()
    try box.git("init", "-q", ".")
    try box.write(".omoi_os/tickets/TKT-001.md", Sample.ticket())
    for name in ["a", "b\(Self.clear)##[error]x"] {
      try box.write(".omoi_os/tasks/TSK-001-\(name).md", Sample.task())
    }
    let outcome = try box.spec("renumber", "TSK-001")
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.error.contains("b\\033[31m## [error]x"), "\(outcome)")
  }

  @Test func aRootsNameIsSafe() throws {
    let box = try Sandbox()
    try box.git("init", "-q", ".")
    let root = "a\(Self.clear)\u{202E}"
    try box.write("\(root)/.omoi_os/tickets/TKT-001.md", Sample.ticket())
    for words in [["doctor"], ["check", "-v"], ["show", "-v"], ["check", "--format", "github"]] {
      let outcome = try box.run(Sandbox.program, words)
      let all = outcome.output + outcome.error
      #expect(!all.contains(Self.clear) && !all.contains("\u{202E}"), "\(outcome)")
      if words != ["check", "--format", "github"] {
        #expect(all.contains("a\\033[31m<U+202E>"), "\(outcome)")
      }
    }
  }

  @Test func annotationsAreSafe() throws {
    let box = try Sandbox()
    try box.git("init", "-q", ".")
    let ticket = HostileText.quoted("TKT-404\u{202E}\n::error::x ##[stop-commands]y %0A,:")
    try box.write(".omoi_os/tasks/TSK-001,a.md", Sample.task(ticket: ticket))
    let outcome = try box.spec("check", "--format", "github")
    var scan = HostileScan()
    scan.commands = ["::error ", "::warning ", "::notice "]
    #expect(scan.problems(Data(outcome.output.utf8)) == [])
    #expect(outcome.output.contains("file=.omoi_os/tasks/TSK-001%2Ca.md"), "\(outcome)")
    #expect(outcome.output.contains("<U+202E>␊::error::x ## [stop-commands]y %250A"), "\(outcome)")
  }

  @Test func failuresAreSafe() {
    let text = Failure(
      .git, "a\n::x::\(Self.clear)", causes: ["fatal: b\nhint: c\r\u{9B}"], hints: ["##[x]\u{7}"]
    ).text
    #expect(
      text == "error: a␊::x::␛[31m\n  cause: fatal: b\n         hint: c␍<U+009B>\n  hint: ## [x]␇\n"
    )
  }

  /// What the shell says when the program is gone holds no name of a file.
  @Test func theShellSaysNothingThatSomebodyWrote() {
    #expect(DriverSettings.command("/x").firstMatch(of: /echo [^;]*%/) == nil)
    let shim = Shim.text(.preCommit, binary: "/a\\e[31m\u{1B}$(touch x)'\"`b")
    #expect(!shim.contains("echo \"git-spec: the program"))
    #expect(shim.contains("is neither at /a\\e[31m␛$(touch x)'\\''\"`b nor in PATH"))
  }
}
