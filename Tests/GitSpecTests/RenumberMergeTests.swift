import Foundation
import TestSupport
import Testing

/// Renumbering in and after merges, its trace, and runs that were cut short.
@Suite struct RenumberMergeTests {
  private static let ours = ".omoi_os/tasks/TSK-002-ours.md"
  private static let theirs = ".omoi_os/tasks/TSK-002-theirs.md"

  /// A merge of two branches that both made a TSK-002, with references in common files.
  ///
  /// The last line of the ticket is the same on both sides, so nobody can say which is meant.
  private func merging(_ backend: BackendName?, _ end: String) throws -> Sandbox {
    try Sandbox.history(
      """
      printf 'one\\ntwo\\nthree\\nfour\\nfive\\nsix\\nseven\\neight\\n' >> .omoi_os/tickets/TKT-001.md
      commit Lines
      git checkout -q -b side; task TSK-002 Theirs TSK-002-theirs.md; task TSK-004 'Uses theirs'
      edit TSK-004.md 'After TSK-002.'
      sed -i 's/^one$/one, theirs TSK-002/' .omoi_os/tickets/TKT-001.md
      echo 'both TSK-002' >> .omoi_os/tickets/TKT-001.md; commit Theirs
      git checkout -q main; task TSK-002 Ours TSK-002-ours.md; task TSK-003 'Uses ours'
      edit TSK-003.md 'After TSK-002.'
      sed -i 's/^five$/five, ours TSK-002/' .omoi_os/tickets/TKT-001.md
      echo 'both TSK-002' >> .omoi_os/tickets/TKT-001.md; commit Ours
      git merge -q --no-commit side 2>/dev/null || :
      \(end)
      """, backend: backend)
  }

  @Test(arguments: BackendName.allCases, ["", "git add -A; git commit -qm Merge"])
  func eachSidesMentionsFollowItsSpec(backend: BackendName, end: String) throws {
    for (moves, stays) in [(Self.ours, Self.theirs), (Self.theirs, Self.ours)] {
      let sandbox = try merging(backend, end)
      #expect(sandbox.exists(".git/MERGE_HEAD") == (end == ""))
      expectRefused(try sandbox.spec("renumber", "TSK-002"), 2, Self.ours, Self.theirs)
      let outcome = try sandbox.renumber(moves, "TSK-009")
      let (ours, theirs) = moves == Self.ours ? ("TSK-009", "TSK-002") : ("TSK-002", "TSK-009")
      let ticket = try sandbox.read(".omoi_os/tickets/TKT-001.md")
      #expect(ticket.contains("one, theirs \(theirs)\n"), "\(ticket)")
      #expect(ticket.contains("five, ours \(ours)\n"), "\(ticket)")
      #expect(ticket.hasSuffix("both TSK-002\n"), "\(ticket)")
      #expect(outcome.error.contains("1 mention is left for you to look at:"), "\(outcome)")
      #expect(outcome.error.contains("both TSK-002"), "\(outcome)")
      #expect(try sandbox.read(".omoi_os/tasks/TSK-003.md").contains("After \(ours)."))
      #expect(try sandbox.read(".omoi_os/tasks/TSK-004.md").contains("After \(theirs)."))
      #expect(sandbox.exists(stays) && !sandbox.exists(moves))
      try sandbox.shell("git add -A; git commit -qm Renumber")
      try sandbox.expectClean()
      #expect(try sandbox.collisions().ids == [])
    }
  }

  /// A file that is still in conflict is rewritten on the side that the mention is from.
  @Test(arguments: BackendName.allCases)
  func conflictedFile(backend: BackendName) throws {
    let sandbox = try Sandbox.history(
      """
      git checkout -q -b side; task TSK-002 Theirs TSK-002-theirs.md
      echo 'theirs TSK-002' >> .omoi_os/tickets/TKT-001.md; commit Theirs
      git checkout -q main; task TSK-002 Ours TSK-002-ours.md
      echo 'ours TSK-002' >> .omoi_os/tickets/TKT-001.md; commit Ours
      ! git merge -q side >/dev/null 2>&1
      """, backend: backend)
    #expect(try sandbox.git("ls-files", "-u") != "")
    try sandbox.renumber(Self.ours, "TSK-009")
    let ticket = try sandbox.read(".omoi_os/tickets/TKT-001.md")
    #expect(ticket.contains("\nours TSK-009\n=======\ntheirs TSK-002\n"), "\(ticket)")
    #expect(try sandbox.git("ls-files", "-u") != "")
  }

