import Frontmatter
import Specs
import TestSupport
import Testing

/// Edge cases beside those in `Cases`, each with the answer a careful colleague would give.
@Suite struct MergeRowTests {
  // MARK: Values and order

  @Test func sameTypedValueInAnotherQuoting() throws {
    try Triple("n: a\nz: 1", "n: \"b\"\nz: 1", "n: 'b'\nz: 1").expectClean("n: \"b\"\nz: 1")
  }

  @Test func aNumberAndItsTextDiffer() throws {
    try Triple("n: 1", "n: \"2\"", "n: 2").expectConflict(
      "<<<<<<< ours\nn: \"2\"\n=======\nn: 2\n>>>>>>> theirs")
  }

  @Test func theSchemaSaysThatATitleIsText() throws {
    try Triple("title: 1", "title: \"2\"", "title: 2").expectClean("title: \"2\"")
  }

  @Test(arguments: [("yes", "true"), ("~", "null"), ("", "~"), ("1_000", "1000")])
  func spellingsOfOneValue(ours: String, theirs: String) throws {
    let triple = Triple("n: x", "n: \(ours)", "n: \(theirs)")
    // Numbers with underscores are compared by their text.
    if ours == "1_000" {
      #expect(try !triple.merge().isClean)
    } else {
      try triple.expectClean("n: \(ours)")
    }
  }

  @Test(arguments: [
    ("0o17", "15"), ("017", "17"), ("1e3", "1000.0"), ("2026-01-01", "'2026-01-01'"),
  ])
  func spellingsOfTwoValues(ours: String, theirs: String) throws {
    #expect(try !Triple("n: x", "n: \(ours)", "n: \(theirs)").merge().isClean)
  }

  /// Two spellings of one character are two names.
  @Test func namesAreBytes() throws {
    try Triple("a: 1", "a: 1\ncaf\u{E9}: 2", "a: 1\ncafe\u{301}: 3").expectClean(
      "a: 1\ncaf\u{E9}: 2\ncafe\u{301}: 3")
  }

  @Test func bothReorder() throws {
    try Triple("a: 1\nb: 2\nc: 3", "b: 2\na: 1\nc: 3", "a: 1\nc: 3\nb: 2").expectClean(
      "b: 2\na: 1\nc: 3")
  }

  @Test func theirOrderCountsWhenOnlyTheyChangedIt() throws {
    try Triple("a: 1\nb: 2\nc: 3", "a: 1\nb: 5\nc: 3", "c: 3\na: 1\nb: 2").expectClean(
      "c: 3\na: 1\nb: 5")
  }

  // MARK: Lists

  @Test func aValueIsAListOfOneWhereTheSchemaHasLists() throws {
    try Triple("tags: a", "tags: [a, b]", "tags: c").expectClean("tags: [b, c]")
    try Triple("labels: a", "labels: [a, b]", "labels: c").expectConflict(
      "<<<<<<< ours\nlabels: [a, b]\n=======\nlabels: c\n>>>>>>> theirs")
  }

  @Test func flowOnOneSideAndBlockOnTheOther() throws {
    // Ours changed the form, so its form it is; else the form of the side that changed it.
    try Triple("tags: [a]", "tags:\n  - a\n  - b", "tags: [a, c]").expectClean(
      "tags:\n  - a\n  - b\n  - c")
    try Triple("tags: [a]", "tags: [a, b]", "tags:\n- a\n- c").expectClean(
      "tags:\n- a\n- b\n- c")
  }

  @Test func aListThatBothEmptyTogether() throws {
    try Triple(
      "tags:\n  - a\n  - b\nn: 1", "tags:\n  - b\nn: 1", "tags:\n  - a\nn: 2"
    ).expectClean("tags: []\nn: 2")
  }

  @Test func repeatedEntriesStay() throws {
    try Triple("tags: [a, a]\nn: 1\nm: 1", "tags: [a, a]\nn: 2\nm: 1", "tags: [a, a]\nn: 1\nm: 3")
      .expectClean("tags: [a, a]\nn: 2\nm: 3")
    try Triple("tags: [a, a]", "tags: [a, a, b]", "tags: [a, a, c]").expectClean(
      "tags: [a, a, b, c]")
  }

