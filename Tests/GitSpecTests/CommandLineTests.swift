import Foundation
import TestSupport
import Testing

/// Words on the command line: paths, roots, revisions, and what is wrong with them.
@Suite struct CommandLineTests {
  private func repository(_ files: [String: String] = Sample.root) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    for (path, text) in files { try sandbox.write(path, text) }
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Begin")
    return sandbox
  }

  private func json(_ outcome: Outcome) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(object as? [String: Any])
  }

  // MARK: Failures as documents

  @Test(arguments: [
    ["check", "--format", "json", "--bogus"], ["check", "--bogus", "--format=json"],
    ["check", "--format", "json", "--staged", "--rev", "HEAD"],
    ["check", "--format", "json", "--select", "S999"], ["check", "--format=json", "nosuchpath"],
    ["check", "--format", "json", "--rev", "nosuchrev"],
    ["check", "--format", "json", "--root", "nosuchroot"],
  ])
  func wrongUsageIsADocumentWhereJSONWasAsked(arguments: [String]) throws {
    let outcome = try repository().run(Sandbox.program, arguments)
    #expect(outcome.status == 2, "\(outcome)")
    let document = try json(outcome)
    #expect(Set(document.keys) == ["schema_version", "command", "error"])
    #expect(document["command"] as? String == "check")
    let error = try #require(document["error"] as? [String: Any])
    #expect(Set(error.keys) == ["kind", "message", "causes", "hints"])
    #expect(["usage", "configuration"].contains(error["kind"] as? String))
    #expect((error["message"] as? String)?.isEmpty == false)
    #expect(outcome.error.hasPrefix("error: ") || outcome.error.hasPrefix("Error: "), "\(outcome)")
  }

  @Test(arguments: [
    ["check", "json"], ["check", "--", "--format", "json"], ["check", "--rev", "json"],
    ["check", "--", "--format=json"],
  ])
  func aPathNamedJSONAsksForNone(arguments: [String]) throws {
    let outcome = try repository().run(Sandbox.program, arguments)
    #expect(outcome.status == 2, "\(outcome)")
    #expect(outcome.output == "")
  }

  // MARK: Roots

  @Test(arguments: BackendName.allCases)
  func aRootInEverySpelling(backend: BackendName) throws {
    let sandbox = try repository()
    sandbox.environment["GIT_SPEC_BACKEND"] = backend.rawValue
    let top = sandbox.directory
    let cases = [
      (".", ".omoi_os"), (".", ".omoi_os/"), (".", "./.omoi_os"), (".", ".omoi_os/."),
      (".", ".omoi_os/tasks/.."), (".", top + "/.omoi_os"), (".", top + "/.omoi_os/"),
      (".omoi_os", "."), (".omoi_os", "../.omoi_os"), (".omoi_os/tasks", ".."),
      (".omoi_os/tasks", "../../.omoi_os"), (".omoi_os/tasks", top + "/.omoi_os"),
    ]
    for (folder, root) in cases {
      for source in [[], ["--staged"], ["--rev", "HEAD"]] {
        let outcome = try sandbox.run(
          Sandbox.program, ["check", "--root", root] + source, in: folder)
        #expect(outcome.status == 0, "\(folder) \(root) \(source) \(outcome)")
        #expect(outcome.output.contains("3 specs"), "\(folder) \(root) \(source) \(outcome)")
      }
    }
  }

  @Test(arguments: [[], ["--staged"], ["--rev", "HEAD"]])
  func aWrongRootIsNamed(source: [String]) throws {
    let sandbox = try repository()
    for root in ["nosuch", ".omoi_os/tasks"] {
      let outcome = try sandbox.run(Sandbox.program, ["check", "--root", root] + source)
      #expect(outcome.status == 2, "\(outcome)")
      #expect(outcome.error.contains("`\(root)` is not a spec root"), "\(outcome)")
    }
    #expect(try sandbox.spec("check", "--root", "..").error.contains("outside this repository"))
  }

  // MARK: Paths

  @Test(arguments: BackendName.allCases)
  func aPathThatNamesNothingIsAMistake(backend: BackendName) throws {
    let sandbox = try repository()
    sandbox.environment["GIT_SPEC_BACKEND"] = backend.rawValue
    for source in [[], ["--staged"], ["--rev", "HEAD"], ["--since", "HEAD"]] {
      let outcome = try sandbox.run(Sandbox.program, ["check", "nosuchpath"] + source)
      #expect(outcome.status == 2, "\(source) \(outcome)")
      #expect(outcome.error.contains("`nosuchpath`"), "\(outcome)")
    }
    // Nothing of it changed is another matter.
    #expect(try sandbox.spec("check", "--staged", ".omoi_os/tasks").status == 0)
    try sandbox.write(".omoi_os/tasks/TSK-003.md", Sample.task("TSK-003"))
    try sandbox.git("add", "-A")
    #expect(try sandbox.spec("check", "--staged", "nosuchpath").status == 2)
  }

  @Test(arguments: BackendName.allCases)
  func aDeletedPathIsFine(backend: BackendName) throws {
    let sandbox = try repository()
    sandbox.environment["GIT_SPEC_BACKEND"] = backend.rawValue
    try sandbox.git("rm", "-q", ".omoi_os/tasks/TSK-002.md")
    for path in [".omoi_os/tasks/TSK-002.md", ".omoi_os/tasks"] {
      let outcome = try sandbox.spec("check", "--staged", path)
      #expect(outcome.status != 2, "\(path) \(outcome)")
    }
  }

  @Test(arguments: [
    "back\\slash", "new\nline", "cafe\u{301}", "tab\t", "quo\"te", "*?[x]", "-dash",
  ])
  func everyNameCanBeNamed(name: String) throws {
    let path = ".omoi_os/tasks/TSK-003-\(name).md"
    let sandbox = try repository(Sample.root.merging([path: FixTests.fixable]) { $1 })
    for source in [[], ["--staged"], ["--rev", "HEAD"]] {
      let outcome = try sandbox.run(
        Sandbox.program, ["check", "--select", "S105"] + source + ["--", path])
      #expect(outcome.status == 0, "\(outcome)")
    }
    let outcome = try sandbox.spec("check", "--fix", path)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try sandbox.read(path) == FixTests.fixed)
    let folder = try sandbox.spec(
      "check", "TSK-003-\(name).md", "--format", "json", in: ".omoi_os/tasks")
    #expect(folder.status == 0, "\(folder)")
  }

  @Test func pathsThroughALinkToTheTop() throws {
    let sandbox = try repository()
    try sandbox.shell("ln -s repo ../link")
    let path = sandbox.folder + "/link/.omoi_os/tasks"
    #expect(try sandbox.spec("check", path).status == 0)
    #expect(try sandbox.spec("check", path, in: "../link/.omoi_os").status == 0)
    #expect(try sandbox.spec("check", "--root", sandbox.folder + "/link/.omoi_os").status == 0)
    #expect(try sandbox.spec("check", sandbox.folder + "/elsewhere").status == 2)
  }

  // MARK: Revisions

  @Test(arguments: BackendName.allCases)
  func aRevisionByItsWords(backend: BackendName) throws {
    let sandbox = try repository()
    sandbox.environment["GIT_SPEC_BACKEND"] = backend.rawValue
    try sandbox.shell("git tag -a v1 -m one; git rm -qr .omoi_os; git commit -qm 'Without specs'")
    for revision in [":/Begin", "v1", "v1^{}", "HEAD~1", "main~", "HEAD^{/Begin}", "@{0}~1"] {
      let outcome = try sandbox.spec("check", "--rev", revision)
      #expect(outcome.status == 0, "\(revision) \(outcome)")
      #expect(outcome.output.contains("3 specs"), "\(revision) \(outcome)")
    }
    for revision in [":/Nobody wrote this", "HEAD:.omoi_os", "--all", "", "v1:"] {
      let outcome = try sandbox.spec("check", "--rev=\(revision)")
      #expect(outcome.status == 2, "\(revision) \(outcome)")
    }
  }

  // MARK: Words of success

  @Test func validateSaysPassedOnlyWhenItDid() throws {
    let sandbox = try repository(
      Sample.root.merging([
        ".omoi_os/tasks/TSK-003.md": Sample.task("TSK-003").replacing("type:", with: "x: 1\ntype:")
      ]) { $1 })
    let passed = try sandbox.spec("validate")
    #expect(passed.status == 0)
    #expect(passed.output.contains("✓ Validation passed!\n"), "\(passed)")
    let strict = try sandbox.spec("validate", "--strict")
    #expect(strict.status == 1)
    #expect(!strict.output.contains("✓"), "\(strict)")
    #expect(strict.output.contains("warning[S102]"), "\(strict)")
  }

  // MARK: Making a root

  @Test func initDoesNotFollowALink() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try sandbox.shell("mkdir elsewhere; ln -s elsewhere .omoi_os")
    let outcome = try sandbox.spec("init")
    #expect(outcome.status == 3)
    #expect(outcome.error.contains("is a symbolic link"), "\(outcome)")
    #expect(outcome.error.contains("hint: "), "\(outcome)")
    #expect(try sandbox.shell("ls -A elsewhere") == "")
  }
}
