import TestSupport
import Testing

/// A link, a file or a submodule in the place of a spec root or of a folder of specs hides what is
/// behind it: an error wherever it is seen.
@Suite struct ObstructedRootTests {
  /// What to do, and where the finding is.
  static let forms = [
    ("mv .omoi_os ../away; ln -s ../away .omoi_os", ".omoi_os"),
    ("rm -r .omoi_os; echo > .omoi_os", ".omoi_os"),
    ("mv .omoi_os/tasks ../away; ln -s ../../away .omoi_os/tasks", ".omoi_os/tasks"),
    ("rm -r .omoi_os/tasks; echo > .omoi_os/tasks", ".omoi_os/tasks"),
    ("ln -s .. .omoi_os/tasks/x", ".omoi_os/tasks/x"),
    ("mkdir -p deep/in; ln -s ../../.omoi_os deep/in/.omoi_os", "deep/in/.omoi_os"),
    ("git rm -rq .omoi_os/tasks; git clone -q . .omoi_os/tasks", ".omoi_os/tasks"),
    ("git rm -rq .omoi_os; git clone -q . .omoi_os", ".omoi_os"),
  ]

  /// A folder where settings are expected is no settings, and no absence of them.
  static let settings = [
    ("mkdir .omoi_os/config.yaml; echo a > .omoi_os/config.yaml/a", ".omoi_os/config.yaml/a"),
    (
      "mkdir -p .omoi_os/config.yaml/b; git -C .omoi_os init -q config.yaml/b; "
        + "git -C .omoi_os/config.yaml/b commit -q --allow-empty -m B",
      ".omoi_os/config.yaml/b"
    ),
    (
      "mkdir -p deep/.omoi_os/config.yaml; cp -r .omoi_os/tasks deep/.omoi_os; "
        + "ln -s nowhere deep/.omoi_os/config.yaml/c",
      "deep/.omoi_os/config.yaml/c"
    ),
  ]

  @Test(arguments: BackendName.allCases)
  func everywhere(backend: BackendName) throws {
    for (code, (change, path)) in Self.forms.map({ ("S013", $0) })
      + Self.settings.map({ ("S015", $0) })
    {
      let sandbox = try Sandbox.withOrigin(backend)
      try sandbox.shell(change)
      func expectFinding(_ outcome: Outcome) {
        #expect(outcome.status == 1, "\(change): \(outcome)")
        #expect(outcome.output.contains("error[\(code)]"), "\(change): \(outcome)")
        #expect(outcome.output.contains("--> \(path):1:1"), "\(change): \(outcome)")
      }
      expectFinding(try sandbox.spec("check"))
      try sandbox.git("add", "-A")
      expectFinding(try sandbox.spec("check"))
      expectFinding(try sandbox.spec("check", "--staged"))
      let commit = try sandbox.commit()
      #expect(
        commit.status != 0 && commit.error.contains("--> \(path):1:1"), "\(change): \(commit)")
      #expect(try sandbox.commit("--no-verify").status == 0)
      expectFinding(try sandbox.spec("check", "--rev", "HEAD"))
      expectFinding(try sandbox.spec("check", "--rev", "HEAD", "--since", "HEAD^"))
      let push = try sandbox.tryGit(["push", "-q", "origin", "main"])
      #expect(push.status != 0 && push.error.contains("--> \(path):1:1"), "\(change): \(push)")
      try sandbox.arm(in: "../origin.git")
      let received = try sandbox.tryGit(["push", "-q", "--no-verify", "origin", "main"])
      #expect(received.status != 0 && received.error.contains("\(path):1:1"), "\(received)")
      // Whoever puts the folder back is not stopped, though HEAD still has what was in its place.
      try sandbox.shell("rm -rf .omoi_os deep; git checkout -q HEAD^ -- .omoi_os; git add -A")
      expectSilent(try sandbox.commit())
      expectSilent(try sandbox.tryGit(["push", "-q", "origin", "main"]))
    }
  }

  @Test func anOldOneDoesNotStopOthers() throws {
    let sandbox = try Sandbox.withOrigin(nil)
    try sandbox.shell("mkdir deep; ln -s ../.omoi_os deep/.omoi_os; git add -A")
    #expect(try sandbox.commit("--no-verify").status == 0)
    try sandbox.stage(CommitHookTests.good)
    expectSilent(try sandbox.commit())
  }
}