  // MARK: The trace

  @Test(arguments: BackendName.allCases)
  func theTraceExplainsGhosts(backend: BackendName) throws {
    let sandbox = try Sandbox.history(
      """
      task TSK-002 'Two of them'; commit Two
      git checkout -qb old; edit TSK-001.md; commit Old; git checkout -q main
      """, backend: backend)
    try sandbox.renumber("TSK-002", "TSK-005")
    #expect(try sandbox.read(".omoi_os/config.yaml") == "renumbered:\n  TSK-002: TSK-005\n")
    try sandbox.shell("git add -A; git commit -qm Renumber")
    let found = try sandbox.collisions()
    #expect(found.ids == [])
    #expect(found.ghosts.map(\.id) == ["TSK-002"])
    #expect(found.ghosts.map(\.renumberedTo) == ["TSK-005"])
    #expect(found.ghosts.map(\.ref) == ["old"])
    // Seen from the old branch it is the current one's.
    try sandbox.git("checkout", "-q", "old")
    #expect(try sandbox.collisions().ghosts.map(\.current) == [true])
    try sandbox.git("checkout", "-q", "main")
    // An old reference is told the new number.
    try sandbox.write(".omoi_os/tasks/TSK-003.md", Sample.task("TSK-003", dependsOn: ["TSK-002"]))
    let check = try sandbox.spec("check")
    expectFound(check, "S301")
    #expect(check.output.contains("TSK-005"), "\(check)")
  }

  // MARK: Cut short

  /// Wherever a run is killed, the next with the same words ends it.
  @Test func aKilledRunIsRunAgainToItsEnd() throws {
    let original = try Sandbox.history(
      """
      task TSK-002 Two TSK-002-two.md
      n=100; while [ $n -lt 220 ]; do
        task TSK-$n "Number $n"; edit TSK-$n.md 'After TSK-002, as [it](TSK-002-two.md) says.'
        n=$((n + 1))
      done
      commit Many
      """)
    var interrupted = 0
    // Killed as soon as the first file is written, and a little later.
    for attempt in 0..<12 where interrupted < 4 {
      let sandbox = try Sandbox()
      try sandbox.shell("rm -r ../repo; cp -a '\(original.directory)' ../repo")
      try sandbox.bash(
        """
        '\(Sandbox.program)' renumber TSK-002 TSK-500 > /dev/null 2>&1 & process=$!
        while [ ! -e .omoi_os/config.yaml ] && kill -0 $process 2>/dev/null; do :; done
        [ \(attempt % 4) = 0 ] || sleep 0.00\(attempt % 4)
        kill -9 $process 2>/dev/null || :; wait $process 2>/dev/null || :
        """)
      let status = try sandbox.git("status", "--porcelain")
      #expect(status != "")
      let isDone = !sandbox.exists(".omoi_os/tasks/TSK-002-two.md")
      if !isDone { interrupted += 1 }
      if isDone { continue }
      let outcome = try sandbox.spec("renumber", "TSK-002", "TSK-500")
      #expect(outcome.status == 0, "\(outcome)\n\(status)")
      #expect(try sandbox.git("grep", "-c", "TSK-500", "--", ".omoi_os/tasks/TSK-100.md") != "")
      #expect(try sandbox.tryGit(["grep", "TSK-002", "--", ".omoi_os/tasks"]).status == 1)
      #expect(sandbox.exists(".omoi_os/tasks/TSK-500-two.md"), "\(status)")
      try sandbox.expectClean()
    }
    #expect(interrupted > 0)
  }

