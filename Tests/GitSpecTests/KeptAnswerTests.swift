import Foundation
import TestSupport
import Testing

@testable import git_spec

/// An answer that was kept is the answer that reading the files gives, or it is not given.
@Suite struct KeptAnswerTests {
  static let task = ".omoi_os/tasks/TSK-001.md"

  /// A repository of a size that answers are kept for, whose files have rested.
  private func repository() throws -> Sandbox {
    var files: [String: String] = [".omoi_os/tickets/TKT-001.md": Sample.ticket()]
    for number in 1...300 {
      files[".omoi_os/tasks/\(taskID(number)).md"] = Sample.task(
        taskID(number), title: "Task \(number)", dependsOn: number > 1 ? ["TSK-001"] : [])
    }
    let sandbox = try Sandbox.views(files)
    try sandbox.shell("git add . && git commit -qm specs && sleep 4.1")
    return sandbox
  }

  private func answer(
    _ sandbox: Sandbox, _ words: [String] = ["show", "ready"],
    _ environment: [String: String?] = [:], in directory: String? = nil
  ) throws -> String {
    let outcome = try sandbox.run(
      Sandbox.program, words, environment: environment, in: directory)
    #expect(outcome.status == 0 && outcome.error == "", "\(outcome)")
    return outcome.output
  }

  /// The numbers of the files that answers are kept in: another answer is another file.
  private func kept(_ sandbox: Sandbox, _ folder: String = ".git") throws -> [String] {
    guard sandbox.exists("\(folder)/git-spec-answers") else { return [] }
    return try sandbox.shell("ls -i \(folder)/git-spec-answers").split(separator: "\n").map(
      String.init)
  }

  /// What the same words are answered where nothing was kept.
  private func fresh(_ sandbox: Sandbox, _ words: [String] = ["show", "ready"]) throws -> String {
    try sandbox.shell("rm -rf .git/git-spec-answers")
    return try answer(sandbox, words)
  }

  @Test func whoAsksAgainGetsTheSame() throws {
    let sandbox = try repository()
    for words in allViews + [
      ["show", "ready", "--format", "json"], ["show", "ready", "--first", "--context"],
      ["graph", "--format", "svg"], ["show", "tasks", "--status", "pending", "-q"],
    ] {
      try sandbox.shell("rm -rf .git/git-spec-answers")
      let first = try answer(sandbox, words)
      let files = try kept(sandbox)
      #expect(files.count == 1, "\(words)")
      #expect(try answer(sandbox, words) == first, "\(words)")
      #expect(try kept(sandbox) == files, "\(words): the answer was found again, not made again")
    }
  }

  static let changes = [
    "sed -i 's/pending/done/' \(task)",
    "touch -r \(task) ../time; sed -i 's/Task 1$/Mask 1/' \(task); touch -r ../time \(task)",
    "rm \(task)", "cp \(task) .omoi_os/tasks/TSK-900.md", "echo broken > \(task)",
    "printf 'rules:\\n  S301: sometimes\\n' > .omoi_os/config.yaml",
    "mkdir -p api/.omoi_os/tasks; cp \(task) api/.omoi_os/tasks/",
    "git rm -q --cached \(task); echo TSK-001.md > .gitignore",
    "mv \(task) ../t; ln -s ../../../t \(task)",
  ]

  @Test func aChangeIsInTheNextAnswer() throws {
    let sandbox = try repository()
    for change in Self.changes {
      let before = try answer(sandbox)
      #expect(try kept(sandbox).count == 1)
      try sandbox.shell(change)
      let after = try answer(sandbox)
      #expect(after != before, "\(change)")
      #expect(try fresh(sandbox) == after, "\(change)")
      try sandbox.shell("git reset -q --hard; git clean -qfdx; sleep 4.1")
    }
  }

