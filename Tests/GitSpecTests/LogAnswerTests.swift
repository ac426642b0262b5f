import Foundation
import TestSupport
import Testing

/// IDs that several specs have, or none, and the forms of the answer.
@Suite struct LogAnswerTests {
  private static let path = ".omoi_os/tasks/TSK-001.md"
  private static let created = "created: \"Write the parser\" (pending)"

  @Test func duplicatesHaveASectionEach() throws {
    let sandbox = try Sandbox.forLog()
    let other = ".omoi_os/tasks/TSK-001-b.md"
    try sandbox.commit("Begin", [Self.path: Sample.task()])
    try sandbox.commit("Again", [other: Sample.task(title: "Sweep the floor")])
    let outcome = try sandbox.spec("log", "TSK-001")
    let files = outcome.output.split(separator: "\n").filter { $0.hasPrefix("task in") }
    #expect(files == ["task in \(other)", "task in \(Self.path)"])
    #expect(Sandbox.blocks(outcome.output).map { $0.prefix(5) } == ["Again", "Begin"])
  }

  @Test func rootsHaveASectionEach() throws {
    let sandbox = try Sandbox.forLog()
    try sandbox.commit("Begin", [Self.path: Sample.task(), "b/" + Self.path: Sample.task()])
    #expect(try sandbox.log("TSK-001").count == 2)
    #expect(try sandbox.log("TSK-001", "--root", "b/.omoi_os").count == 1)
    #expect(try sandbox.log("TSK-001", "--root", ".omoi_os", in: "b").count == 1)
    expectRefused(try sandbox.spec("log", "TSK-001", "--root", "c/.omoi_os"), 2, "not a spec root")
  }

  /// The whole folder goes elsewhere.
  @Test(arguments: BackendName.allCases)
  func aRootThatMoves(backend: BackendName) throws {
    let sandbox = try Sandbox.forLog(backend)
    try sandbox.commit("Begin", [Self.path: Sample.task(), "keep": "x"])
    try sandbox.shell("mkdir b && git mv .omoi_os b/")
    try sandbox.commit("Move", [:])
    #expect(
      try sandbox.log("TSK-001") == [
        "Move: renamed from .omoi_os/tasks/TSK-001.md", "Begin: " + Self.created,
      ])
  }

  @Test func unknownIDs() throws {
    let sandbox = try Sandbox.forLog()
    expectRefused(try sandbox.spec("log", "TSK-001"), 2, "there is no spec root", "git spec init")
    try sandbox.commit("Begin", [Self.path: Sample.task()])
    expectRefused(
      try sandbox.spec("log", "TSK-O01"), 2, "no spec has the ID `TSK-O01`",
      "did you mean `TSK-001` \"Write the parser\"? `git spec log TSK-001`")
    expectRefused(try sandbox.spec("log", "XXXXXXXXX"), 2, "--rev BRANCH")
    expectRefused(try sandbox.spec("log", "TSK-001", "--rev", "nothing"), 2, "names no commit")
    expectRefused(try sandbox.spec("log", "TSK-001", "-n", "0"), 2, "--max-count")
    let json = try sandbox.spec("log", "TSK-O01", "--format", "json")
    #expect(json.status == 2 && json.output.contains("\"kind\" : \"usage\""), "\(json)")
  }

  /// Names and values cannot steer a terminal.
  @Test func controlCharactersAreShown() throws {
    let sandbox = try Sandbox.forLog()
    try sandbox.commit("Begin \u{1B}[31m", [Self.path: Sample.task(title: "\"A\\e[1m\"")])
    let outcome = try sandbox.spec("log", "TSK-001")
    #expect(!outcome.output.contains("\u{1B}") && outcome.output.contains("␛[1m"), "\(outcome)")
  }

  @Test func json() throws {
    let sandbox = try Sandbox.forLog()
    try sandbox.commit("Begin", [Self.path: Sample.task()])
    try sandbox.commit(
      "Start",
      [
        Self.path: Sample.task(status: "done", dependsOn: ["TSK-002"]).replacing(
          "[ ]", with: "[x]") + "More.\n"
      ])
    let outcome = try sandbox.spec("log", "TSK-001", "--format", "json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    #expect(object["schema_version"] as? Int == 1 && object["command"] as? String == "log")
    let spec = try #require((object["specs"] as? [[String: Any]])?.first)
    #expect(spec["path"] as? String == Self.path && spec["kind"] as? String == "task")
    let changes = try #require(spec["changes"] as? [[String: Any]])
    #expect(changes.compactMap { $0["event"] as? String } == ["changed", "created"])
    let change = try #require(changes.first)
    let head = String(try sandbox.git("rev-parse", "HEAD").dropLast())
    #expect(change["commit"] as? String == head)
    #expect(change["date"] as? String == "2026-01-10" && change["author"] as? String == "Ann")
    #expect(change["merge"] as? Bool == false && change["renamed_from"] is NSNull)
    let fields = try #require(change["fields"] as? [[String: Any]])
    #expect(fields.compactMap { $0["field"] as? String } == ["status", "dependencies.depends_on"])
    #expect(fields[0]["old"] as? String == "pending" && fields[0]["new"] as? String == "done")
    #expect(fields[1]["added"] as? [String] == ["TSK-002"] && fields[1]["old"] is NSNull)
    #expect((change["criteria"] as? [[String: Any]])?.first?["met"] as? Bool == true)
    #expect((change["body"] as? [String: Int]) == ["added": 1, "removed": 0])
  }
}
