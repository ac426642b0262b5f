import Foundation
import TestSupport
import Testing

/// What a repository, its folder and the path may not make us do.
@Suite struct TrustTests {
  // MARK: Repositories inside others

  /// A bare repository among somebody's files, with a setting that runs a program.
  private func embedded(_ backend: BackendName) throws -> Sandbox {
    let box = try Sandbox(["GIT_SPEC_BACKEND": backend.rawValue])
    for (path, text) in Sample.root { try box.write(path, text) }
    try box.shell(
      """
      git init -q . && git add -A && git commit -qm Begin
      git clone -q --bare --no-hardlinks . inner
      cd inner
      git config remote.origin.promisor true
      git config remote.origin.url "$PWD"
      git config remote.origin.uploadpack 'touch ../PWNED; git-upload-pack'
      git config extensions.partialClone origin
      # The blob of a spec is promised, and missing.
      name=$(git rev-parse HEAD:.omoi_os/tasks/TSK-001.md)
      rm -f "objects/$(echo "$name" | cut -c1-2)/$(echo "$name" | cut -c3-)"
      """)
    return box
  }

  @Test(arguments: BackendName.allCases, ["inner", "inner/objects", "inner/refs/heads"])
  func gitSaysWhetherABareRepositoryCounts(backend: BackendName, place: String) throws {
    let box = try embedded(backend)
    try box.git("config", "--global", "safe.bareRepository", "explicit")
    let oracle = try box.tryGit(["log", "-1"], in: place)
    #expect(oracle.status == 128)
    for words in [["check", "--rev", "HEAD"], ["show", "all", "--rev", "HEAD"], ["doctor"]] {
      let outcome = try box.run(Sandbox.program, words, in: place)
      #expect(outcome.status == 3, "\(words) \(outcome)")
      #expect(outcome.error.contains("cannot use bare repository"), "\(words) \(outcome)")
    }
    #expect(!box.exists("PWNED"))
    // What the repository says of itself counts as little as for git.
    try box.git("--git-dir=inner", "config", "safe.bareRepository", "all")
    #expect(try box.spec("check", "--rev", "HEAD", in: place).status == 3)
    #expect(!box.exists("PWNED"))
    // Named outright it is a repository like any other.
    try box.git("--git-dir=inner", "config", "remote.origin.uploadpack", "git-upload-pack")
    let named = try box.spec(
      "check", "--rev", "HEAD", environment: ["GIT_DIR": box.path("inner")], in: place)
    #expect(!named.error.contains("cannot use bare repository"), "\(named)")
  }

