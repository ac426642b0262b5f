import Foundation
import TestSupport
import Testing

/// A change may switch rules off by which it is judged, and is told so in one line.
@Suite struct SwitchedOffTests {
  private static let settings = ".omoi_os/config.yaml"
  private static let path = ".omoi_os/tasks/TSK-003.md"
  /// Two errors: an unknown ticket, and a status that there is not.
  private static let bad = Sample.task("TSK-003", status: "nonsense", ticket: "TKT-404")

  private func repository() throws -> Sandbox {
    let box = try Sandbox.armed(nil)
    try box.shell("git init -q --bare ../origin.git && git remote add origin ../origin.git")
    try box.git("push", "-q", "-u", "origin", "main")
    return box
  }

  /// Expects a commit and its push to pass, each with this line alone.
  private func expect(
    _ line: String, _ box: Sandbox, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try box.git("add", "-A")
    let commit = try box.commit()
    #expect(commit.status == 0, "\(commit)", sourceLocation: sourceLocation)
    #expect(
      commit.error == "git-spec: \(line) in this commit\n", sourceLocation: sourceLocation)
    let push = try box.tryGit(["push", "-q"])
    #expect(push.status == 0, "\(push)", sourceLocation: sourceLocation)
    let tip = try box.git("rev-parse", "--short=7", "HEAD").trimmingCharacters(in: .newlines)
    #expect(
      push.error == "git-spec: \(line) in refs/heads/main (\(tip))\n",
      sourceLocation: sourceLocation)
  }

  @Test(
    arguments: [
      "ignore: [{path: \"**\"}]", "ignore: [{path: \"tasks/*\", rules: [S1, S3]}]",
      "rules: {ALL: ignore}", "rules: {S301: ignore, S105: ignore}",
    ])
  func bySettings(text: String) throws {
    let box = try repository()
    try box.write(Self.path, Self.bad)
    try box.write(Self.settings, text + "\n")
    try expect("2 findings are switched off by .omoi_os/config.yaml", box)
    // Who builds on it is told nothing again.
    try box.write(Self.path, Self.bad + "\nMore.\n")
    try box.git("add", "-A")
    #expect(try box.commit().error == "")
    #expect(try box.tryGit(["push", "-q"]).error == "")
  }

  /// Findings of specs that the change does not touch are hidden as well.
  @Test func inOtherSpecs() throws {
    let box = try repository()
    try box.write(Self.path, Self.bad)
    try box.git("add", "-A")
    try box.git("commit", "-qm", "Bad", "--no-verify")
    try box.git("push", "-q", "--no-verify")
    try box.write(Self.settings, "ignore: [{path: \"**\"}]\n")
    try expect("2 findings are switched off by .omoi_os/config.yaml", box)
  }

  @Test(
    arguments: [
      ("<!-- git-spec: ignore -->\n\n# TSK-003", "2 findings are switched off"),
      ("<!-- git-spec: ignore S105 S3 -->\n\n# TSK-003", "2 findings are switched off"),
    ])
  func byComments(comment: String, words: String) throws {
    let box = try repository()
    try box.write(Self.path, Self.bad.replacing("# TSK-003", with: comment))
    try expect("\(words) by \(Self.path)", box)
    // The comment is old now, wherever its line moves.
    try box.write(
      Self.path,
      Self.bad.replacing("# TSK-003", with: comment).replacing("title:", with: "tags: [a]\ntitle:"))
    try box.git("add", "-A")
    #expect(try box.commit().error == "")
    // A second one beside it is new.
    try box.write(
      ".omoi_os/tasks/TSK-004.md",
      Self.bad.replacing("TSK-003", with: "TSK-004").replacing(
        "# TSK-004", with: comment.replacing("TSK-003", with: "TSK-004")))
    try box.git("add", "-A")
    #expect(
      try box.commit().error == "git-spec: \(words) by .omoi_os/tasks/TSK-004.md in this commit\n")
  }

  private static let epics = "kinds: {epic: {folder: epics, prefix: EPC, required: [id, title]}}\n"

  /// Specs that no kind of the settings is for any more are judged by no rule at all.
  @Test(
    arguments: [
      "printf 'ids: {width: 3}\n' > .omoi_os/config.yaml", "rm .omoi_os/config.yaml",
      "sed -i 's/: epics/: sagas/' .omoi_os/config.yaml",
      "sed -i 's/epic:/saga:/; s/: epics/: sagas/' .omoi_os/config.yaml; rm .omoi_os/epics/EPC-002.md",
    ])
  func byKindsThatGo(change: String) throws {
    let box = try repository()
    try box.write(Self.settings, Self.epics)
    try box.write(".omoi_os/epics/EPC-001.md", "---\nid: EPC-001\n---\n")
    try box.shell("git add -A; git commit -qm Epic --no-verify; git push -q --no-verify")
    try box.write(".omoi_os/epics/EPC-002.md", "---\nid: EPC-002\n---\n")
    try box.shell(change)
    let count = change.contains("EPC-002") ? "1 spec is" : "2 specs are"
    try expect("\(count) taken from the rules by .omoi_os/config.yaml", box)
  }

  /// What is switched off first is told, though only later something is hidden by it.
  @Test(
    arguments: [
      "ignore: [{path: \"**\"}]", "ignore: [{path: \"tasks/*\", rules: [S3]}]",
      "rules: {ALL: note}", "rules: {S105: warning}",
    ])
  func beforeAnythingIsHidden(text: String) throws {
    let box = try repository()
    try box.write(Self.settings, text + "\n")
    try expect(
      "rules are switched off or weigh less, so far without a finding, by .omoi_os/config.yaml", box
    )
  }

  /// The same of a comment; one that spares a note what it says has found something.
  @Test func commentsBeforeAnythingIsHidden() throws {
    let box = try repository()
    let text = Sample.task("TSK-003").replacing(
      "# TSK-003", with: "<!-- git-spec: ignore S105 -->\n\n# TSK-003")
    try box.write(Self.path, text)
    try expect(
      "rules are switched off or weigh less, so far without a finding, by \(Self.path)", box)
    try box.write(Self.path, text + "\nSee TSK-404.\n")
    try box.git("add", "-A")
    #expect(try box.commit().error == "")
    try box.write(
      Self.path, text.replacing("S105", with: "S105 S309") + "\nSee TSK-404.\n")
    try box.git("add", "-A")
    #expect(try box.commit().error == "")
  }

  /// Rules that come, or come back, are nothing to tell of.
  @Test(
    arguments: [
      ("rules: {S2: note}", ""), ("rules: {S3: ignore}", "rules: {S3: error}"),
      ("ignore: [{path: \"**\"}]", ""), ("ignore: [{path: a}]", "ignore: [{path: a, rules: [S3]}]"),
      ("rules: {S3: ignore}", "sync: {branch: main}\nrules: {S301: ignore, S3: ignore}"),
    ])
  func rulesThatComeBack(before: String, after: String) throws {
    let box = try repository()
    try box.write(Self.settings, before + "\n")
    try box.shell("git add -A; git commit -qm Before --no-verify; git push -q --no-verify")
    try box.write(Self.settings, after + "\n")
    try box.git("add", "-A")
    expectSilent(try box.commit())
    expectSilent(try box.tryGit(["push", "-q"]))
  }

  @Test func whatOnlyWeighsLess() throws {
    let box = try repository()
    try box.write(Self.path, Self.bad)
    try box.write(Self.settings, "rules: {S301: note, S105: ignore}\n")
    try expect(
      "1 finding is switched off by .omoi_os/config.yaml; "
        + "1 finding weighs less by .omoi_os/config.yaml", box)
  }

  /// The first line that a client shows is the error that stops the commit.
  @Test func errorsComeFirst() throws {
    let box = try repository()
    try box.write(Self.path, Self.bad)
    try box.write(Self.settings, "rules: {S301: ignore}\n")
    try box.git("add", "-A")
    let commit = try box.commit()
    #expect(commit.status == 1)
    #expect(commit.error.hasPrefix("error[S105]"), "\(commit)")
    #expect(
      commit.error.contains(
        "git-spec: 1 finding is switched off by .omoi_os/config.yaml in this commit\n"), "\(commit)"
    )
  }

  @Test func theFirstPushOfASetOfSpecs() throws {
    let box = try Sandbox.armed(nil)
    try box.write(Self.path, Self.bad)
    try box.write(Self.settings, "ignore: [{path: \"**\"}]\n")
    try box.shell("git add -A && git commit -qm Hidden --no-verify")
    try box.shell("git init -q --bare ../origin.git && git remote add origin ../origin.git")
    let push = try box.tryGit(["push", "-q", "origin", "main"])
    #expect(push.status == 0, "\(push)")
    #expect(
      push.error.hasPrefix("git-spec: 2 findings are switched off by .omoi_os/config.yaml in "),
      "\(push)")
  }

  @Test func inCI() throws {
    let box = try repository()
    try box.write(Self.path, Self.bad)
    try box.write(Self.settings, "ignore: [{path: \"**\"}]\n")
    try box.shell("git add -A && git commit -qm Hidden --no-verify")
    let check = try box.spec("check", "--rev", "HEAD", "--since", "HEAD~1")
    #expect(check.status == 0)
    #expect(
      check.error
        == "note: 2 findings are switched off by .omoi_os/config.yaml in this change\n")
    // Settings that hide nothing are nothing to tell of.
    try box.write(Self.settings, "ids: {width: 3}\n")
    try box.write(Self.path, Sample.task("TSK-003"))
    try box.git("add", "-A")
    #expect(try box.commit().error == "")
  }
}
