import Specs
import TestSupport
import Testing

/// Losses and slips that attacks on the merge found, each by the smallest input that showed it.
@Suite struct MergeAttackTests {
  private func expectConflict(
    _ base: String, _ ours: String, _ theirs: String, settings: String = "",
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    for triple in [
      Triple(base, ours, theirs, settings: settings),
      Triple(base, theirs, ours, settings: settings),
    ] {
      let result = try triple.merge()
      #expect(
        !result.isClean, "\(String(decoding: result.bytes, as: UTF8.self))",
        sourceLocation: location)
    }
  }

  @Test func anEntryThatOneMovedAndTheOtherRemovedStaysRemoved() throws {
    try expectConflict("foo: [c, d]", "foo: [d, c]", "foo: [d]")
    try expectConflict("foo: [R, a, b]", "foo: [a, b]", "foo: [a, b, R]")
    try expectConflict("foo:\n- a: 1\n- b: 1", "foo:\n- b: 1\n- a: 1", "foo:\n- b: 1")
  }

  @Test(arguments: [
    ("title: step 1 of 3", "title: step 2 of 3", "title: step 1 of 4"),
    ("range: 10-20", "range: 11-20", "range: 10-21"),
    ("score: 0.5", "score: 0.75", "score: 0.8"),
    ("created: 2026-01-01", "created: 2026-01-02", "created: 2026-01-03"),
    ("ip: 10.0.0.1", "ip: 10.0.0.2", "ip: 10.0.0.3"),
  ])
  func entriesThatOnlyLookLikeReleases(base: String, ours: String, theirs: String) throws {
    func entry(_ line: String) -> String { "deps:\n- id: A\n  \(line)" }
    try expectConflict(
      entry(base), entry(ours), entry(theirs), settings: "merge: {keyed_lists: {deps: id}}")
  }

  /// A single value that one side put in a list's place does not become a list of one.
  @Test func aValueInAListsPlaceBesideAnEditedComment() throws {
    try expectConflict(
      "requirements:\n- R1 # on", "requirements:\n- R1", "requirements:\n  -# on")
    try expectConflict("tags:\n- a # on", "tags:\n- a # off", "tags: b")
    // The same in a list's form is what the side wrote.
    try Triple("tags:\n- a # on", "tags:\n- a", "tags:\n- b").expectClean("tags:\n- b")
  }

  @Test func tagsOfCollections() throws {
    try expectConflict("foo: [1]\nz: 0", "foo: !x [1]\nz: 0", "foo: [1, 2]\nz: 0")
    try expectConflict("tags: [a]", "tags: !x [a]", "tags: [a, b]")
    try expectConflict("foo: [1]", "foo: !x [1]", "foo: !y [1]")
  }

  @Test func anAliasKeepsWhatItMeant() throws {
    let base = "a: &x 1\nz: 1\nc: *x"
    #expect(try !Triple(base, base + "\nn: &x 7", base + "\nm: *x").merge().isClean)
    // Before the second anchor it means the first.
    try Triple(base, base + "\nm: *x", base + "\nn: &x 7").expectClean(
      base + "\nm: *x\nn: &x 7")
    // git is clean, and `c` would mean 2 where theirs wrote what was 1.
    try expectConflict(
      "a: &x 1\nq: 1\nr: 1\nc: 3", "a: &x 2\nq: 1\nr: 1\nc: 3", "a: &x 1\nq: 1\nr: 1\nc: *x")
    // Both as they were: the anchor's change is theirs to make.
    try Triple(
      "a: &x 1\nq: 1\nr: 1\nc: *x\nd: 1", "a: &x 2\nq: 1\nr: 1\nc: *x\nd: 1",
      "a: &x 1\nq: 1\nr: 1\nc: *x\nd: 2"
    ).expectClean("a: &x 2\nq: 1\nr: 1\nc: *x\nd: 2")
  }

  @Test func commentsBehindBrackets() throws {
    try expectConflict("tags: [A]", "tags: [A, B]", "tags: [A, C] # why")
    try expectConflict("tags: [A] # old", "tags: [A, B] # old", "tags: [A, C] # new")
    try expectConflict("tags: [a, b]", "tags: []", "tags: [a, b, c] # k")
    try expectConflict("foo: [A, B, C, D]", "foo: [X, A, B, C, D]", "foo: [A, B, C, D, E] # why")
    try expectConflict(
      "tags: [\n  a # why a\n]", "tags: [\n  b # why b\n]", "tags: [\n  a, c # why a\n]")
  }

  @Test func commentsBehindTheHeaderOfAText() throws {
    try expectConflict("n: |\n  x", "n: | # why\n  x", "n: |\n  y")
    try expectConflict("n: |\n  x", "n: | # why\n  x", "n: hello")
    try expectConflict("a: 1\nn: |\n  x", "a: 1\nn: | # why\n  x", "a: 1")
  }

  @Test func aCommentAtAnEntryThatGoes() throws {
    try expectConflict(
      "tags:\n- a\n- b", "tags:\n- a # keep\n- b", "tags:\n- b\n- c")
  }

  /// The body's line ends are its own, whatever the header's are.
  @Test func lineEndsOfTheBody() throws {
    let header = "---\na: 1\n---\n"
    try Triple(header + "l1\nl2\nl3\n", header + "l1\r\nl2\r\nl3\r\n", header + "l1b\nl2\nl3\n")
      .expectClean(header + "l1b\r\nl2\r\nl3\r\n")
    try Triple(
      header + "l1\nl2\nw\r\n", header + "l1\r\nl2\r\nw\r\n", header + "l1b\nl2\nw\r\n"
    ).expectLikeGit()
  }

  @Test func updatedThatIsRemovedWithItsComment() throws {
    try Triple(
      "# c\nupdated: 2026-01-01\na: 1", "a: 1", "# c\nupdated: 2026-01-04\na: 1"
    ).expectClean("updated: 2026-01-04\na: 1")
  }

  /// The blank lines below `|+` are part of its text.
  @Test func textThatKeepsItsBlankLines() throws {
    let text = "n: |+\n  x\n\n"
    try Triple("a: 1", "a: 1\n" + text, "a: 1\nk: 2").expectClean("a: 1\n\(text)\nk: 2")
    try Triple("a: 1", "a: 1\nk: 2", "a: 1\n" + text).expectClean("a: 1\nk: 2\n" + text)
  }

  /// Blank lines on one side are no reason to drop the other's comment.
  @Test func blankLinesBesideACommentAtTheEnd() throws {
    let result = try Triple("a: 1\nb: 1", "a: 2\nb: 1\n\n", "a: 3\nb: 1\n# kept").merge()
    for side in MergeSide.allCases {
      let text = String(decoding: Resolved.text(result.bytes, for: side), as: UTF8.self)
      #expect(text.contains("# kept"), "\(text)")
    }
  }

  @Test func noCommentTwiceInAConflict() throws {
    let result = try Triple("", "# c1\n\n# c2\nx: 1", "# c1\n# c2\nx: 2").merge()
    for side in MergeSide.allCases {
      let text = String(decoding: Resolved.text(result.bytes, for: side), as: UTF8.self)
      #expect(text.ranges(of: "# c1\n").count == 1, "\(text)")
    }
  }

  /// Steps grow with the keys, not with their square.
  @Test(.timeLimit(.minutes(1)))
  func manyKeysThatBothChange() throws {
    func text(_ value: (Int) -> Int) -> String {
      (0..<3000).map { "k\($0): \(value($0))" }.joined(separator: "\n")
    }
    let result = try Triple(
      text { _ in 1 }, text { $0 % 2 == 0 ? 1 : 2 }, text { $0 % 2 == 0 ? 3 : 1 }
    ).merge()
    #expect(result.isClean && result.method == .fields)
  }

  /// A long run of marker characters does not make every marker as long.
  @Test(.timeLimit(.minutes(1)))
  func longRunsInTheBody() throws {
    func text(_ mark: String) -> String {
      "---\na: 1\n---\n" + String(repeating: "=", count: 32_000) + "\n"
        + (0..<4000).map { "l\($0)\(mark)\nk\n" }.joined()
    }
    let triple = Triple(text(""), text("a"), text("b"))
    try triple.expectLikeGit()
  }
}