  /// What was asked is more than words.
  @Test func otherQuestionsHaveOtherAnswers() throws {
    let sandbox = try repository()
    let wide = try answer(sandbox, ["show", "tasks"], ["COLUMNS": "150"])
    let narrow = try answer(sandbox, ["show", "tasks"], ["COLUMNS": "40"])
    #expect(wide != narrow)
    #expect(try answer(sandbox, ["show", "tasks"], ["COLUMNS": "150"]) == wide)
    let colored = try answer(sandbox, ["show", "ready", "--color", "always"])
    #expect(colored != (try answer(sandbox)))
    // A path means something else in another folder, and in another repository.
    try sandbox.shell("git init -q other; cp -r .omoi_os other/; rm other/\(Self.task); sleep 4.1")
    #expect(try answer(sandbox, in: "other") != (try answer(sandbox)))
    #expect(try answer(sandbox, in: "other") == (try answer(sandbox, in: "other")))
    // The environment can lead elsewhere: to a tree of the same names, say.
    try sandbox.shell("cp -r . ../copy; sed -i s/pending/done/ ../copy/.omoi_os/tasks/*; sleep 4.1")
    let copy = sandbox.folder + "/copy"
    let elsewhere: [String: String?] = ["GIT_DIR": copy + "/.git", "GIT_WORK_TREE": copy]
    let (here, there) = (try answer(sandbox), try answer(sandbox, in: copy))
    #expect(here != there)
    #expect(try answer(sandbox, ["show", "ready"], elsewhere) == there)
    try sandbox.git("config", "core.worktree", copy)
    #expect(try answer(sandbox) == there)
    try sandbox.git("config", "--unset", "core.worktree")
    #expect(try answer(sandbox) == here)
    // However much is asked, few answers are kept, and nothing else for long.
    for number in 1...20 {
      try sandbox.write(".git/git-spec-answers/.git-spec-\(number)-0.tmp", "left\n")
    }
    for width in 60...90 { _ = try answer(sandbox, ["show", "ready"], ["COLUMNS": "\(width)"]) }
    #expect((2...8).contains(try kept(sandbox).count))
  }

