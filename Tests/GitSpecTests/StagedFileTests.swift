import Foundation
import TestSupport
import Testing

/// What can stand in an index, and the ways to commit it.
@Suite struct StagedFileTests {
  static let path = CommitHookTests.path
  static let bad = CommitHookTests.bad
  static let good = CommitHookTests.good

  // MARK: Ways to commit

  @Test(arguments: BackendName.allCases)
  func commitIncludingAPath(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.write("README", "text\n")
    try sandbox.git("add", "README")
    try sandbox.stage(Self.bad)
    try sandbox.write("README", "more\n")
    expectBlocked(try sandbox.commit("-i", "README"), "S105")
    try sandbox.stage(Self.good)
    expectSilent(try sandbox.commit("-i", "README"))
    #expect(try sandbox.git("status", "--porcelain") == "")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func dryRunAndNoVerify(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.stage(Self.bad)
    expectSilent(try sandbox.tryGit(["commit", "--dry-run", "-m", "x"]))
    expectSilent(try sandbox.commit("--no-verify"))
    #expect(sandbox.hooksRun == [])
  }

  @Test(arguments: BackendName.allCases, ["../side", "../super/sub"])
  func pathAndAllElsewhere(backend: BackendName, place: String) throws {
    let sandbox = try Sandbox.armed(backend)
    if place == "../side" {
      try sandbox.git("worktree", "add", "-q", "-b", "side", place)
    } else {
      try sandbox.shell("git init -q ../super; cd ../super; git submodule add -q ../repo sub")
      try sandbox.arm(in: place)
    }
    sandbox.directory = try String(sandbox.shell("cd \(place) && pwd -P").dropLast())
    try sandbox.write("README", "text\n")
    try sandbox.stage(Self.bad)
    try sandbox.git("add", "README")
    expectSilent(try sandbox.commit("--", "README"))
    expectBlocked(try sandbox.commit("--", Self.path), "S105")
    try sandbox.stage(Self.good)
    expectSilent(try sandbox.commit("--", Self.path))
    try sandbox.write(Self.path, Self.bad)
    expectBlocked(try sandbox.commit("-a"), "S105")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: [nil, BackendName.git])
  func splitIndex(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("config", "core.splitIndex", "true")
    try sandbox.stage(Self.good)
    expectSilent(try sandbox.commit())
    #expect(try sandbox.shell("ls .git/sharedindex.*") != "")
    try sandbox.write(Self.path, Self.bad)
    expectBlocked(try sandbox.commit("-a"), "S105")
    expectBlocked(try sandbox.commit("--", Self.path), "S105")
    try sandbox.write("README", "text\n")
    try sandbox.git("add", "-A")
    expectSilent(try sandbox.commit("--", "README"))
    sandbox.expectNothingWritten()
  }

  // MARK: Files that are no plain ones