/// What a second attack found, most of it in lists whose entries have an identity.
@Suite struct MergeSecondAttackTests {
  private let keyed = "merge: {keyed_lists: {releases: cycle}}"

  private func keyed(_ base: String, _ ours: String, _ theirs: String) -> Triple {
    Triple("releases:\n" + base, "releases:\n" + ours, "releases:\n" + theirs, settings: keyed)
  }

  @Test func anEntryThatOneSideRemovedStaysRemoved() throws {
    let triple = keyed(
      "- cycle: 1\n  x: 1\n- cycle: 2", "- cycle: 1\n  x: 2",
      "- cycle: 1\n  x: 1\n- cycle: 2\n- cycle: 3")
    try triple.expectClean("releases:\n- cycle: 1\n  x: 2\n- cycle: 3")
    try triple.swapped.expectClean("releases:\n- cycle: 1\n  x: 2\n- cycle: 3")
  }

  @Test func oneEntryAddedInTwoPlaces() throws {
    try keyed(
      "- cycle: 1\n- cycle: 2", "- cycle: 9\n  x: 1\n- cycle: 1\n- cycle: 2",
      "- cycle: 1\n- cycle: 2\n- cycle: 9\n  x: 2"
    ).expectConflict(
      "releases:\n- cycle: 9\n<<<<<<< ours\n  x: 1\n=======\n  x: 2\n>>>>>>> theirs\n- cycle: 1\n- cycle: 2"
    )
  }

