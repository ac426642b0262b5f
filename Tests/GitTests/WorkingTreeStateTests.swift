import Foundation
import TestSupport
import Testing

@testable import Git

/// Whether a working tree is what it was, told without reading its files.
@Suite struct WorkingTreeStateTests {
  static let task = ".omoi_os/tasks/TSK-001.md"

  private func repository(_ more: String = "") throws -> Sandbox {
    let sandbox = try Sandbox.repository()
    for number in 1...5 {
      try sandbox.write(".omoi_os/tasks/TSK-00\(number).md", "text \(number)\n")
    }
    try sandbox.write("api/.omoi_os/tasks/TSK-001.md", "text\n")
    try sandbox.write("README.md", "text\n")
    try sandbox.shell("git add . && git commit -qm specs && echo new > .omoi_os/tasks/new.md")
    try sandbox.shell(more)
    return sandbox
  }

  private func state(_ sandbox: Sandbox) throws -> WorkingTreeState? {
    try sandbox.open(nil).workingTree().entries(below: ".omoi_os").state
  }

  private func isStill(_ state: WorkingTreeState, _ sandbox: Sandbox) throws -> Bool {
    try state.isStill(top: sandbox.directory, sandbox.environment, below: ".omoi_os")
  }

  @Test func whatNobodyTouchedIsStill() throws {
    let sandbox = try repository()
    let state = try #require(try state(sandbox))
    #expect(state.stamps.count == 7)
    #expect(try isStill(state, sandbox))
    // Nothing of this is below a root.
    try sandbox.shell("echo more >> README.md; echo x > notes.md; git commit -qam more")
    #expect(try isStill(state, sandbox))
  }

  /// Everything that can make views of the tree different.
  static let changes = [
    "an edit": "echo more >> \(task)",
    "an edit of the same length at the same time":
      "touch -r \(task) ../time; printf 'TEXT 1\\n' > \(task); touch -r ../time \(task)",
    "another file in its place": "printf 'text 1\\n' > ../other; mv ../other \(task)",
    "a new file": "echo x > .omoi_os/tasks/x.md",
    "a new root": "mkdir -p web/.omoi_os; echo x > web/.omoi_os/x.md",
    "a file that went": "rm \(task)",
    "a file that went from the index": "git rm -q --cached \(task)",
    "a file that came to the index": "git add .omoi_os/tasks/new.md",
    "another name": "git mv \(task) .omoi_os/tasks/TSK-009.md",
    "a file that is ignored now": "echo new.md > .gitignore",
    "settings": "echo 'version: 1' > .omoi_os/config.yaml",
    "a mode": "chmod +x \(task)",
    "a link": "mv \(task) ../t; ln -s ../../../t \(task)",
    "a folder that became a link": "mv .omoi_os/tasks .omoi_os/t; ln -s t .omoi_os/tasks",
    "a stash": "echo more >> \(task); git stash -q -u",
    "another commit": "git checkout -q HEAD~1 2>/dev/null || git rm -rq .omoi_os",
    "a conflict":
      """
    git checkout -qb other; echo o > \(task); git commit -qam o; git checkout -q main
    echo m > \(task); git commit -qam m; git merge -q other || true
    """,
    "a folder that may not be read": "rm -rf .omoi_os/tasks; echo x > .omoi_os/tasks",
  ]