  @Test(arguments: BackendName.allCases)
  func aBareRepositoryCountsWithoutThatSetting(backend: BackendName) throws {
    let box = try Sandbox(["GIT_SPEC_BACKEND": backend.rawValue])
    for (path, text) in Sample.root { try box.write(path, text) }
    try box.shell(
      "git init -q . && git add -A && git commit -qm Begin && git clone -q --bare . inner")
    let outcome = try box.spec("check", "--rev", "HEAD", in: "inner")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("3 specs"), "\(outcome)")
  }

  // MARK: Programs

  @Test(arguments: BackendName.allCases)
  func aFolderNamedGitIsNoGit(backend: BackendName) throws {
    let box = try Sandbox.armed(backend)
    try box.shell("mkdir -p ../first/git ../second && ln -s /nowhere ../second/git")
    let path = "\(box.folder)/first:\(box.folder)/second:" + (box.environment["PATH"] ?? "")
    let outcome = try box.spec("check", environment: ["PATH": path])
    #expect(outcome.status == 0, "\(outcome)")
  }

  /// A folder of the path that is not absolute lies in the repository at hand.
  @Test(arguments: BackendName.allCases, [".", "tools", "./tools"])
  func noProgramOfTheRepositoryIsRun(backend: BackendName, folder: String) throws {
    let box = try Sandbox.armed(backend)
    let text = "#!/bin/sh\ntouch '\(box.folder)/PWNED'\nexec /usr/bin/git \"$@\"\n"
    try box.script("git", text)
    try box.script("tools/git", text)
    let outcome = try box.spec(
      "check", environment: ["PATH": folder + ":" + (box.environment["PATH"] ?? "")])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!box.exists("../PWNED"))
  }

  @Test(
    arguments: [
      ["doctor"], ["check"], ["check", "--since", "HEAD"], ["hook", "pre-commit"],
      ["show", "ready"],
      ["projects"], ["sync", "status"], ["next", "task"], ["report", "-o", "r.html"],
      ["collisions"],
    ])
  func noSecretReachesAChild(words: [String]) throws {
    let box = try Sandbox.armed(.git)
    try box.script(
      box.folder + "/bin/git",
      "#!/bin/sh\nenv >> '\(box.folder)/seen'\nexec /usr/bin/git \"$@\"\n")
    _ = try box.run(
      Sandbox.program, words,
      environment: [
        "OMOIOS_PASSWORD": "secret-1", "OMOIOS_EMAIL": "a@b.c", "OMOIOS_API_KEY": "secret-2",
        "OMOIOS_TOKEN": "secret-3", "OMOIOS_PROJECT_ID": "p",
        "OMOIOS_API_URL": "http://127.0.0.1:9",
      ])
    let seen = try box.read("../seen")
    #expect(seen.contains("PATH="))
    #expect(!seen.contains("secret-"))
  }

  // MARK: The index

  /// Files that only look changed, by their time, are no changes, and finding that out writes nothing.
  @Test(arguments: BackendName.allCases)
  func lookingWritesNoIndex(backend: BackendName) throws {
    let box = try Sandbox.armed(backend)
    try box.shell("touch -d 2020-01-01 .omoi_os/tasks/*.md .omoi_os/tickets/*.md")
    let before = try box.shell("stat -c '%i %y %s' .git/index; sha256sum < .git/index")
    for words in [
      ["check", "--since", "HEAD"], ["check"], ["show", "all"],
      ["renumber", "TSK-002", "--dry-run"],
      ["collisions"], ["log", "TSK-001"],
    ] {
      let outcome = try box.run(Sandbox.program, words)
      #expect(outcome.status == 0, "\(words) \(outcome)")
      let after = try box.shell("stat -c '%i %y %s' .git/index; sha256sum < .git/index")
      #expect(after == before, "\(words)")
    }
    let unchanged = try box.spec("check", "--since", "HEAD", "--format", "json")
    #expect(
      unchanged.output.contains(#""checked":0"#) || unchanged.output.contains(#""checked" : 0"#),
      "\(unchanged)")
    // One that is changed is one, whatever its neighbours look like.
    try box.write(".omoi_os/tasks/TSK-002.md", CommitHookTests.bad)
    try box.shell("chmod 000 .omoi_os/tasks/TSK-001.md")
    let changed = try box.spec("check", "--since", "HEAD")
    #expect(changed.status == 1, "\(changed)")
    try box.shell("chmod 644 .omoi_os/tasks/TSK-001.md")
  }

  // MARK: Below .git

  /// Enough specs that answers are kept.
  private func many() throws -> Sandbox {
    let box = try Sandbox()
    try box.write(".omoi_os/tickets/TKT-001.md", Sample.ticket())
    for number in 100..<360 {
      try box.write(".omoi_os/tasks/TSK-\(number).md", Sample.task("TSK-\(number)"))
    }
    try box.shell("git init -q . && git add -A && git commit -qm Begin && sleep 4.1")
    return box
  }

  @Test func aLinkIsNoFolderOfAnswers() throws {
    let box = try many()
    try box.shell("mkdir ../mine && for n in $(seq 40); do echo $n > ../mine/$n; done")
    for name in ["answer-0", "answer-1", ".git-spec-1-1.tmp"] {
      try box.write("../mine/\(name)", "mine\n")
    }
    try box.shell("ln -s ../../mine .git/git-spec-answers")
    let first = try box.spec("show", "ready")
    let again = try box.spec("show", "ready")
    #expect(first.status == 0 && again.output == first.output)
    #expect(try box.spec("uninstall").status == 0)
    #expect(
      try box.shell("ls -A ../mine | wc -l").trimmingCharacters(in: .whitespacesAndNewlines) == "43"
    )
    #expect(try box.read("../mine/answer-0") == "mine\n")
    // An answer that is a link is none, and its target is left alone.
    try box.shell("rm .git/git-spec-answers")
    _ = try box.spec("show", "ready")
    let files = try box.shell("ls .git/git-spec-answers").split(separator: "\n").map(String.init)
    try #require(files.count == 1)
    try box.shell(
      "cd .git/git-spec-answers && mv \(files[0]) ../../../kept && ln -s ../../../kept \(files[0])")
    let kept = try box.read("../kept")
    try box.write(".omoi_os/tasks/TSK-100.md", Sample.task("TSK-100", status: "done"))
    let other = try box.spec("show", "ready")
    #expect(other.status == 0 && other.output != first.output)
    #expect(try box.read("../kept") == kept)
  }

  @Test func onlyFilesOfOursAreRemoved() throws {
    let box = try many()
    _ = try box.spec("show", "ready")
    try box.shell("for n in $(seq 40); do echo mine > .git/git-spec-answers/note-$n; done")
    try box.write(".omoi_os/tasks/TSK-100.md", Sample.task("TSK-100", status: "done"))
    _ = try box.spec("show", "ready")
    let outcome = try box.spec("uninstall")
    #expect(outcome.status == 0)
    #expect(outcome.error.contains("stays, with what git-spec did not put there"), "\(outcome)")
    #expect(try box.shell("ls .git/git-spec-answers | grep -c note-") == "40\n")
    #expect(try box.shell("ls .git/git-spec-answers | grep -c answer- || true") == "0\n")
  }

  @Test func noLockIsMadeThroughALink() throws {
    let box = try Sandbox.armed(nil)
    try box.shell("ln -s ../../made .git/git-spec.lock")
    let outcome = try box.spec("new", "task", "--title", "T", "--ticket", "TKT-001")
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.error.contains("git-spec.lock"), "\(outcome)")
    #expect(!box.exists("../made"))
  }

  /// Nobody waits for a pipe that somebody put in a file's place.
  @Test(.timeLimit(.minutes(1)), arguments: ["new", "renumber"])
  func aPipeIsNoLock(command: String) throws {
    let box = try Sandbox.armed(nil)
    try box.shell("mkfifo .git/git-spec.lock")
    let outcome =
      command == "new"
      ? try box.spec("new", "ticket", "--title", "T") : try box.spec("renumber", "TKT-001")
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.error.contains("git-spec.lock"), "\(outcome)")
    #expect(outcome.error.contains("it is no regular file"), "\(outcome)")
  }

  @Test(arguments: ["folder", "journal", "lock"])
  func noJournalIsWrittenThroughALink(kind: String) throws {
    let world = try SyncBench(Sample.root)
    try world.box.shell("mkdir ../mine; echo mine > ../mine/file")
    let name = "sync-127_0_0_1_\(world.server.port)-\(LocalServer.project).journal"
    switch kind {
    case "folder": try world.box.shell("ln -s ../../mine .git/git-spec")
    case "journal":
      try world.box.shell("mkdir .git/git-spec; ln -s ../../../mine/file .git/git-spec/\(name)")
    default:
      try world.box.shell(
        "mkdir .git/git-spec; ln -s ../../../mine/file .git/git-spec/\(name).lock")
    }
    let outcome = try world.push(status: 3)
    #expect(outcome.error.contains(kind == "folder" ? "is a symbolic link" : name), "\(outcome)")
    #expect(try world.box.shell("ls ../mine; cat ../mine/file") == "file\nmine\n")
  }
}