  @Test(arguments: BackendName.allCases)
  func otherKindsOfFiles(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.shell("chmod +x .omoi_os/tasks/TSK-001.md; git add -A")
    expectSilent(try sandbox.commit())
    try sandbox.shell(
      "git update-index --add --cacheinfo 160000,$(git rev-parse HEAD),\(Self.path)")
    expectBlocked(try sandbox.commit(), "S013")
    try sandbox.shell(
      "git reset -q --hard; cd .omoi_os/tasks; ln -sf TSK-001.md TSK-002.md; git add -A")
    // Its ID is still known by its name, so nobody's reference breaks.
    expectBlocked(try sandbox.commit(), "S013")
    try sandbox.shell(
      """
      git reset -q --hard; cd .omoi_os/tasks; rm TSK-002.md; mkdir TSK-002.md
      echo text > TSK-002.md/notes.txt; git add -A
      """)
    expectBlocked(try sandbox.commit(), "S301")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func renameThatOnlyChangesCase(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("mv", ".omoi_os/tasks/TSK-002.md", ".omoi_os/tasks/TSK-002-Printer.md")
    expectSilent(try sandbox.commit())
    try sandbox.git("mv", ".omoi_os/tasks/TSK-002-Printer.md", ".omoi_os/tasks/TSK-002-printer.md")
    expectSilent(try sandbox.commit())
    try sandbox.stage(
      Sample.task("TSK-002", status: "pendign", dependsOn: ["TSK-001"]),
      at: ".omoi_os/tasks/TSK-002-printer.md")
    let outcome = try sandbox.commit()
    expectBlocked(outcome, "S105")
    #expect(outcome.error.contains("TSK-002-printer.md:4:9"))
    sandbox.expectNothingWritten()
  }

  /// The raw modes that git wrote before 2005 do not make an untouched spec a changed one.
  @Test(arguments: BackendName.allCases)
  func oldModesInHead(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.commitBad()
    let tree = try sandbox.git("rev-parse", "HEAD:.omoi_os/tasks").dropLast()
    try sandbox.shell(
      """
      git cat-file tree \(tree) | sed -b 's/100644 TSK-003/100664 TSK-003/' > ../tasks
      tasks=$(git hash-object -w -t tree --literally ../tasks)
      [ $tasks != \(tree) ]
      root=$(git ls-tree HEAD:.omoi_os | sed "s/\(tree)/$tasks/" | git mktree)
      top=$(printf '040000 tree %s\\t.omoi_os\\n' $root | git mktree)
      git update-ref HEAD $(git commit-tree -m Old $top)
      git read-tree HEAD
      """)
    try sandbox.stage("text\n", at: "README")
    expectSilent(try sandbox.commit())
    try sandbox.stage(
      Sample.task(title: "Parse", blocks: ["TSK-002"]), at: ".omoi_os/tasks/TSK-001.md")
    expectSilent(try sandbox.commit())
    try sandbox.stage(Self.bad + "More.\n")
    expectBlocked(try sandbox.commit(), "S105")
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases, ["removed", "folder"])
  func intentToAddWithoutItsFile(backend: BackendName, now: String) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.write(Self.path, Self.bad)
    try sandbox.git("add", "-N", Self.path)
    try sandbox.remove(Self.path)
    if now == "folder" { try sandbox.write(Self.path + "/notes.txt", "text\n") }
    try sandbox.stage("text\n", at: "README")
    expectSilent(try sandbox.commit())
    expectFound(try sandbox.spec("check"))
    expectFound(try sandbox.spec("check", "--since", "HEAD"))
    expectFound(try sandbox.spec("check", "--staged"))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func unmerged(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.write("README", "text\n")
    try sandbox.git("add", "README")
    expectSilent(try sandbox.commit())
    try sandbox.shell(
      """
      for side in one two; do
        git checkout -q -b $side main; echo $side >> README
        sed -i "s/parser/$side/" .omoi_os/tasks/TSK-001.md; git commit -qam $side
      done
      git merge -q one || true
      """)
    // git refuses by itself before it starts the hook; whoever calls it has to be told as well.
    expectRefused(
      try sandbox.spec("hook", "pre-commit"), 3, "unmerged", ".omoi_os/tasks/TSK-001.md",
      "git add")
    // The working tree has the markers.
    expectFound(try sandbox.spec("check"), "S010", "S010")
    // A conflict elsewhere does not keep specs from being judged.
    try sandbox.git("checkout", "-q", "--ours", ".omoi_os/tasks/TSK-001.md")
    try sandbox.git("add", ".omoi_os")
    try sandbox.stage(Self.bad)
    #expect(try sandbox.git("ls-files", "-u") != "")
    expectBlocked(try sandbox.spec("hook", "pre-commit"), "S105")
    expectFound(try sandbox.spec("check", "--staged"), "S105")
  }

  // MARK: Names

  @Test(arguments: BackendName.allCases)
  func namesThatLookAlike(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    for name in ["TSK-003-\u{E9}", "TSK-003-e\u{301}", "-rf"] {
      try sandbox.stage("no header\n", at: ".omoi_os/tasks/\(name).md")
    }
    let outcome = try sandbox.commit()
    expectBlocked(outcome, "S001", "S001", "S001")
    #expect(outcome.error.contains(".omoi_os/tasks/-rf.md:1:1"))
    #expect(outcome.error.contains("TSK-003-\u{E9}.md:1:1"))
    #expect(outcome.error.contains("TSK-003-e\\314\\201.md:1:1"))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func rootBelowAFolderThatIsNotUTF8(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.shell(
      "mkdir \"$(printf 'f\\377')\"; cp -r .omoi_os \"$(printf 'f\\377')\"; git add -A")
    expectSilent(try sandbox.commit())
    try sandbox.shell("sed -i s/pending/pendign/ f*/.omoi_os/tasks/TSK-002.md; git add -A")
    let outcome = try sandbox.commit()
    expectBlocked(outcome, "S105")
    #expect(outcome.error.contains("f\\377/.omoi_os/tasks/TSK-002.md:4:9"))
    let check = try sandbox.spec("check")
    expectFound(check, "S105")
    sandbox.expectNothingWritten()
  }

  // MARK: Contents

  /// The stored bytes are judged, whatever a checkout would make of them.
  @Test(arguments: BackendName.allCases)
  func contentsOfEveryForm(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    func stage(_ data: Data) throws -> Outcome {
      try sandbox.write(Self.path, data)
      try sandbox.git("add", Self.path)
      return try sandbox.commit()
    }
    let crlf = Self.bad.replacing("\n", with: "\r\n")
    expectBlocked(try stage(Data(crlf.utf8)), "S105")
    expectBlocked(try stage(Data([0xEF, 0xBB, 0xBF] + Array(Self.bad.utf8))), "S105")
    let utf16 = try #require(Self.good.data(using: .utf16))
    #expect(try stage(utf16).status != 0)
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:1234\nsize 12\n"
    expectBlocked(try stage(Data(pointer.utf8)), "S001")
    expectSilent(try stage(Data(Self.good.utf8)))
    sandbox.expectNothingWritten()
  }

  @Test(arguments: BackendName.allCases)
  func cleanFilter(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("config", "filter.swap.clean", "sed 's/pendign/pending/;t;s/pending/pendign/'")
    try sandbox.write(".git/info/attributes", "TSK-003.md filter=swap\n")
    // Good in the working tree, bad in the index, and the other way round.
    try sandbox.stage(Self.good)
    expectBlocked(try sandbox.commit(), "S105")
    try sandbox.stage(Self.bad)
    expectSilent(try sandbox.commit())
    sandbox.expectNothingWritten()
  }
}
