import TestSupport
import Testing

/// Whatever goes wrong, `git add` after the merge loses no side unseen: the file has both sides'
/// changes or markers, or an error was told.
@Suite struct MergeFailureTests {
  private static let ours = MergeDriverTests.task("pending", 1, ["REQ-A-001"], title: "Ours")
  private static let theirs = MergeDriverTests.task("pending", 1, ["REQ-A-001"], title: "Theirs")

  /// Merges with something else in the program's place.
  private func merge(with program: String?) throws -> (Outcome, text: String) {
    let sandbox = try MergeDriverTests.diverged(ours: Self.ours, theirs: Self.theirs)
    let place = sandbox.folder + "/bin/driver"
    if let program { try sandbox.script(place, program) }
    try sandbox.shell("sed -i \"s|'\(Sandbox.program)'|'\(place)'|\" .git/config")
    let outcome = try sandbox.tryGit(["merge", "-q", "side"])
    #expect(try sandbox.git("ls-files", "-o", "--", ":!*.orig") == "")
    return (outcome, try sandbox.read(MergeDriverTests.path))
  }

  @Test(arguments: [
    nil, "#!/bin/sh\nkill -9 $$\n", "#!/bin/sh\nkill -ILL $$\n", "#!/bin/sh\nkill -SEGV $$\n",
    "#!/bin/sh\necho 'error: there is no command `merge-driver`' >&2\nexit 2\n",
    "#!/bin/sh\nexit 129\n", "#!/no/such/interpreter\n",
  ])
  func aProgramThatDoesNotDoIt(program: String?) throws {
    let (outcome, text) = try merge(with: program)
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.error.contains("git-spec: git merges this file line by line"))
    #expect(text.contains("<<<<<<< ours\ntitle: Ours\n=======\ntitle: Theirs\n>>>>>>> theirs\n"))
  }

  /// git merges cleanly what it can, with the driver gone.
  @Test func withoutTheProgramCleanMergesStayClean() throws {
    let sandbox = try MergeDriverTests.diverged(
      theirs: MergeDriverTests.base + "More.\n")
    try sandbox.shell("sed -i \"s|'\(Sandbox.program)'|'/nowhere'|\" .git/config")
    try sandbox.git("merge", "-q", "--no-edit", "side")
    #expect(
      try sandbox.read(MergeDriverTests.path) == MergeDriverTests.ours + "More.\n")
  }

  /// Files as git gives them to the driver, and a call of it.
  private func call(
    _ sandbox: Sandbox, prefix: String = "", _ arguments: String = "O A B 7 .omoi_os/tasks/T.md"
  ) throws -> Outcome {
    try sandbox.write("O", MergeDriverTests.base)
    if !sandbox.exists("A") { try sandbox.write("A", Self.ours) }
    try sandbox.write("B", Self.theirs)
    return try sandbox.run(
      "/bin/sh", ["-c", "\(prefix) exec '\(Sandbox.program)' merge-driver \(arguments)"])
  }

  @Test func aReadOnlyFileIsReplaced() throws {
    let sandbox = try Sandbox()
    try sandbox.write("A", Self.ours)
    try sandbox.shell("chmod 444 A")
    #expect(try call(sandbox).status == 1)
    #expect(try sandbox.read("A").contains("title: Theirs"))
    #expect(try sandbox.shell("stat -c %a A") == "444\n")
  }

  @Test func withoutRoomNothingIsHalfWritten() throws {
    let sandbox = try Sandbox()
    try sandbox.write("O", MergeDriverTests.base)
    try sandbox.write("A", Self.ours)
    try sandbox.write("B", Self.theirs)
    // Through a pipe, because no file may grow, not even the one that the words go to.
    let outcome = try sandbox.run(
      "/bin/sh",
      [
        "-c",
        "{ (ulimit -f 0; exec '\(Sandbox.program)' merge-driver O A B 7 T.md); echo $?; } 2>&1 | cat",
      ])
    #expect(outcome.output == "git-spec: cannot write A: File too large\n129\n", "\(outcome)")
    #expect(try sandbox.read("A") == Self.ours)
    #expect(try sandbox.shell("ls -A") == "A\nB\nO\n")
  }

  @Test(arguments: ["", "O A B", "gone A B 7 P.md", "O A gone 7 P.md", "O A / 7 P.md"])
  func wrongCalls(arguments: String) throws {
    let sandbox = try Sandbox()
    let outcome = try call(sandbox, arguments)
    #expect(outcome.status == 129, "\(outcome)")
    #expect(outcome.error.hasPrefix("git-spec: "))
    #expect(try sandbox.read("A") == Self.ours)
  }

  /// As git from 2.44 on gives them: the base's, ours, theirs.
  @Test func labelsThatGitGives() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try sandbox.git("config", "merge.conflictStyle", "diff3")
    let outcome = try call(sandbox, "O A B 7 T.md 'the base' HEAD 'side (a b)'")
    #expect(outcome.status == 1, "\(outcome)")
    #expect(
      try sandbox.read("A").contains(
        "<<<<<<< HEAD\ntitle: Ours\n||||||| the base\ntitle: Write the parser\n=======\ntitle: Theirs\n>>>>>>> side (a b)\n"
      ))
  }

  @Test func outsideOfARepositoryTheDefaultsCount() throws {
    let sandbox = try Sandbox()
    let outcome = try call(
      sandbox, prefix: "cd /;", "\"$OLDPWD\"/O \"$OLDPWD\"/A \"$OLDPWD\"/B 7 x.md")
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.error.contains("the settings were not read: "))
  }

  @Test func binariesStayOurs() throws {
    let sandbox = try MergeDriverTests.diverged(
      ours: "a\u{0}b\n", theirs: "a\u{0}c\n", base: "a\u{0}\n")
    let merge = try sandbox.tryGit(["merge", "-q", "side"])
    #expect(merge.status == 1)
    #expect(merge.error.contains("TSK-001.md: not text, so ours is kept unmerged"), "\(merge)")
    #expect(try sandbox.read(MergeDriverTests.path) == "a\u{0}b\n")
    #expect(
      try sandbox.git("diff", "--name-only", "--diff-filter=U") == MergeDriverTests.path + "\n")
  }

  /// Only the three files change, and nothing is left beside them.
  @Test func nothingElseIsWritten() throws {
    let sandbox = try MergeDriverTests.diverged()
    func image() throws -> String {
      try sandbox.shell(
        "find . -path ./.git/objects -prune -o -type f -print0 | sort -z | xargs -0 sha256sum")
    }
    try sandbox.shell(
      "git show side~:\(MergeDriverTests.path) >../O; git show side:\(MergeDriverTests.path) >../B")
    try sandbox.shell("git show main:\(MergeDriverTests.path) >../A")
    let before = try image()
    let outcome = try sandbox.spec(
      "merge-driver", "../O", "../A", "../B", "7", MergeDriverTests.path)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try image() == before)
    #expect(try sandbox.read("../A") == MergeDriverTests.merged)
  }
}
