import Foundation
import Specs
import TestSupport
import Testing

/// `git spec schema`: JSON Schemas for editors and agents.
@Suite struct SchemaTests {
  private static let settings = ".omoi_os/config.yaml"
  private static let own = """
    kinds: {epic: {folder: epics, prefix: EPC}}
    fields: {task: {lane: {values: [red]}}}

    """

  private func repository(_ settings: String? = own, _ backend: BackendName? = nil) throws
    -> Sandbox
  {
    let sandbox = try Sandbox(backend.map { ["GIT_SPEC_BACKEND": $0.rawValue] } ?? [:])
    try sandbox.git("init", "-q", ".")
    for (path, text) in Sample.root { try sandbox.write(path, text) }
    if let settings { try sandbox.write(Self.settings, settings) }
    return sandbox
  }

  /// The schema that a command prints, which has to be all that it says.
  private func schema(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) throws
    -> AnyJSON
  {
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    #expect(outcome.error == "", sourceLocation: sourceLocation)
    let schema = try JSONSchemaCheck(outcome.output).schema
    #expect(schema["$schema"] == .text("https://json-schema.org/draft/2020-12/schema"))
    return schema
  }

  private func hasLane(_ outcome: Outcome) throws -> Bool {
    try schema(outcome).value(at: "/properties/lane") != nil
  }