  @Test func entriesThatNeedQuotesInBrackets() throws {
    try Triple("tags: [x]", "tags: [x, y]", "tags:\n- x\n- a, b\n- 'c'\n- \"d\"")
      .expectClean("tags:\n- x\n- y\n- a, b\n- 'c'\n- \"d\"")
    try Triple("tags:\n- x", "tags: [x, y]", "tags:\n- x\n- a, b\n- 'c'").expectClean(
      "tags: [x, y, 'a, b', 'c']")
  }

  @Test func aCommentInBracketsStaysWhereItIs() throws {
    try Triple(
      "tags: [a,\n  b] # end", "tags: [a,\n  b, c] # end", "tags: [a,\n  b, d] # end"
    ).expectClean("tags: [a,\n  b,\n  c,\n  d] # end")
    #expect(
      try !Triple(
        "tags: [a, # one\n  b]", "tags: [a, # one\n  b, c]", "tags: [a, # one\n  b, d]"
      ).merge().isClean)
  }

  @Test func listsWithoutAPolicyMergeInOrder() throws {
    try Triple(
      "steps: [a, b, c, d, e]", "steps: [x, a, b, c, d, e]", "steps: [a, b, c, d, e, y]"
    ).expectClean("steps: [x, a, b, c, d, e, y]")
    // Both at the end: which goes first is not for a rule to say.
    #expect(try !Triple("steps: [a]", "steps: [a, b]", "steps: [a, c]").merge().isClean)
    // The same entry in two places would be doubled.
    #expect(
      try !Triple("steps: [a, b, c]", "steps: [x, a, b, c]", "steps: [a, b, c, x]").merge()
        .isClean)
  }

  private static let history = "history:\n  - at: 1\n    by: ann"

  @Test func entriesOfMappingsAppendedByBothConflict() throws {
    let result = try Triple(
      Self.history, Self.history + "\n  - at: 2\n    by: bob",
      Self.history + "\n  - at: 3\n    by: cy"
    ).merge()
    #expect(!result.isClean)
    #expect(result.decisions.map(\.field) == ["history"])
  }

  @Test func entriesWithAnIdentityMergeOneByOne() throws {
    let settings = "merge: {keyed_lists: {history: at}}"
    try Triple(
      Self.history, Self.history + "\n  - at: 2\n    by: bob",
      "history:\n  - at: 1\n    by: ann\n    in: town\n  - at: 3\n    by: cy", settings: settings
    ).expectClean(
      "history:\n  - at: 1\n    by: ann\n    in: town\n  - at: 2\n    by: bob\n  - at: 3\n    by: cy"
    )
    // A conflict inside of an entry is one over its field alone.
    try Triple(
      Self.history + "\n    in: x", "history:\n  - at: 1\n    by: bob\n    in: y",
      "history:\n  - at: 1\n    by: cy\n    in: x", settings: settings
    ).expectConflict(
      "history:\n  - at: 1\n<<<<<<< ours\n    by: bob\n=======\n    by: cy\n>>>>>>> theirs\n    in: y"
    )
    // Removed by one, changed by the other.
    #expect(
      try !Triple(
        Self.history + "\n  - at: 2", "history:\n  - at: 2",
        "history:\n  - at: 1\n    by: cy\n  - at: 2",
        settings: settings
      ).merge().isClean)
  }

  /// Versions and dates of an entry that both sides moved forward: the further of the two.
  @Test func entriesThatBothMovedForward() throws {
    let settings = "merge: {keyed_lists: {releases: cycle}}"
    func entry(_ latest: String, _ date: String, _ link: String = "x") -> String {
      "releases:\n  - cycle: 7\n    latest: \"\(latest)\"\n    date: \(date)\n    link: \(link)"
    }
    let base = entry("7.9.1", "2026-01-01")
    let (ours, theirs) = (entry("7.10.0", "2026-02-02"), entry("7.9.5", "2026-01-20"))
    try Triple(base, ours, theirs, settings: settings).expectClean(ours)
    try Triple(base, theirs, ours, settings: settings).expectClean(ours)
    // One value ahead here and one there, one back, one without an order: people decide.
    for other in [
      entry("7.9.5", "2026-03-01"), entry("7.9.0", "2026-01-20"), entry("7.9.5-rc1", "2026-01-20"),
    ] {
      #expect(try !Triple(base, ours, other, settings: settings).merge().isClean)
    }
    #expect(
      try !Triple(
        base, entry("7.10.0", "2026-02-02", "y"), entry("7.9.5", "2026-01-20", "z"),
        settings: settings
      ).merge().isClean)
    // Elsewhere such values are scalars like any other.
    #expect(try !Triple("latest: 7.9.1", "latest: 7.10.0", "latest: 7.9.5").merge().isClean)
  }

  // MARK: Dates and status

  @Test(arguments: [
    ("2026-01-05", "2026-01-05T00:00:00Z", "2026-01-05"),
    ("2026-01-05T10:00", "2026-01-05 09:59:59", "2026-01-05T10:00"),
    ("'2026-01-05T01:00:00+02:00'", "2026-01-04T23:30:00Z", "2026-01-04T23:30:00Z"),
    ("2026-01-05T10:00:00.5Z", "2026-01-05T10:00:00.25Z", "2026-01-05T10:00:00.5Z"),
  ])
  func datesAreInstants(ours: String, theirs: String, later: String) throws {
    try Triple("updated: 2026-01-01", "updated: \(ours)", "updated: \(theirs)").expectClean(
      "updated: \(later)")
  }

  @Test(arguments: ["2026-02-30", "2026-01-05T25:61", "", "[2026-01-05]", "05/06/2026", "tomorrow"])
  func whatIsNoDateIsLeftToPeople(text: String) throws {
    #expect(
      try !Triple("updated: 2026-01-01", "updated: \(text)", "updated: 2026-01-03").merge().isClean)
  }

  @Test func datesWithSlashes() throws {
    let settings = "merge: {later: [day]}"
    func merge(_ base: String, _ ours: String, _ theirs: String) throws -> SpecMerge.Result {
      try Triple("day: \(base)", "day: \(ours)", "day: \(theirs)", settings: settings).merge()
    }
    func isOurs(_ result: SpecMerge.Result) -> Bool {
      result.decisions.map(\.choice) == [.later(.ours)]
    }
    // A day above 12 says which of the two numbers is the month.
    #expect(isOurs(try merge("01/15/2026", "05/02/2026", "04/03/2026")))
    #expect(isOurs(try merge("15/01/2026", "02/05/2026", "03/04/2026")))
    // Nothing says so, and it matters.
    #expect(try !merge("01/01/2026", "02/01/2026", "01/05/2026").isClean)
    // It does not matter.
    #expect(isOurs(try merge("01/01/2026", "03/03/2026", "02/02/2026")))
    try Triple(
      "ms.date: 01/01/2026", "ms.date: 02/01/2026", "ms.date: 01/05/2026",
      settings: "merge: {later: [ms.date]}"
    ).expectClean("ms.date: 02/01/2026")
  }

  @Test func updatedRemovedOnOneSide() throws {
    try Triple("a: 1\nupdated: 2026-01-01", "a: 1", "a: 1\nupdated: 2026-01-05").expectClean(
      "a: 1\nupdated: 2026-01-05")
    // What is no date is nobody's last word.
    #expect(
      try !Triple("a: 1\nupdated: 2026-01-01", "a: 1", "a: 1\nupdated: soon").merge().isClean)
    // The date of creation is no such date.
    #expect(
      try !Triple("a: 1\ncreated: 2026-01-01", "a: 1", "a: 1\ncreated: 2026-01-05").merge().isClean)
  }

  @Test func statusWithItsCompanions() throws {
    try Triple(
      "status: pending\nlane: a", "status: done\nlane: b\nclosed: 2026-01-05",
      "status: in_progress\nlane: a"
    ).expectClean("status: done\nlane: b\nclosed: 2026-01-05")
  }

  @Test func statusByTheWorkflowOfTheKind() throws {
    // `done` is behind `review` for a task and ahead of `testing` for a ticket.
    func triple(_ path: String) -> Triple {
      Triple("status: pending", "status: review", "status: done", path: path)
    }
    try triple(".omoi_os/tasks/TSK-001.md").expectClean("status: done")
    #expect(try !triple(".omoi_os/tickets/TKT-001.md").merge().isClean)
    // Without a path the ID says it.
    try Triple(
      "id: TKT-001\nstatus: backlog", "id: TKT-001\nstatus: testing",
      "id: TKT-001\nstatus: building"
    ).expectClean("id: TKT-001\nstatus: testing")
    // Added by both, or back on one side: no rule.
    #expect(try !Triple("", "id: T\nstatus: done", "id: T\nstatus: review").merge().isClean)
    #expect(try !Triple("status: review", "status: pending", "status: done").merge().isClean)
  }

  @Test func workflowsOfTheProject() throws {
    let settings = "status: {task: [todo, doing, checked]}\nmerge: {furthest: {lane: [a, b, c]}}"
    try Triple(
      "status: todo\nlane: a", "status: doing\nlane: c", "status: checked\nlane: b",
      path: ".omoi_os/tasks/TSK-001.md", settings: settings
    ).expectClean("status: checked\nlane: c")
  }

  // MARK: Files

  @Test func frontmatterRemovedOnOneSide() throws {
    let body = "# T\n\ntext\n"
    var triple = Triple("---\na: 1\n---\n" + body, "", "---\na: 2\n---\n" + body)
    triple.ours = body
    try triple.expectLikeGit()
    try triple.swapped.expectLikeGit()
  }

  @Test(arguments: [
    "---\na: 1\n", "---\na: [1\n---\n", "---\n\ta: 1\n---\n", "---\n- 1\n---\n",
    "----\na: 1\n----\n",
    " ---\na: 1\n ---\n", "---\na: 1\na: 2\n---\n", "---\n{a: 1}\n---\n", "---\n? a\n: 1\n---\n",
    "---\na: \u{1}1\n---\n", "---\r\na: 1\rb: 2\n---\n",
  ])
  func headersThatCannotBeCutAreMergedByLines(header: String) throws {
    let rest = "b: 2\nBody\n"
    let triple = Triple(
      header + rest, header.replacing("1", with: "5") + rest,
      header.replacing("1", with: "7") + rest)
    try triple.expectLikeGit()
  }

  @Test func emptyFrontmatterAndOneOfComments() throws {
    try Triple("---\n---\nb\n", "---\na: 1\n---\nb\n", "---\nc: 2\n---\nb\n").expectClean(
      "---\na: 1\nc: 2\n---\nb\n")
    try Triple(
      "---\n# only\n---\nb\n", "---\n# only\na: 1\n---\nb\n", "---\n# only\nc: 2\n---\nb\n"
    )
    .expectLikeGit()
  }

  @Test func whatFollowsTheFirstBlockIsBody() throws {
    let rest = "---\nx: 1\n---\ny\n"
    try Triple(
      "---\na: 1\nb: 1\n---\n" + rest, "---\na: 2\nb: 1\n---\n" + rest,
      "---\na: 1\nb: 2\n---\n" + rest
    ).expectClean("---\na: 2\nb: 2\n---\n" + rest)
  }

  @Test func oneSideIndentsTheWholeHeader() throws {
    try Triple("a: 1\nb:\n  - x", "    a: 1\n    b:\n      - x", "a: 2\nb:\n  - x\n  - y")
      .expectClean(
        "    a: 2\n    b:\n      - x\n      - y")
    try Triple("a: 1\nb: 2", "a: 5\nb: 2", "  a: 1\n  b: 7").expectClean("  a: 5\n  b: 7")
  }

  @Test func lineEndsOfTheSideThatChangedThem() throws {
    func crlf(_ text: String) -> String { text.replacing("\n", with: "\r\n") }
    let (base, ours, theirs) = (
      "---\na: 1\nb: 1\n---\nx\ny\n", "---\na: 2\nb: 1\n---\nx\ny\n", "---\na: 1\nb: 3\n---\nx\nz\n"
    )
    try Triple(base, ours, crlf(theirs)).expectClean(crlf("---\na: 2\nb: 3\n---\nx\nz\n"))
    try Triple(crlf(base), ours, crlf(theirs)).expectClean("---\na: 2\nb: 3\n---\nx\nz\n")
  }

  @Test func byteOrderMarks() throws {
    let (base, ours, theirs) = (
      "---\na: 1\nb: 1\n---\nx\n", "---\na: 2\nb: 1\n---\nx\n", "---\na: 1\nb: 3\n---\nx\n"
    )
    try Triple(base, "\u{FEFF}" + ours, theirs).expectClean("\u{FEFF}---\na: 2\nb: 3\n---\nx\n")
    try Triple(base, ours, "\u{FEFF}" + theirs).expectClean("\u{FEFF}---\na: 2\nb: 3\n---\nx\n")
  }

  @Test func latinOneIsMergedByLines() throws {
    func bytes(_ value: UInt8, _ body: String) -> [UInt8] {
      Array("---\nname: Andr".utf8) + [0xE9] + Array("\na: ".utf8) + [value]
        + Array("\n---\n\(body)\n".utf8)
    }
    let files = MergeSides(base: bytes(0x31, "x"), ours: bytes(0x32, "x"), theirs: bytes(0x33, "x"))
    let result = try Merging.engine().merge(files)
    let lines = try Merging.lines(files, Markers())
    #expect(result.bytes == lines.bytes && !result.isClean)
    #expect(result.method == .lines(because: "ours cannot be read: this byte is not UTF-8"))
  }

  @Test func binariesKeepOurs() throws {
    let files = MergeSides<[UInt8]>(
      base: [0xFF, 0xFE, 0x61, 0], ours: [0xFF, 0xFE, 0x62, 0], theirs: [0xFF, 0xFE, 0x63, 0])
    let result = try Merging.engine().merge(files)
    #expect(result.bytes == files.ours && !result.isClean && result.method == .binary)
  }

  // MARK: Text in fields, comments

  @Test(arguments: ["|", ">", "|-", ">+", "|2"])
  func blockScalarsMergeByLines(header: String) throws {
    func text(_ first: String, _ last: String, _ n: Int) -> String {
      "n: \(header)\n  \(first)\n  # no comment\n\n  three\n  \(last)\nz: \(n)"
    }
    try Triple(text("one", "five", 1), text("ONE", "five", 1), text("one", "FIVE", 2)).expectClean(
      text("ONE", "FIVE", 2))
    #expect(
      try !Triple(text("one", "five", 1), text("1", "five", 1), text("I", "five", 2)).merge()
        .isClean)
  }

  @Test func quotedTextIsOneValue() throws {
    #expect(
      try !Triple(
        "n: \"one\n  two\n  three\"\nz: 1", "n: \"ONE\n  two\n  three\"\nz: 1",
        "n: \"one\n  TWO\n  three\"\nz: 2"
      ).merge().isClean)
  }

  @Test func commentsAreMergedToo() throws {
    try Triple("a: 1\nb: 1", "# why\na: 1\nb: 1", "a: 7\nb: 1").expectClean("# why\na: 7\nb: 1")
    try Triple("a: 1 # x\nb: 1", "a: 2 # x\nb: 1", "a: 1 # y\nb: 1").expectConflict(
      "<<<<<<< ours\na: 2 # x\n=======\na: 1 # y\n>>>>>>> theirs\nb: 1")
    try Triple("# one\na: 1\nb: 1", "# two\na: 1\nb: 2", "# three\na: 1\nb: 1").expectConflict(
      "<<<<<<< ours\n# two\n=======\n# three\n>>>>>>> theirs\na: 1\nb: 2")
    // A comment on what the other side removed is not dropped unseen.
    #expect(try !Triple("a: 1\nb: 1", "a: 1", "a: 1\n# keep!\nb: 1").merge().isClean)
  }

  /// A rule takes one side's line; what the other wrote behind it is not to vanish with it.
  @Test func aRuleDropsNoComment() throws {
    for (base, ours, theirs) in [
      ("status: pending", "status: review # ann", "status: done"),
      ("updated: 2026-01-01", "updated: 2026-01-02 # ann", "updated: 2026-01-05"),
      ("tags: [a]", "tags: [a, b] # ann", "tags: [a, c] # bob"),
    ] {
      for triple in [Triple(base, ours, theirs), Triple(base, theirs, ours)] {
        #expect(try !triple.merge().isClean, "\(ours)")
      }
    }
    // The taken side's own comment, and one that was there, are no loss.
    try Triple("status: pending # x", "status: review # x", "status: done # x").expectClean(
      "status: done # x")
    try Triple("status: pending", "status: review", "status: done # bob").expectClean(
      "status: done # bob")
  }

  @Test func commentsAtTwoEntriesOfAList() throws {
    try Triple(
      "requirements:\n  - R1\n  - R2", "requirements:\n  - R1 # a\n  - R2\n  - R3",
      "requirements:\n  - R1\n  - R2 # b"
    ).expectClean("requirements:\n  - R1 # a\n  - R2 # b\n  - R3")
  }

  @Test func anchorsAreNeverExpanded() throws {
    // One-sided, in a field that nobody else uses.
    try Triple("a: &x 1\nb: 1\nc: 1", "a: &x 2\nb: 1\nc: 1", "a: &x 1\nb: 5\nc: 1").expectClean(
      "a: &x 2\nb: 5\nc: 1")
    // Used elsewhere, and changed: what `*x` means is at stake.
    let result = try Triple(
      "a: &x {p: 1}\nb: 1\nc: *x", "a: &x {p: 2}\nb: 1\nc: *x", "a: &x {p: 1}\nb: 2\nc: *x"
    ).merge()
    #expect(!result.isClean && result.decisions.filter(\.isConflict).map(\.field) == ["a"])
  }

  // MARK: Conflicts

  @Test func neighboursConflictEachOnItsOwn() throws {
    try Triple("a: 1\nb: 1", "a: 2\nb: 2", "a: 3\nb: 3").expectConflict(
      "<<<<<<< ours\na: 2\n=======\na: 3\n>>>>>>> theirs\n<<<<<<< ours\nb: 2\n=======\nb: 3\n>>>>>>> theirs"
    )
  }

  @Test func conflictsInsideOfMappings() throws {
    try Triple(
      "m:\n  a: 1\n  b: 1\n  c:\n    d: 1", "m:\n  a: 2\n  b: 5\n  c:\n    d: 1",
      "m:\n  a: 3\n  b: 1\n  c:\n    d: 7"
    ).expectConflict(
      "m:\n<<<<<<< ours\n  a: 2\n=======\n  a: 3\n>>>>>>> theirs\n  b: 5\n  c:\n    d: 7")
    try Triple("m: {a: 1, b: 1}", "m: {a: 2, b: 1}", "m: {a: 1, b: 3, c: 4}").expectClean(
      "m: {a: 2, b: 3, c: 4}")
  }

  @Test func stylesAndSizes() throws {
    let list = (base: "n:\n- a\n- b", ours: "n:\n- a\n- x", theirs: "n:\n- a\n- y")
    func triple(_ style: Markers.Style) -> Triple {
      Triple(
        list.base, list.ours, list.theirs,
        markers: Markers(
          style: style, size: 9,
          labels: MergeSides(base: "", ours: "HEAD (a b)", theirs: "side")))
    }
    // What both sides share stays outside, except in diff3, as git does it.
    try triple(.merge).expectConflict(
      "n:\n- a\n<<<<<<<<< HEAD (a b)\n- x\n=========\n- y\n>>>>>>>>> side")
    try triple(.diff3).expectConflict(
      "<<<<<<<<< HEAD (a b)\nn:\n- a\n- x\n|||||||||\nn:\n- a\n- b\n=========\nn:\n- a\n- y\n>>>>>>>>> side"
    )
    try triple(.zdiff3).expectConflict(
      "n:\n- a\n<<<<<<<<< HEAD (a b)\n- x\n|||||||||\nn:\n- a\n- b\n=========\n- y\n>>>>>>>>> side")
  }

  @Test func twoTicketsUnderOneNameAreNeverBlended() throws {
    func ticket(_ title: String, _ needs: String) -> String {
      "---\nid: TKT-012\ntitle: \(title)\nrequirements: [\(needs)]\n---\nBody\n"
    }
    let (ours, theirs) = (ticket("Login", "R-1"), ticket("Export", "R-2"))
    var triple = Triple("", ours, theirs)
    triple.base = ""
    try triple.expectConflict("<<<<<<< ours\n\(ours)=======\n\(theirs)>>>>>>> theirs\n")
    triple.markers.style = .diff3
    try triple.expectConflict(
      "<<<<<<< ours\n\(ours)||||||| base\n=======\n\(theirs)>>>>>>> theirs\n")
    // Without IDs the fields are merged, and lists are still not united.
    let result = try Triple("", "title: A\ntags: [x]", "title: B\ntags: [y]").merge()
    #expect(result.decisions.filter(\.isConflict).map(\.field) == ["title", "tags"])
  }

  // MARK: The body

  private func body(_ lines: String...) -> String {
    "---\na: 1\n---\n" + lines.map { $0 + "\n" }.joined()
  }

  @Test func boxesThatTwoPeopleTick() throws {
    try Triple(
      body("- [ ] a", "- [ ] b", "- [ ] c"), body("- [x] a", "- [ ] b", "- [x] c"),
      body("- [ ] a", "- [x] b", "- [ ] c")
    ).expectClean(body("- [x] a", "- [x] b", "- [x] c"))
  }

  @Test func rowsOfATable() throws {
    try Triple(
      body("| a | 1 |", "| b | 2 |"), body("| a | 5 |", "| b | 2 |"), body("| a | 1 |", "| b | 7 |")
    ).expectClean(body("| a | 5 |", "| b | 7 |"))
  }

  @Test func oneSettledAndOneOpenHunk() throws {
    try Triple(
      body("- [ ] a", "- [ ] b", "", "", "", "", "x"),
      body("- [x] a", "- [ ] b", "", "", "", "", "y"),
      body("- [ ] a", "- [x] b", "", "", "", "", "z")
    ).expectConflict(
      body(
        "- [x] a", "- [x] b", "", "", "", "", "<<<<<<< ours", "y", "=======", "z", ">>>>>>> theirs")
    )
  }

  @Test func linesAddedOrChangedByBothStayAConflict() throws {
    for (ours, theirs) in [
      (body("x", "b"), body("y", "b")), (body("a", "b", "c"), body("a", "x")),
      (body("x", "b"), body("y", "z")),
    ] {
      let triple = Triple(body("a", "b"), ours, theirs)
      try triple.expectLikeGit()
    }
  }

  /// Text that looks like markers, of any length, is text.
  @Test func markersInTheBody() throws {
    let long = String(repeating: "<", count: 30)
    try Triple(
      body(long, "- [ ] a", "- [ ] b", "======="), body(long, "- [x] a", "- [ ] b", "======="),
      body(long, "- [ ] a", "- [x] b", "=======")
    ).expectClean(body(long, "- [x] a", "- [x] b", "======="))
  }

  // MARK: Size

  /// Twice the entries take about twice the steps, not four times: bounded here by a wide margin.
  @Test(.timeLimit(.minutes(1)))
  func longListsAndLines() throws {
    func text(_ extra: String, _ status: String) -> String {
      "status: \(status)\ntags:\n" + (0..<20_000).map { "- t\($0)\n" }.joined() + "- \(extra)\nn: "
        + String(repeating: "x", count: 1_000_000)
    }
    let result = try Triple(text("a", "pending"), text("b", "review"), text("c", "done")).merge()
    #expect(result.isClean && result.method == .fields)
  }
}
