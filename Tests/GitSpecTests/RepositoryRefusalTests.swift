import Foundation
import TestSupport
import Testing

/// Repositories that cannot be read: never a silent pass, always the reason.
@Suite struct RepositoryRefusalTests {
  /// Every way in is refused with status 3 and these words; and a commit does not get through.
  private func expectAllRefused(
    _ sandbox: Sandbox, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for arguments in [["check", "--staged"], ["hook", "pre-commit"]] {
      let outcome = try sandbox.run(Sandbox.program, arguments)
      #expect(outcome.status == 3, "\(outcome)", sourceLocation: sourceLocation)
      for word in words {
        #expect(outcome.error.contains(word), "\(outcome)", sourceLocation: sourceLocation)
      }
    }
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func aBranchWithoutItsCommit(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.stage(CommitHookTests.good)
    try sandbox.write(".git/refs/heads/main", String(repeating: "12", count: 20) + "\n")
    try expectAllRefused(sandbox)
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func unknownExtension(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("config", "extensions.fromTheFuture", "1")
    // Before version 1 extensions mean nothing.
    try sandbox.expectVerdicts()
    try sandbox.git("config", "core.repositoryformatversion", "1")
    try expectAllRefused(sandbox, "fromthefuture")
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func versionFromTheFuture(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("config", "core.repositoryformatversion", "2")
    try expectAllRefused(sandbox, "version")
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func brokenSettings(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.shell("echo '[broken' >> .git/config")
    try expectAllRefused(sandbox, ".git/config")
  }

  @Test(arguments: [nil, BackendName.git, .libgit2], [0, 20])
  func shortIndex(backend: BackendName?, size: Int) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.stage(CommitHookTests.bad)
    try sandbox.shell("head -c \(size) .git/index > ../index; cp ../index .git/index")
    #expect(try sandbox.tryGit(["ls-files"]).status != 0)
    try expectAllRefused(sandbox, "index")
  }

  @Test(arguments: BackendName.allCases)
  func corruptedObjects(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.stage(CommitHookTests.good)
    let id = try sandbox.git("rev-parse", ":" + CommitHookTests.path).dropLast()
    let file = ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
    try sandbox.shell("chmod u+w \(file); echo garbage > \(file)")
    try expectAllRefused(sandbox, String(id.prefix(7)))
    try sandbox.remove(file)
    try expectAllRefused(sandbox, String(id.prefix(7)))
  }

  @Test(arguments: [nil, BackendName.git])
  func ownedBySomebodyElse(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.write(CommitHookTests.path, CommitHookTests.bad)
    guard try sandbox.run("/bin/sh", ["-c", "chown -R 12345 ."]).status == 0 else {
      print("skipped: only the superuser can give files away")
      return
    }
    let refused = try sandbox.spec("check")
    expectRefused(refused, 3, "dubious ownership", "safe.directory")
    let trusting = [
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
    ]
    expectFound(try sandbox.spec("check", environment: trusting), "S105")
  }

  @Test(arguments: BackendName.allCases)
  func aBareRepositoryHasNoIndex(backend: BackendName) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.git("clone", "-q", "--bare", ".", "../bare.git")
    let hook = try sandbox.spec("hook", "pre-commit", in: "../bare.git")
    // git starts no such hook here; nothing is about to be committed.
    #expect(hook.status == 0 && hook.error == "", "\(hook)")
    expectRefused(try sandbox.spec("check", "--staged", in: "../bare.git"), 2, "--rev HEAD")
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func noRepository(backend: BackendName?) throws {
    let sandbox = try Sandbox.armed(backend)
    try sandbox.write("sub/file", "text\n")
    // git looks no further up than it may.
    let ceiling = ["GIT_CEILING_DIRECTORIES": sandbox.directory]
    #expect(try sandbox.tryGit(["rev-parse"], environment: ceiling, in: "sub").status != 0)
    expectRefused(try sandbox.spec("check", environment: ceiling, in: "sub"), 3, "repository")
    expectFound(try sandbox.spec("check", environment: ceiling))
    let higher = ["GIT_CEILING_DIRECTORIES": sandbox.folder]
    expectFound(try sandbox.spec("check", environment: higher, in: "sub"))
  }
}