  /// Between the new name and the new content the ID is still the old one.
  @Test func aRenamedFileWithItsOldIDIsFinished() throws {
    let sandbox = try Sandbox.history("task TSK-002 Two TSK-002-two.md; commit Two")
    try sandbox.shell(
      """
      mv .omoi_os/tasks/TSK-002-two.md .omoi_os/tasks/TSK-005-two.md
      printf 'renumbered:\\n  TSK-002: TSK-005\\n' > .omoi_os/config.yaml
      """)
    try sandbox.renumber("TSK-002", "TSK-005")
    #expect(sandbox.names(".omoi_os/tasks") == ["TSK-001.md", "TSK-005-two.md"])
    try sandbox.expectClean()
  }

  /// What is on the remote's default branch has its number for others as well.
  @Test func aPublishedSpecIsLeftAndTheDraftMoves() throws {
    let sandbox = try Sandbox.history(
      """
      git init -q --bare ../origin.git; git remote add origin ../origin.git
      git checkout -qb side; task TSK-002 'Print' TSK-002-print.md; commit Print
      git checkout -q main; task TSK-002 'Parse' TSK-002-parse.md; commit Parse
      git push -q origin main
      """)
    let left = try sandbox.spec("renumber", "--all-collisions")
    expectRefused(left, 1, "TSK-002 is on origin/main already; renumber the other one, on side")
    #expect(try sandbox.git("status", "--porcelain") == "")
    try sandbox.git("checkout", "-q", "side")
    let moved = try sandbox.spec("renumber", "--all-collisions")
    #expect(moved.status == 0, "\(moved)")
    #expect(moved.output.hasPrefix("TSK-002 becomes TSK-003: "), "\(moved)")
  }

  /// The trace is written first: a run that ended there is gone on with under the same numbers.
  @Test func allCollisionsGoOnWhereTheyWereCutShort() throws {
    let sandbox = try Sandbox.history(
      """
      git checkout -qb side; task TSK-002 'Print' TSK-002-print.md; commit Print
      git checkout -q main; task TSK-002 'Parse' TSK-002-parse.md; commit Parse
      printf 'renumbered: {TSK-002: TSK-007}\\n' > .omoi_os/config.yaml
      """)
    let outcome = try sandbox.spec("renumber", "--all-collisions")
    #expect(outcome.output.hasPrefix("TSK-002 becomes TSK-007: "), "\(outcome)")
    // Once it is committed the number is given out for good.
    try sandbox.shell(
      Sandbox.histories + """
        commit Renumber; git rm -q .omoi_os/tasks/TSK-007-parse.md; task TSK-002 'Third' TSK-002-c.md
        commit Third
        """)
    let next = try sandbox.spec("renumber", "--all-collisions")
    #expect(next.output.hasPrefix("TSK-002 becomes TSK-008: "), "\(next)")
  }

  /// Between conflict markers lie two specs: to move both would lose one.
  @Test func aFileWithBothSidesDoesNotMove() throws {
    let sandbox = try Sandbox.history(
      """
      git checkout -qb side; task TSK-002 'Print'; commit Print
      git checkout -q main; task TSK-002 'Parse'; commit Parse
      git merge -q side -m Merge >/dev/null 2>&1 || true
      """)
    let before = try sandbox.wholeTree()
    for words in [["TSK-002"], [".omoi_os/tasks/TSK-002.md"]] {
      let outcome = try sandbox.run(Sandbox.program, ["renumber"] + words)
      #expect(outcome.status == 2, "\(outcome)")
      #expect(outcome.error.contains("TSK-002.md holds both sides of a merge"), "\(outcome)")
      #expect(outcome.error.contains("`git merge --abort`"), "\(outcome)")
    }
    #expect(try sandbox.wholeTree() == before)
  }