  /// What is found from here is what git finds from here.
  @Test func whereTheRepositoryIsSomewhereElse() throws {
    let sandbox = try repository()
    try sandbox.shell("mkdir sub; cp -r . ../copy; rm -rf ../copy/.git; rm ../copy/\(Self.task)")
    let here = try answer(sandbox)
    #expect(try answer(sandbox, in: "sub") == here)
    try sandbox.shell("git init -q --bare sub")
    #expect(try sandbox.spec("show", "ready", in: "sub").status != 0)
    try sandbox.shell(
      """
      git config extensions.worktreeConfig true; sleep 4.1; '\(Sandbox.program)' show ready
      git config --worktree core.worktree '\(sandbox.folder)/copy'
      """)
    #expect(try answer(sandbox) != here)
    #expect(
      try sandbox.spec("show", "ready", environment: ["GIT_SPEC_BACKEND": "nonesuch"]).status != 0)
  }

  /// A root that is named can be reached over a link, which can come to lead elsewhere.
  @Test func aRootThatIsNamedOverALink() throws {
    let sandbox = try repository()
    try sandbox.shell(
      """
      mkdir -p api/.omoi_os/tasks; cp \(Self.task) api/.omoi_os/tasks/
      ln -s "$PWD/.omoi_os" ../link; sleep 4.1
      """)
    let words = ["show", "ready", "--root", sandbox.folder + "/link"]
    let first = try answer(sandbox, words)
    try sandbox.shell("ln -sfn \"$PWD/api/.omoi_os\" ../link")
    #expect(try answer(sandbox, words) != first)
  }

  /// Specs may be for their owner alone, and so is what was told of them.
  @Test func answersAreForTheirOwner() throws {
    let sandbox = try repository()
    _ = try answer(sandbox)
    let modes = try sandbox.shell("stat -c %a .git/git-spec-answers .git/git-spec-answers/*")
    #expect(modes == "700\n600\n")
  }

  /// In a repository of somebody else, files would be left that its owner cannot remove.
  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func nothingIsLeftInTheRepositoryOfAnother() throws {
    let sandbox = try repository()
    try sandbox.shell("chown -R 65534 .; git config --global safe.directory '*'; sleep 4.1")
    #expect(try answer(sandbox) == (try answer(sandbox)))
    #expect(try kept(sandbox) == [])
  }

  @Test func aDamagedFileIsNoAnswer() throws {
    let sandbox = try repository()
    let right = try answer(sandbox)
    let place =
      try "\(sandbox.path(".git/git-spec-answers"))/"
      + #require(try kept(sandbox).first?.split(separator: " ").last)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: place))
    var damaged: [Data] = [
      Data(), Data("git-spec answer 1\n".utf8), bytes + [0], Data(bytes.reversed()),
    ]
    for length in [1, 18, 30, 57, 58, bytes.count / 2, bytes.count - 1] {
      damaged.append(bytes.prefix(length))
    }
    for place in stride(from: 0, to: bytes.count, by: bytes.count / 40) {
      var other = bytes
      other[place] ^= 0xFF
      damaged.append(other)
    }
    for data in damaged {
      try data.write(to: URL(fileURLWithPath: place))
      #expect(try answer(sandbox) == right)
      #expect(try Data(contentsOf: URL(fileURLWithPath: place)) == bytes)
    }
  }

  @Test func manyAtOnce() throws {
    let sandbox = try repository()
    let right = try answer(sandbox)
    try sandbox.shell("rm -rf .git/git-spec-answers")
    let sums = try sandbox.shell(
      "seq 24 | xargs -P 8 -I{} sh -c \"'\(Sandbox.program)' show ready | md5sum\"")
    let sum = try sandbox.shell("'\(Sandbox.program)' show ready | md5sum")
    #expect(Set(sums.split(separator: "\n")) == [sum.dropLast()])
    #expect(try answer(sandbox) == right)
    #expect(try kept(sandbox).allSatisfy { !$0.contains(".tmp") })
  }

  /// Where it cannot be kept it is given all the same, without a word.
  @Test func aRepositoryThatCannotBeWritten() throws {
    let sandbox = try repository()
    try sandbox.write(".git/git-spec-answers", "in the way\n")
    #expect(try answer(sandbox) == (try answer(sandbox)))
    #expect(try sandbox.read(".git/git-spec-answers") == "in the way\n")
  }

  @Test func aLinkedWorktreeHasItsOwn() throws {
    let sandbox = try repository()
    try sandbox.shell(
      "git worktree add -q ../tree; rm ../tree/\(Self.task); sleep 4.1")
    let tree = sandbox.folder + "/tree"
    let (here, there) = (try answer(sandbox), try answer(sandbox, in: tree))
    #expect(here != there)
    #expect(try kept(sandbox).count == 1)
    #expect(try kept(sandbox, ".git/worktrees/tree").count == 1)
    #expect(try answer(sandbox, in: tree) == there)
    #expect(try answer(sandbox) == here)
  }

  /// A few files are read as fast as they are looked at; what says more, or fails, is no answer.
  @Test func whatIsNotKept() throws {
    let small = try Sandbox.views([Self.task: Sample.task()])
    try small.shell("sleep 4.1")
    _ = try answer(small)
    #expect(try kept(small) == [])
    let sandbox = try repository()
    for words in [
      ["show", "TSK-001"], ["show", "TSK-404"], ["show", "ready", "--rev", "HEAD"],
      ["show", "ready", "-v"], ["graph", "--focus", "TSK-404"], ["export", "json"],
    ] {
      let first = try sandbox.run(Sandbox.program, words)
      #expect(try kept(sandbox) == [], "\(words)")
      #expect("\(try sandbox.run(Sandbox.program, words))" == "\(first)", "\(words)")
    }
    // Just after a change, the same answer is made again.
    try sandbox.shell("touch \(Self.task)")
    #expect(try answer(sandbox) == (try answer(sandbox)))
    #expect(try kept(sandbox) == [])
  }

  @Test func uninstallTakesItAway() throws {
    let sandbox = try repository()
    try sandbox.shell("git worktree add -q ../tree; sleep 4.1")
    _ = try answer(sandbox)
    _ = try answer(sandbox, in: sandbox.folder + "/tree")
    try sandbox.write(".git/git-spec-answers/.git-spec-7-0.tmp", "left by a process\n")
    let plan = try sandbox.spec("uninstall", "--dry-run")
    #expect(plan.status == 0 && plan.error.contains("kept answers"), "\(plan)")
    #expect(try kept(sandbox).count == 1)
    let outcome = try sandbox.spec("uninstall")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!sandbox.exists(".git/git-spec-answers"))
    #expect(!sandbox.exists(".git/worktrees/tree/git-spec-answers"))
    #expect(try !sandbox.spec("uninstall").error.contains("kept answers"))
  }
}
