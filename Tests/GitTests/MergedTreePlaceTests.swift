import Git
import TestSupport
import Testing

/// Merges beside repositories of every form, and where git runs us.
@Suite struct MergedTreePlaceTests {
  /// The merge that all of them come to.
  private func expected(_ sandbox: Sandbox) throws -> ObjectID {
    let merged = try sandbox.open(.git).mergedTree(
      try sandbox.id("main"), try sandbox.id("side"), driver: MergedTreeTests.driver)
    #expect(merged.isClean)
    return merged.tree
  }

  /// Merges `main` and `side` somewhere, and expects nothing to be written there.
  private func merge(
    _ sandbox: Sandbox, _ backend: BackendName, in directory: String,
    environment extra: [String: String] = [:], ours: String = "main", theirs: String = "side"
  ) throws -> MergedTree {
    let ids = (try sandbox.id(ours), try sandbox.id(theirs))
    let before = try MergedTreeTests.bytes(of: sandbox, in: directory)
    let merged = try sandbox.open(backend, in: directory, environment: extra)
      .mergedTree(ids.0, ids.1, driver: MergedTreeTests.driver)
    #expect(try MergedTreeTests.bytes(of: sandbox, in: directory) == before)
    // The objects are those of both places.
    let entries = try merged.repository.entries(in: .commit(merged.tree), below: ".omoi_os")
    let files = try merged.repository.mapFiles(entries, isWorkingTree: false, limit: 1000) { $1 }
    #expect(files.count == 6 && files.allSatisfy { if case .bytes = $0 { true } else { false } })
    return merged
  }

  @Test(arguments: BackendName.allCases)
  func bareLinkedAndShared(backend: BackendName) throws {
    let sandbox = try MergedTreeTests.repository()
    let tree = try expected(sandbox)
    try sandbox.shell(
      """
      git clone -q --bare . '../ba:re "x'.git; git worktree add -q --detach ../linked side
      git clone -q --shared --bare . ../shared.git
      cd '../ba:re "x'.git; git pack-refs --all
      """)
    for place in ["../ba:re \"x.git", "../linked", "../shared.git", "sub", ".omoi_os/tasks"] {
      #expect(try merge(sandbox, backend, in: place).tree == tree, "\(place)")
    }
  }

  /// A hook is told of the repository and of its index in relative words.
  @Test(arguments: BackendName.allCases)
  func insideAHook(backend: BackendName) throws {
    let sandbox = try MergedTreeTests.repository()
    let tree = try expected(sandbox)
    let merged = try merge(
      sandbox, backend, in: ".",
      environment: ["GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": "", "GIT_DIR": ".git"])
    #expect(merged.tree == tree)
  }

  /// What is pushed lies beside the repository until the hook lets it in.
  @Test(arguments: BackendName.allCases)
  func inQuarantine(backend: BackendName) throws {
    let sandbox = try MergedTreeTests.repository()
    let tree = try expected(sandbox)
    try sandbox.shell(
      """
      git clone -q --bare --single-branch "file://$PWD" ../server.git
      mkdir ../incoming; git bundle create -q ../bundle main..side
      cd ../server.git
      GIT_OBJECT_DIRECTORY=../incoming GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/objects \\
        git bundle unbundle ../bundle > /dev/null
      """)
    #expect(
      try sandbox.tryGit(["cat-file", "-e", sandbox.id("side").hex], in: "../server.git").status
        != 0)
    let merged = try merge(
      sandbox, backend, in: "../server.git",
      environment: [
        "GIT_DIR": ".", "GIT_OBJECT_DIRECTORY": "../incoming",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": sandbox.path("../server.git/objects"),
        "GIT_QUARANTINE_PATH": sandbox.path("../incoming"),
      ])
    #expect(merged.tree == tree)
  }

  /// A shallow clone has no common ancestor: everything was added twice.
  @Test(arguments: BackendName.allCases)
  func withoutHistory(backend: BackendName) throws {
    let sandbox = try MergedTreeTests.repository()
    try sandbox.shell(
      "git clone -q --bare --depth 1 --no-single-branch \"file://$PWD\" ../shallow.git")
    let merged = try merge(sandbox, backend, in: "../shallow.git")
    #expect(merged.bases == [])
    // The driver merges both specs of a name, other files conflict.
    #expect(merged.conflicts.map(\.path.text) == ["plain"])
    #expect(merged.conflicts.allSatisfy { $0.base == nil })
  }

  /// What has to be fetched for the merge is not kept.
  @Test(arguments: BackendName.allCases)
  func partialClone(backend: BackendName) throws {
    let sandbox = try MergedTreeTests.repository()
    let tree = try expected(sandbox)
    try sandbox.shell(
      """
      git config uploadpack.allowFilter true; git config uploadpack.allowAnySHA1InWant true
      git clone -q --bare --filter=blob:none "file://$PWD" ../partial.git
      """)
    #expect(try merge(sandbox, backend, in: "../partial.git").tree == tree)
  }
}
