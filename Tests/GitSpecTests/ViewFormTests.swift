import Foundation
import TestSupport
import Testing

/// The form of every view's JSON, and which words of the command line are refused.
@Suite struct ViewFormTests {
  private func repository() throws -> Sandbox { try .views(ShowTests.specs) }

  @Test func everyDocumentHasTheSameForm() throws {
    let sandbox = try repository()
    let commands =
      allViews + [
        ["show", "TKT-001"], ["show", "ready", "--first", "--context"], ["export", "json"],
      ]
    for command in commands {
      let words = command.first == "export" ? command : command + ["--format", "json"]
      let text = try sandbox.run(Sandbox.program, words).output
      #expect(try sandbox.run(Sandbox.program, words).output == text, "\(command)")
      let document = try sandbox.json(command)
      #expect(document["schema_version"] as? Int == 1)
      #expect(document["command"] as? String == command[0], "\(command)")
      #expect(document["problems"] is [Any], "\(command)")
      if command[0] == "show" { #expect(document["view"] is String, "\(command)") }
      // Fields and paths are words of the files, all other keys are ours.
      for key in keys(document, skipping: ["fields", "references", "requirements"]) {
        #expect(key.wholeMatch(of: /[a-z][a-z_]*/) != nil, "\(command) \(key)")
      }
    }
  }

  private func keys(_ value: Any, skipping names: Set<String>) -> Set<String> {
    switch value {
    case let list as [Any]: list.reduce(into: []) { $0.formUnion(keys($1, skipping: names)) }
    case let object as [String: Any]:
      object.reduce(into: Set(object.keys)) { found, entry in
        if !names.contains(entry.key) { found.formUnion(keys(entry.value, skipping: names)) }
      }
    default: []
    }
  }

  // MARK: Wrong usage

  @Test(arguments: [
    (["show", "tasks", "--first"], "show ready"), (["show", "ready", "--context"], "--first"),
    (["show", "tickets", "--context", "--first"], "show ready"),
    (["show", "tasks", "--all-refs"], "show ID"), (["show", "graph", "--all-refs"], "show ID"),
    (["show", "traceability", "--all-refs"], "show ID"),
    (["show", "ticket-graph", "--all-refs"], "show ID"),
    (["show", "TSK-001", "--status", "done"], "show tasks"),
    (["show", "TSK-404"], "show all"), (["show", "TSK-01"], "did you mean `git spec show TSK-0"),
    (["show", "tickts"], "did you mean `git spec show tickets`"),
    (["show", "nosuch/file.md"], "no spec is at"), (["show", "../../x.md"], "outside"),
    (["show", "tasks", "--status", "doen"], "did you mean `done`"),
    (["show", "tasks", "--feature", "b"], "there are: a"),
    (["show", "tasks", "--ticket", "TKT-404"], "TKT-001"),
    (["show", "tasks", "--priority", "URGENT"], "CRITICAL"),
    (["show", "tasks", "--rev", "nosuch"], "nosuch"), (["show", "--root", "nosuch"], "nosuch"),
    (["graph", "--depth", "1"], "--focus"), (["graph", "--focus", "TSK-404"], "show all"),
    (["graph", "--focus", "TKT-001"], "git spec graph tickets --focus TKT-001"),
    (["graph", "--status", "pending", "--focus", "TSK-001"], "the filters leave it out"),
    (["graph", "trace", "--focus", "TSK-404"], "show all"),
    (["graph", "--focus", "TSK-001", "--depth=-1"], "0 or more"),
    (["graph", "nosuch"], "tasks, tickets and trace"), (["graph", "--format", "png"], "svg"),
    (["board", "designs"], "tickets and tasks"), (["board", "--by", "author"], "assignee"),
    (["export", "xml"], "json"),
  ])
  func whatMeansNothingIsRefused(arguments: [String], hint: String) throws {
    let sandbox = try repository()
    let outcome = try sandbox.run(Sandbox.program, arguments)
    expectRefused(outcome, 2, hint)
    #expect(outcome.output == "", "\(outcome)")
    if arguments[0] == "export" || arguments.contains("--format") { return }
    let document = try sandbox.json(arguments, status: 2)
    #expect(document["command"] as? String == arguments[0])
    let error = try #require(document["error"] as? [String: Any])
    #expect(Set(error.keys) == ["kind", "message", "causes", "hints"])
  }

  @Test func anExportThatFailsIsJSONAsWell() throws {
    let sandbox = try Sandbox.views([:])
    let error = try #require(
      try sandbox.json(["export", "json"], status: 2)["error"] as? [String: Any])
    #expect((error["hints"] as? [String])?.contains { $0.contains("git spec init") } == true)
  }
}
