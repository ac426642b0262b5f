import Foundation
import TestSupport
import Testing

/// What settings and states that others wrote may not make a sync do.
@Suite struct SyncTrustTests {
  /// Settings that name where git goes: nothing goes there, and nothing is run.
  @Test(arguments: ["diff", "push", "status", "log"])
  func settingsNameNoPlace(command: String) throws {
    let world = try SyncBench(Sample.root)
    try world.box.shell("git init -q --bare ../evil.git && git branch start")
    func refs() throws -> String {
      try world.box.git("--git-dir=../evil.git", "for-each-ref")
        + world.box.git("--git-dir=../origin.git", "for-each-ref")
    }
    let before = try refs()
    for remote in [
      "--upload-pack=touch PWNED; false /", "-o", "../evil.git", "/srv/evil.git", "ext::sh -c x",
      "file:///srv/evil.git", "host:evil.git", "sub/evil.git",
    ] {
      try world.box.git("checkout", "-q", "-B", "main", "start")
      try world.box.write(".omoi_os/config.yaml", "sync:\n  remote: \"\(remote)\"\n")
      try world.box.shell("git add -A && git commit -qm Settings")
      let outcome = try world.sync(command)
      #expect(outcome.status == 2, "\(remote) \(outcome)")
      #expect(outcome.error.contains("[S015]"), "\(remote) \(outcome)")
      #expect(outcome.error.contains(".omoi_os/config.yaml:2"), "\(remote) \(outcome)")
      #expect(!world.box.exists("PWNED") && !world.box.exists("../PWNED"))
      #expect(try refs() == before)
      #expect(try world.box.spec("check").status == 1)
    }
  }

  @Test(arguments: ["diff", "push", "status", "log"])
  func aRemoteThatIsNotConfiguredEndsTheRun(command: String) throws {
    let world = try SyncBench(Sample.root)
    try world.commit([".omoi_os/config.yaml": "sync: {remote: elsewhere}\n"])
    // A folder of that name is no remote.
    try world.box.shell("git init -q --bare elsewhere")
    let outcome = try world.sync(command)
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.error.contains("the remote `elsewhere` is not configured in this clone"))
    #expect(try world.box.git("--git-dir=elsewhere", "for-each-ref") == "")
    try world.box.shell("git remote add elsewhere ../origin.git")
    #expect(try world.sync(command).status == 0)
  }

  /// A link or too large a file in the place of settings is no permission to go by none.
  @Test func settingsThatCannotBeReadEndTheRun() throws {
    let world = try SyncBench(Sample.root)
    try world.box.shell("ln -s ../elsewhere.yaml .omoi_os/config.yaml")
    try world.commit()
    let outcome = try world.sync("diff")
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.error.contains("symbolic link"), "\(outcome)")
  }

  /// A state is whatever the remote gives: a tree that it names is no line for git.
  @Test(arguments: ["x\nreset refs/heads/main\n", "--", "inline", "refs/heads/main"])
  func aStateNamesTreesAlone(tree: String) throws {
    let world = try SyncBench(Sample.root)
    try world.push()
    let quoted = tree.replacing("\n", with: "\\n")
    for root in [".omoi_os", "gone/.omoi_os", "../../x"] {
      try world.box.git("checkout", "-q", "-B", "forged", world.ref)
      let text = try world.box.read("state.json")
      let forged = text.replacing(
        /"trees"\s*:\s*\{[^}]*\}/, with: "\"trees\": {\"\(root)\": \"\(quoted)\"}")
      try #require(forged != text)
      try world.box.write("state.json", forged)
      try world.box.shell("git commit -qam Forged && git push -q -f origin HEAD:\(world.ref)")
      try world.box.git("update-ref", world.ref, "HEAD")
      try world.box.git("checkout", "-q", "main")
      let before = try world.box.git("for-each-ref", "refs/heads/main")
      try world.edit(".omoi_os/tasks/TSK-001.md", "Tests pass", "Tests passed \(root)")
      let outcome = try world.sync("push")
      #expect([0, 1, 2, 3].contains(outcome.status), "\(outcome)")
      #expect(try world.box.git("for-each-ref", "refs/heads/main") != before)
      #expect(try world.box.git("fsck", "--no-dangling") == "")
    }
  }
}
