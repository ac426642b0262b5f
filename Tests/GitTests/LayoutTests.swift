import Foundation
import Git
import TestSupport
import Testing

/// Where a repository's parts are, and what lies in its working tree.
@Suite struct LayoutTests {
  /// What git says of the same folder in the same environment.
  private func oracle(
    _ sandbox: Sandbox, _ directory: String, _ environment: [String: String]
  ) throws -> Layout {
    let lines = try sandbox.git(
      "rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir",
      environment: environment, in: directory
    ).split(separator: "\n").map(String.init)
    let top = try sandbox.tryGit(
      ["rev-parse", "--show-toplevel"], environment: environment, in: directory)
    return Layout(
      gitDirectory: lines[0], commonDirectory: lines[1],
      workTree: top.status == 0 ? String(top.output.dropLast()) : nil)
  }

  @Test(arguments: BackendName.allCases)
  func everyPlace(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      mkdir -p sub/er; echo x > sub/er/file; git add .; git commit -qm x
      git worktree add -q ../linked; git clone -q --bare . ../bare.git; ln -s repo ../link
      git init -q --separate-git-dir ../elsewhere.git ../separate
      git init -q ../super; cd ../super; git submodule add -q ../repo module
      """)
    for place in [
      ".", "sub/er", "../linked", "../linked/sub", "../bare.git", "../bare.git/objects", ".git",
      ".git/refs", "../separate", "../super/module/sub", "../link", "../link/sub",
    ] {
      let real = try String(sandbox.shell("cd \(place) && pwd -P").dropLast())
      let expected = try oracle(sandbox, real, [:])
      let repository = try sandbox.open(backend, in: real)
      #expect(repository.layout == expected, "\(place)")
      #expect(repository.layout.isBare == (expected.workTree == nil), "\(place)")
    }
    #expect(try sandbox.open(backend, in: "../bare.git").isServer)
    #expect(try !sandbox.open(backend, in: "../linked").isServer)
  }

  @Test(arguments: BackendName.allCases)
  func variables(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      "mkdir -p sub ../tree/deep")
    let top = sandbox.directory
    for (place, environment) in [
      ("sub", ["GIT_DIR": "../.git"]), ("sub", ["GIT_DIR": "../.git", "GIT_WORK_TREE": ".."]),
      ("../tree", ["GIT_DIR": top + "/.git"]), ("../tree", ["GIT_DIR": top + "/.git/"]),
      ("../tree/deep", ["GIT_DIR": top + "/.git", "GIT_WORK_TREE": sandbox.folder + "/tree"]),
      (".", ["GIT_DIR": ".git", "GIT_WORK_TREE": "."]), ("sub", ["GIT_DIR": "../.git/."]),
      (".", ["GIT_DIR": ".git", "GIT_COMMON_DIR": ".git"]), (".", ["GIT_WORK_TREE": "."]),
    ] {
      // A shell stands where links lead.
      let directory = try String(sandbox.shell("cd \(place) && pwd -P").dropLast())
      let repository = try sandbox.open(backend, in: directory, environment: environment)
      let expected = try oracle(sandbox, directory, environment)
      #expect(real(repository.layout) == real(expected), "\(place) \(environment)")
    }
  }

  /// Paths may differ in form (`/a/b/..`) as long as they lead to the same folder.
  private func real(_ layout: Layout) -> Layout {
    func real(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    return Layout(
      gitDirectory: real(layout.gitDirectory), commonDirectory: real(layout.commonDirectory),
      workTree: layout.workTree.map(real))
  }

  @Test(arguments: BackendName.allCases)
  func filesOfTheWorkingTree(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      "printf text > file; ln -s file link; ln -s nowhere dead; mkdir folder; mkfifo pipe; : > empty"
    )
    let repository = try sandbox.open(backend)
    for (name, expected) in [
      ("file", WorkingFile.bytes(Array("text".utf8))), ("empty", .bytes([])), ("link", .symlink),
      ("dead", .symlink), ("folder", .notRegular), ("pipe", .notRegular), ("none", .missing),
      ("file/below", .missing), ("none/below", .missing),
    ] {
      let path = RepositoryPath(bytes: Array(name.utf8))
      #expect(try repository.workingFile(path, limit: 100) == expected, "\(name)")
    }
    let path = RepositoryPath(bytes: Array("file".utf8))
    #expect(try repository.workingFile(path, limit: 3) == .tooLarge(4))
  }

  /// So many that several processors read them; from packs, loose, and beside a link.
  @Test(arguments: BackendName.allCases)
  func manyFilesAtOnce(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    var stream = "commit refs/heads/main\ncommitter A <a@b> 1 +0000\ndata 0\n"
    for number in 0..<1200 {
      stream += "M 100644 inline .omoi_os/\(number)\ndata <<END\ntext \(number)\nEND\n"
    }
    try sandbox.git("fast-import", "--quiet", input: stream)
    try sandbox.git("reset", "-q", "--hard")
    try sandbox.shell("echo loose > .omoi_os/1; git commit -qam loose")
    for links in [0, 1] {
      if links == 1 { try sandbox.shell("ln -s 1 .omoi_os/link; git add .; git commit -qm link") }
      let repository = try sandbox.open(backend)
      for snapshot in [Snapshot.commit(try sandbox.id("HEAD")), .workingTree] {
        let entries = try repository.entries(in: snapshot, below: ".omoi_os")
        #expect(entries.count == 1200 + links)
        let isWorkingTree = snapshot == .workingTree
        let found = try repository.mapFiles(entries, isWorkingTree: isWorkingTree, limit: 100) {
          index, file in (index, file)
        }
        #expect(found.map(\.0) == Array(entries.indices))
        for (entry, (_, file)) in zip(entries, found) {
          let name = entry.path.text.dropFirst(9)
          let text = name == "1" ? "loose\n" : "text \(name)\n"
          try #require(file == (name == "link" ? .symlink : .bytes(Array(text.utf8))))
        }
      }
    }
  }

  @Test(arguments: BackendName.allCases)
  func otherParentsOfAMerge(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      git commit -q --allow-empty -m x
      for name in a b; do git checkout -qb $name main; echo > $name; git add .; git commit -qm x; done
      git checkout -q main
      """)
    #expect(try sandbox.open(backend).mergeHeads() == [])
    try sandbox.git("merge", "-q", "--no-ff", "--no-commit", "a", "b")
    let expected = [try sandbox.id("a"), try sandbox.id("b")]
    #expect(try sandbox.open(backend).mergeHeads() == expected)
  }
}
