import TestSupport
import Testing

/// What git tells a hook about a push, in all the forms it has.
@Suite struct PushLineTests {
  static let path = CommitHookTests.path

  private func originHas(_ ref: String, _ sandbox: Sandbox) throws -> Bool {
    try sandbox.tryGit(["rev-parse", "--verify", "-q", ref], in: "../origin.git").status == 0
  }

  /// Nothing passes on a guess.
  @Test(arguments: BackendName.allCases)
  func aLineThatCannotBeRead(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    let head = try sandbox.git("rev-parse", "HEAD").dropLast()
    for line in ["garbage", "refs/heads/a \(head) refs/heads/a", "a b c d", "a \(head) c 12345"] {
      expectRefused(
        try sandbox.spec("hook", "pre-push", "origin", "url", input: line + "\n"), 3, line)
      expectRefused(try sandbox.spec("hook", "pre-receive", input: line + "\n"), 3, line)
    }
    #expect(try sandbox.spec("hook", "pre-push", "origin", "url", input: "").status == 0)
  }

  /// Each tip is compared with every other: what is too much is told, and nothing of it passes.
  @Test func moreTipsThanAreJudgedAtOnce() throws {
    let sandbox = try Sandbox.withOrigin(nil)
    func digits(_ number: Int) -> String {
      let text = String(number)
      return String(repeating: "a", count: 40 - text.count) + text
    }
    let zero = String(repeating: "0", count: 40)
    let tips = (1...501).map { "b\($0) \(digits($0)) refs/heads/b\($0) \(zero)\n" }.joined()
    let push = try sandbox.spec("hook", "pre-push", "origin", "url", input: tips)
    expectRefused(push, 3, "cannot judge 501 refs in one push")
    #expect(push.error.contains("push them in parts"))
    let received = (1...501).map { "\(zero) \(digits($0)) refs/heads/b\($0)\n" }.joined()
    expectRefused(
      try sandbox.spec("hook", "pre-receive", input: received), 3, "at most 500 are judged at once")
    // Tags in a history that the other side has cost one walk, however many they are.
    try sandbox.shell(
      """
      for n in $(seq 520); do
        printf 'commit refs/heads/main\\ncommitter A <a@b.c> %s +0000\\ndata 1\\nx\\n' "$n"
        [ "$n" -gt 1 ] || printf 'from refs/heads/main^0\\n'
        printf '\\nreset refs/tags/v%s\\nfrom refs/heads/main\\n\\n' "$n"
      done | git fast-import --quiet
      """)
    expectRefused(
      try sandbox.tryGit(["push", "-q", "--tags", "origin"]), 1, "cannot judge 520 refs in one push"
    )
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
    expectSilent(try sandbox.tryGit(["push", "-q", "--tags", "origin"]))
    // Names for what the other side has are no tips of their own.
    let head = try sandbox.git("rev-parse", "HEAD").dropLast()
    let names = (1...600).map { "b\($0) \(head) refs/heads/b\($0) \(zero)\n" }.joined()
    #expect(try sandbox.spec("hook", "pre-push", "origin", "url", input: names).status == 0)
  }