  @Test func anEntryRemovedHereAndChangedThere() throws {
    let triple = keyed(
      "- cycle: 4\n  x: 1\n- cycle: 1\n- cycle: 2\n- cycle: 3",
      "- cycle: 1\n- cycle: 2\n- cycle: 3\n- cycle: 4\n  x: 2", "- cycle: 1\n- cycle: 2\n- cycle: 3"
    )
    #expect(try !triple.merge().isClean)
    #expect(try triple.merge().decisions.filter(\.isConflict).map(\.field) == ["releases[4]"])
    #expect(
      try !keyed(
        "  - cycle: 5\n    x: 1\n  - cycle: 4", "- cycle: 4 # c",
        "  - cycle: 4\n  - cycle: 5\n    x: 2"
      ).merge().isClean)
  }

  /// Nothing moved forward where there was nothing, or where the date stood still.
  @Test func addedEntriesOfOneDay() throws {
    func entry(_ version: String, _ date: String) -> String {
      "- cycle: 2\n  latest: \(version)\n  date: \(date)\n- cycle: 1"
    }
    #expect(
      try !keyed(
        "- cycle: 1", entry("1.0.1", "2026-01-01"), entry("1.0.2", "2026-01-01")
      ).merge().isClean)
    let later = entry("1.0.2", "2026-01-02")
    try keyed("- cycle: 1", entry("1.0.1", "2026-01-01"), later).expectClean("releases:\n" + later)
  }

  /// Anchors hide values from the merge by fields, not from the check of what came of it.
  @Test func valuesWithAnchorsAreCheckedToo() throws {
    for triple in [
      Triple(
        "tags:\n- &x a\n- b\n- c", "tags:\n- n\n- &x a\n- b\n- c", "tags:\n- &x a\n- b\n- c\n- n"),
      Triple(
        "tags:\n- b\n- &x a\n- c\n- d", "tags:\n- &x a\n- c\n- d\n- b", "tags:\n- &x a\n- c\n- d"),
      Triple(
        "m: &x\n  k: 1\n  a: 1\n  b: 1", "m: &x\n  a: 1\n  b: 1\n  k: 1", "m: &x\n  a: 1\n  b: 1"),
    ] {
      #expect(try !triple.merge().isClean)
    }
  }

  /// Whether a comment is kept does not depend on what becomes of another field.
  @Test func commentsBesideAConflict() throws {
    for name in ["x", "tags"] {
      let result = try Triple(
        "\(name):\n- p\n- q\ntitle: A", "\(name):\n- q\ntitle: B",
        "\(name):\n- p # why\n- q\ntitle: C"
      ).merge()
      #expect(!result.isClean)
      let theirs = String(decoding: Resolved.text(result.bytes, for: .theirs), as: UTF8.self)
      #expect(theirs.contains("# why"), "\(theirs)")
    }
  }

  @Test func aChangeInsideOfAnother() throws {
    let triple = Triple(
      "---\nrows:\n- - a\n  - b\n  - c\n---\nx\n\n\n\ny\n",
      "---\nrows:\n- - A\n  - b\n  - C\n---\nx\n\n\n\ny\n",
      "---\nrows:\n- - A\n  - b\n  - c\n---\nx\n\n\n\nz\n")
    try triple.expectClean("---\nrows:\n- - A\n  - b\n  - C\n---\nx\n\n\n\nz\n")
  }

  @Test func aMappingInBracesThatOneSideEmptied() throws {
    let triple = Triple("m: {a: 1}", "m: {}", "m: {a: 1, n: 2}")
    try triple.expectClean("m: {n: 2}")
    try triple.swapped.expectClean("m: {n: 2}")
  }
}