  @Test(arguments: changes.keys.sorted())
  func whateverChangesIsSeen(change: String) throws {
    let sandbox = try repository()
    let state = try #require(try state(sandbox))
    #expect(try isStill(state, sandbox))
    try sandbox.shell(try #require(Self.changes[change]))
    #expect(try !isStill(state, sandbox))
  }

  /// Random histories of changes: what is still has the very files that it had.
  @Test(arguments: 0..<8) func stillMeansEqual(seed: Int) throws {
    var random = Seeded(seed)
    let sandbox = try repository()
    func contents() throws -> [String] {
      try sandbox.shell("git ls-files -co --exclude-standard | sort | xargs -r md5sum 2>&1 || true")
        .split(separator: "\n").map(String.init)
    }
    for _ in 0..<6 {
      let state = try #require(try state(sandbox))
      let before = try contents()
      let changes = [
        "true", "echo \(random.next()) > .omoi_os/tasks/TSK-00\(random.number(0...5)).md",
        "rm -f .omoi_os/tasks/TSK-00\(random.number(0...5)).md", "git add -A", "git stash -qu",
        "touch .omoi_os/tasks/new.md", "cat .omoi_os/tasks/*", "git status",
      ]
      _ = try? sandbox.shell(random.pick(changes))
      if try isStill(state, sandbox) { #expect(try contents() == before) }
    }
  }

  @Test func whatASparseCheckoutLeavesOutHasNoState() throws {
    let sandbox = try repository()
    try sandbox.shell("git sparse-checkout set api 2>/dev/null")
    #expect(try state(sandbox) == nil)
  }

  /// A file that was changed within the last seconds can change again and look the same.
  @Test func aRestlessTreeHasNoStateToKeep() throws {
    let sandbox = try repository()
    func rested() throws -> WorkingTreeState? {
      let repository = try sandbox.open(nil)
      #expect(repository.workingTreeState(below: ".omoi_os") == nil)
      _ = try repository.entries(in: .workingTree, below: ".omoi_os")
      return repository.workingTreeState(below: ".omoi_os")
    }
    #expect(try rested() == nil)
    try sandbox.shell("sleep 4.1")
    #expect(try rested()?.stamps.count == 7)
    // A time that was set by hand says nothing: the last change of the file is looked at.
    try sandbox.shell("touch -d 2001-01-01 \(Self.task)")
    #expect(try rested() == nil)
  }

  /// What was read first is what an answer is made of: a second look must not vouch for it.
  @Test func theFirstLookCounts() throws {
    let sandbox = try repository()
    try sandbox.shell("sleep 4.1")
    let repository = try sandbox.open(nil)
    _ = try repository.entries(in: .workingTree, below: ".omoi_os")
    let first = try #require(repository.workingTreeState(below: ".omoi_os"))
    try sandbox.shell("rm \(Self.task); sleep 4.1")
    _ = try repository.entries(in: .workingTree, below: ".omoi_os")
    #expect(repository.workingTreeState(below: ".omoi_os") == first)
    #expect(try !isStill(first, sandbox))
  }

  /// A folder can be away, or another one in its place, while files are read, and be back unchanged.
  @Test(arguments: [
    "true", "mv .omoi_os ../away", "mv .omoi_os ../away; cp -r ../away .omoi_os",
    "mv \(task) ../away; ln -s ../../../away \(task)", "rm \(task); mkfifo \(task)",
  ])
  func whatWasReadIsWhatWasListed(change: String) throws {
    let sandbox = try repository()
    try sandbox.shell("sleep 4.1")
    let repository = try sandbox.open(nil)
    let entries = try repository.entries(in: .workingTree, below: ".omoi_os")
    #expect(repository.workingTreeState(below: ".omoi_os") != nil)
    try sandbox.shell(change)
    _ = try repository.mapFiles(entries, isWorkingTree: true, limit: 1000) { $1 }
    #expect((repository.workingTreeState(below: ".omoi_os") != nil) == (change == "true"))
  }

  @Test func stampsAreTheirBytes() throws {
    let sandbox = try repository()
    let stamps = try #require(try state(sandbox)).stamps
    let bytes = FileStamp.bytes(stamps)
    #expect(FileStamp.stamps(bytes[...]) == stamps)
    #expect(FileStamp.stamps(bytes.dropLast()) == nil)
    #expect(try FileStamp.of(sandbox.path("nothing/here")) == .none)
    #expect(try FileStamp.of(sandbox.path(Self.task)) != .none)
  }

  /// A folder that may be searched and not be listed hides its names, not its files.
  @Test(.enabled(if: geteuid() != 0, "root may list every folder"))
  func aFolderThatCannotBeListed() throws {
    let sandbox = try repository("chmod 300 .omoi_os/tasks")
    defer { _ = try? sandbox.shell("chmod 700 .omoi_os/tasks") }
    var files = FilesBelow(sandbox.directory)
    #expect(try files.stamp(Array(Self.task.utf8)[...]).mode == .regular)
  }
}