  @Test func everyKindAndTheSettingsOutsideOfARepository() throws {
    let sandbox = try Sandbox()
    for kind in Schema.builtIn.kinds.map(\.name.rawValue) + ["config"] {
      let outcome = try sandbox.spec("schema", kind)
      #expect(try schema(outcome)["$id"] == .text("urn:git-spec:schema:\(kind)"))
      #expect(try sandbox.spec("schema", kind).output == outcome.output)
    }
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func withoutARootTheTableIsTheBuiltInOne(backend: BackendName?) throws {
    let sandbox = try Sandbox(backend.map { ["GIT_SPEC_BACKEND": $0.rawValue] } ?? [:])
    let outside = try sandbox.spec("schema", "ticket").output
    try sandbox.git("init", "-q", ".")
    #expect(try sandbox.spec("schema", "ticket").output == outside)
    expectRefused(
      try sandbox.spec("schema", "ticket", "--root", ".omoi_os"), 2, "no spec root")
    expectRefused(try sandbox.spec("schema", "ticket", "--rev", "HEAD"), 2, "`HEAD`")
  }

  @Test func namingARootOrACommitNeedsARepository() throws {
    let sandbox = try Sandbox()
    expectRefused(try sandbox.spec("schema", "ticket", "--root", ".omoi_os"), 3, "git init")
    expectRefused(try sandbox.spec("schema", "ticket", "--rev", "HEAD"), 3, "git init")
  }

  @Test func aSpecIsValidByItsSchema() throws {
    let sandbox = try repository()
    let made = try sandbox.spec("new", "ticket", "--title", "Send mails").output
    let words = try sandbox.read(made.trimmingCharacters(in: .newlines))
      .split(separator: "\n").dropFirst().prefix { $0 != "---" }
    #expect(words.count > 3)
    let known = try schema(sandbox.spec("schema", "ticket"))["properties"]?.keys ?? []
    for word in words where !word.hasPrefix(" ") {
      #expect(known.contains(String(word.prefix { $0 != ":" })), "\(word)")
    }
  }

  // MARK: Which kind

  @Test func withoutAKindTheKindsAreListed() throws {
    expectRefused(
      try Sandbox().spec("schema"), 2,
      "known are: prd, document, requirement, design, ticket, task, config")
    expectRefused(try repository().spec("schema"), 2, "task, epic, config")
  }

  @Test func anUnknownKindIsRefusedWithTheNearest() throws {
    let outcome = try repository().spec("schema", "epics")
    expectRefused(outcome, 2, "there is no kind `epics`", "did you mean `epic`?", "known are: prd,")
    #expect(outcome.output == "")
    expectRefused(try Sandbox().spec("schema", "confg"), 2, "did you mean `config`?")
    #expect(!(try Sandbox().spec("schema", "a\u{1B}[2J").error.contains("\u{1B}")))
  }

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func ownKindsAndFields(backend: BackendName?) throws {
    let sandbox = try repository(Self.own, backend)
    let epic = try schema(sandbox.spec("schema", "epic"))
    #expect(epic["description"]?.text?.contains("`epics/`") == true)
    #expect(try hasLane(sandbox.spec("schema", "task")))
    #expect(try !hasLane(sandbox.spec("schema", "ticket")))
  }

  // MARK: Which settings

  @Test(arguments: [nil, BackendName.git, .libgit2])
  func theWorkingTreeOrACommit(backend: BackendName?) throws {
    let sandbox = try repository(nil, backend)
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Begin")
    try sandbox.write(Self.settings, Self.own)
    #expect(try hasLane(sandbox.spec("schema", "task")))
    #expect(try !hasLane(sandbox.spec("schema", "task", "--rev", "HEAD")))
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Settings")
    try sandbox.remove(Self.settings)
    #expect(try !hasLane(sandbox.spec("schema", "task")))
    #expect(try hasLane(sandbox.spec("schema", "task", "--rev", "HEAD")))
    #expect(try !hasLane(sandbox.spec("schema", "task", "--rev", "HEAD^")))
    expectRefused(try sandbox.spec("schema", "task", "--rev", "nonsense"), 2, "`nonsense`")
    // A bare repository has no working tree: its HEAD speaks.
    try sandbox.git("clone", "-q", "--bare", ".", "../bare.git")
    #expect(try hasLane(sandbox.spec("schema", "task", in: "../bare.git")))
  }

  @Test func theNearestRootOrTheNamedOne() throws {
    let sandbox = try repository(Self.own)
    try sandbox.write("web/.omoi_os/tickets/TKT-001.md", Sample.ticket())
    try sandbox.write("web/src/a.txt", "")
    #expect(try hasLane(sandbox.spec("schema", "task")))
    #expect(try hasLane(sandbox.spec("schema", "task", in: ".omoi_os/tasks")))
    #expect(try !hasLane(sandbox.spec("schema", "task", in: "web/src")))
    #expect(try !hasLane(sandbox.spec("schema", "task", "--root", "web/.omoi_os")))
    #expect(try hasLane(sandbox.spec("schema", "task", "--root", "../.omoi_os", in: "web")))
    expectRefused(
      try sandbox.spec("schema", "task", "--root", "web"), 2, "`web` is not a spec root")
    try sandbox.shell("mkdir api && mv .omoi_os api/")
    expectRefused(
      try sandbox.spec("schema", "task"), 2, "api/.omoi_os", "web/.omoi_os", "--root")
  }

  @Test func brokenSettingsAreRefusedWithThePlace() throws {
    let sandbox = try repository("rules: {S301: note}\nbogus: 1\n")
    let outcome = try sandbox.spec("schema", "task")
    expectRefused(
      outcome, 2, "the settings are wrong", ".omoi_os/config.yaml:2", "`bogus`", "[S015]")
    #expect(outcome.output == "")
    // Another root's are nobody's business here, and whoever mends them needs their schema.
    try sandbox.write("web/.omoi_os/tickets/TKT-001.md", Sample.ticket())
    _ = try schema(sandbox.spec("schema", "task", in: "web"))
    _ = try schema(sandbox.spec("schema", "config"))
  }

  @Test func settingsThatAreNoFileAreRefused() throws {
    let sandbox = try repository(nil)
    try sandbox.shell(
      "echo 'fields: {task: {lane: }}' > real.yaml; ln -s ../real.yaml \(Self.settings)")
    expectRefused(try sandbox.spec("schema", "task"), 2, "config.yaml:1", "symbolic link")
  }

  @Test func theSettingsSchemaIsOfNoRoot() throws {
    for option in ["--root", "--rev"] {
      expectRefused(try repository().spec("schema", "config", option, "x"), 2, "leave out --root")
    }
  }
}
