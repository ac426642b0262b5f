import Git
import Specs
import TestSupport
import Testing

@testable import git_spec

/// A merge beside the repository with the driver that `git spec install` registers.
@Suite struct MergedTreeDriverTests {
  private static let path = ".omoi_os/tasks/TSK-001.md"

  @Test(arguments: BackendName.allCases, [false, true])
  func ourDriverMergesByFields(backend: BackendName, isBare: Bool) throws {
    let sandbox = try Sandbox(["GIT_SPEC_BACKEND": backend.rawValue])
    try sandbox.git("init", "-q", ".")
    func commit(_ text: String) throws {
      try sandbox.write(Self.path, text)
      try sandbox.git("add", "-A")
      try sandbox.git("commit", "-qm", "Change")
    }
    try commit(Sample.task())
    try sandbox.git("checkout", "-qb", "side")
    // Next to each other: git by itself would see a conflict.
    try commit(Sample.task(ticket: "TKT-002"))
    try sandbox.git("checkout", "-q", "main")
    try commit(Sample.task(status: "in_progress"))
    if isBare { try sandbox.git("clone", "-q", "--bare", ".", "../bare.git") }
    let repository = try Repository.open(
      directory: isBare ? sandbox.folder + "/bare.git" : sandbox.directory,
      environment: sandbox.environment)
    let ours = try #require(try repository.resolve("main"))
    let theirs = try #require(try repository.resolve("side"))
    let driver = FileMergeDriver(
      name: "spec", command: DriverSettings.command(Sandbox.program),
      attributes: [MergeSetup.attributes])
    let merged = try repository.mergedTree(ours, theirs, driver: driver)
    #expect(merged.isClean)
    let text = try merged.repository.file(
      RepositoryPath(text: Self.path), in: merged.tree, limit: 10_000)
    #expect(text == .bytes(Array(Sample.task(status: "in_progress", ticket: "TKT-002").utf8)))
    let plain = try repository.mergedTree(ours, theirs)
    #expect(plain.conflicts.map(\.path.text) == [Self.path])
    // A whole snapshot can be judged from it.
    let workspace = Workspace(merged.repository)
    let snapshot = try workspace.load(.commit(merged.tree))
    #expect(snapshot.specPaths == [Self.path])
    #expect(snapshot.index.summary(at: Self.path)?.status == "in_progress")
  }
}