  /// Two duplicates of one merge, each side's ticket with its task: mended one by one, in both
  /// orders, or at once, every reference follows its own side.
  @Test(arguments: [
    ["TSK-002-print.md", "TKT-002-print.md"], ["TKT-002-print.md", "TSK-002-print.md"], [],
  ])
  func twoDuplicatesOfAMerge(order: [String]) throws {
    let ticket = Sample.ticket("TKT-002", title: "NAME")
    let sandbox = try Sandbox.history("git checkout -qb side")
    func write(_ name: String) throws {
      try sandbox.write(
        ".omoi_os/tickets/TKT-002-\(name).md",
        ticket.replacing("NAME", with: name) + "\nSee TSK-002 of \(name).\n")
      try sandbox.write(
        ".omoi_os/tasks/TSK-002-\(name).md",
        Sample.task("TSK-002", title: name, ticket: "TKT-002") + "\nSee TKT-002 of \(name).\n")
      try sandbox.shell("git add -A; git commit -qm \(name)")
    }
    try write("print")
    try sandbox.git("checkout", "-q", "main")
    try write("parse")
    try sandbox.git("merge", "-q", "--no-commit", "side")
    for name in order {
      try sandbox.renumber(
        (name.hasPrefix("TSK") ? ".omoi_os/tasks/" : ".omoi_os/tickets/") + name)
      try sandbox.git("add", "-A")
    }
    if order.isEmpty {
      try sandbox.renumber("--all-collisions")
      try sandbox.git("add", "-A")
    }
    #expect(
      try sandbox.read(".omoi_os/tickets/TKT-003-print.md").contains("See TSK-003 of print."))
    let task = try sandbox.read(".omoi_os/tasks/TSK-003-print.md")
    #expect(task.contains("ticket_id: TKT-003\n") && task.contains("See TKT-003 of print."))
    #expect(
      try sandbox.read(".omoi_os/tasks/TSK-002-parse.md").contains("See TKT-002 of parse."))
    #expect(
      try sandbox.read(".omoi_os/tickets/TKT-002-parse.md").contains("See TSK-002 of parse."))
    try sandbox.expectClean()
  }

  @Test func aNameThatGitIgnoresIsRefused() throws {
    let sandbox = try Sandbox.history(
      "task TSK-002 Two; echo 'TSK-009*' > .gitignore; commit Two")
    let before = try sandbox.wholeTree()
    let outcome = try sandbox.spec("renumber", "TSK-002", "TSK-009")
    expectRefused(outcome, 3, "git ignores .omoi_os/tasks/TSK-009.md", "git check-ignore -v")
    #expect(try sandbox.wholeTree() == before)
  }

  @Test func settingsThatGitIgnoresAreNamed() throws {
    let sandbox = try Sandbox.history("task TSK-002 Two; echo config.yaml > .gitignore; commit Two")
    try sandbox.write(".omoi_os/config.yaml", "ids: {width: 3}\n")
    let outcome = try sandbox.spec("renumber", "TSK-002")
    expectRefused(outcome, 3, "git ignores .omoi_os/config.yaml")
  }

  /// A byte-order mark begins a file and no line in it.
  @Test func theTraceHasNoByteOrderMark() throws {
    let sandbox = try Sandbox.history(
      "task TSK-002 Two; printf '\\357\\273\\277ids: {width: 3}\\n' > .omoi_os/config.yaml; commit Two"
    )
    try sandbox.renumber("TSK-002")
    #expect(
      try sandbox.read(".omoi_os/config.yaml")
        == "\u{FEFF}ids: {width: 3}\nrenumbered:\n  TSK-002: TSK-003\n")
  }

  /// A cherry-pick that stopped has two sides like a merge.
  @Test func mentionsInAStoppedCherryPick() throws {
    let sandbox = try Sandbox.history(
      """
      git checkout -qb side; task TSK-002 'Print' TSK-002-print.md; task TSK-003 'After'
      echo 'See TSK-002 of print.' >> .omoi_os/tasks/TSK-003.md; edit TSK-001.md Side; commit Side
      git checkout -q main; task TSK-002 'Parse' TSK-002-parse.md; edit TSK-001.md Main; commit Main
      git cherry-pick side >/dev/null 2>&1 || git checkout -q --ours .omoi_os/tasks/TSK-001.md
      """)
    try sandbox.renumber(".omoi_os/tasks/TSK-002-print.md")
    #expect(try sandbox.read(".omoi_os/tasks/TSK-003.md").contains("See TSK-004 of print."))
  }
}