  @Test(arguments: BackendName.allCases)
  func anyExpression(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("commit", "-q", "--allow-empty", "-m", "Fine")
    try sandbox.commitBad()
    let oid = String(try sandbox.git("rev-parse", "HEAD").dropLast())
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "HEAD~1:refs/heads/a"]))
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", oid + ":refs/heads/b"]), "S105")
    // The local name holds blanks.
    expectBlocked(
      try sandbox.tryGit(["push", "-q", "origin", "HEAD@{0 seconds ago}:refs/heads/c"]), "S105")
    expectBlocked(try sandbox.tryGit(["push", "-q", "--dry-run", "origin", "main"]), "S105")
    #expect(try originHas("a", sandbox))
    #expect(try !originHas("b", sandbox) && !originHas("c", sandbox))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func aBranchThatIsBehind(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("commit", "-q", "--allow-empty", "-m", "Ahead")
    try sandbox.git("push", "-q", "origin", "main")
    try sandbox.git("reset", "-q", "--hard", "HEAD^")
    let push = try sandbox.tryGit(["push", "-q", "origin", "main"])
    #expect(push.status != 0 && push.error.contains("non-fast-forward"), "\(push)")
    #expect(!push.error.contains("git-spec"), "\(push)")
    #expect(sandbox.hooksRun.last == "pre-push")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func notesAndEverything(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("notes", "add", "-m", "words")
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "refs/notes/*"]))
    // A stash is work that nobody is shown, and stays here.
    try sandbox.stage(CommitHookTests.bad)
    try sandbox.git("stash", "-q")
    expectSilent(try sandbox.tryGit(["push", "-q", "--mirror", "origin"]))
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.commitBad()
    try sandbox.git("checkout", "-q", "main")
    expectBlocked(try sandbox.tryGit(["push", "-q", "--all", "origin"]), "S105")
    expectBlocked(try sandbox.tryGit(["push", "-q", "--mirror", "origin"]), "S105")
    sandbox.expectNothingWritten()
  }

  /// More lines than a pipe holds, for a hook that may not read them.
  @Test(arguments: BackendName.allCases)
  func twoThousandRefs(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.commitBad()
    let refs = (1...2000).map { "create refs/heads/some/longer/name-\($0) HEAD\n" }.joined()
    try sandbox.git("update-ref", "--stdin", input: refs)
    try sandbox.git("pack-refs", "--all")
    let push = ["push", "-q", "--dry-run", "--all", "origin"]
    let aside = try sandbox.tryGit(push, environment: ["GIT_SPEC": "0"])
    #expect(aside.status == 0 && aside.error == "git-spec: pre-push skipped (GIT_SPEC=0)\n")
    // One commit has one verdict, however many names it has.
    expectBlocked(try sandbox.tryGit(push), "S105")
  }

  @Test(arguments: BackendName.allCases)
  func signedCommits(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.script(
      "../bin/gpg-for-tests",
      """
      #!/bin/sh
      case "$*" in
      *--verify*) echo '[GNUPG:] GOODSIG 1234 Ann'; echo 'gpg: Good signature' >&2 ;;
      *)
        cat > /dev/null
        echo '[GNUPG:] SIG_CREATED ' >&2
        printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nabcd\\n-----END PGP SIGNATURE-----\\n' ;;
      esac
      """)
    try sandbox.shell(
      """
      git config gpg.program gpg-for-tests; git config commit.gpgSign true
      git config user.signingKey Ann; git config log.showSignature true
      """)
    try sandbox.stage(Sample.task("TSK-004"), at: ".omoi_os/tasks/TSK-004.md")
    expectSilent(try sandbox.commit())
    #expect(try sandbox.git("log", "-1").contains("Good signature"))
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
    try sandbox.commitBad()
    let push = try sandbox.tryGit(["push", "-q", "origin", "main"])
    expectBlocked(push, "S105")
    #expect(!push.error.contains("Good signature"))
    sandbox.expectNothingWritten()
  }

  /// A tracking branch whose objects are gone says nothing about what is pushed.
  @Test(arguments: BackendName.allCases)
  func aTrackingBranchThatLeadsNowhere(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.write(".git/refs/remotes/origin/old", String(repeating: "12", count: 20) + "\n")
    let head = try sandbox.git("rev-parse", "HEAD").dropLast()
    let line = "refs/heads/a \(head) refs/heads/a \(String(repeating: "0", count: 40))\n"
    let push = try sandbox.spec("hook", "pre-push", "origin", "../origin.git", input: line)
    #expect(push.status == 0 && push.error == "", "\(push)")
  }

  // MARK: From other places

  @Test(arguments: BackendName.allCases)
  func fromALinkedWorkTree(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("worktree", "add", "-q", "-b", "side", "../side")
    sandbox.directory = sandbox.folder + "/side"
    try sandbox.commitBad()
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "side"]), "S105")
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main:copy"]))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func fromABareRepository(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.commitBad()
    try sandbox.git("clone", "-q", "--bare", ".", "../bare.git")
    try sandbox.git("remote", "set-url", "origin", "../origin.git", in: "../bare.git")
    try sandbox.spec("install", "--hooks", "pre-push", in: "../bare.git").expectSuccess()
    expectBlocked(try sandbox.tryGit(["push", "-q", "origin", "side"], in: "../bare.git"), "S105")
    expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main:copy"], in: "../bare.git"))
    #expect(try originHas("copy", sandbox) && !originHas("side", sandbox))
  }

  // MARK: The receiving side

  /// The incoming objects are in quarantine, the old ones in another repository.
  @Test(arguments: BackendName.allCases)
  func receivingWithAlternates(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.git("clone", "-q", "--bare", "--shared", "../origin.git", "../shared.git")
    try sandbox.arm(in: "../shared.git")
    try sandbox.commitBad()
    let push = ["push", "-q", "--no-verify", "../shared.git", "main"]
    let refused = try sandbox.tryGit(push)
    #expect(refused.status != 0 && refused.error.contains("error[S105]"), "\(refused)")
    try sandbox.stage(CommitHookTests.good)
    expectSilent(try sandbox.commit())
    expectSilent(try sandbox.tryGit(push))
    #expect(sandbox.hooksRun.filter { $0 == "pre-receive" }.count == 2)
    sandbox.expectNothingWritten()
  }

  /// What a tag of a tag has brought is on the other side already.
  @Test(arguments: BackendName.allCases)
  func receiverKnowsACommitByANestedTag(backend: BackendName) throws {
    let sandbox = try Sandbox.withOrigin(backend)
    try sandbox.arm(in: "../origin.git")
    try sandbox.git("checkout", "-q", "--orphan", "alone")
    try sandbox.commitBad()
    try sandbox.shell("git tag -m words inner; git tag -m words outer inner")
    let push = ["push", "-q", "--no-verify", "origin"]
    let refused = try sandbox.tryGit(push + ["alone:refs/heads/first"])
    #expect(refused.status != 0 && refused.error.contains("error[S105]"), "\(refused)")
    try sandbox.git("push", "-q", "--no-verify", "origin", "outer", environment: ["GIT_SPEC": "0"])
    expectSilent(try sandbox.tryGit(push + ["alone:refs/heads/second"]))
    #expect(try originHas("second", sandbox) && !originHas("first", sandbox))
    sandbox.expectNothingWritten()
  }
}
