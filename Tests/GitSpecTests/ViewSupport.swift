import Foundation
import Specs
import TestSupport
import Testing

@testable import git_spec

/// A root of texts as views read it, without a repository.
func viewRoot(_ files: [String: String]) -> RootSpecs {
  let root = ".omoi_os"
  let schema = SpecSnapshot.Root(path: root, settings: Settings()).schema
  let cards = files.sorted { $0.key < $1.key }.compactMap { path, text -> SpecCard? in
    guard let kind = schema.kind(ofPath: path), let table = schema[kind] else { return nil }
    return SpecCard(
      reading: SpecFile(
        path: "\(root)/\(path)", root: root, kind: kind, content: .bytes(Array(text.utf8))),
      schema: table)
  }
  return RootSpecs(
    root: root, schema: schema, cards: cards, files: files.keys.map { "\(root)/\($0)" })
}

/// Tasks by number with what each depends on: `[2: [1]]` is TSK-002 behind TSK-001.
func taskFiles(_ dependencies: [Int: [Int]]) -> [String: String] {
  Dictionary(
    uniqueKeysWithValues: dependencies.map { number, others in
      let id = taskID(number)
      return (
        "tasks/\(id).md", Sample.task(id, title: "Task \(number)", dependsOn: others.map(taskID))
      )
    })
}

func taskID(_ number: Int) -> String { "TSK-" + String(1000 + number).dropFirst() }

extension Sandbox {
  /// A repository with specs that are not committed.
  static func views(_ files: [String: String], _ backend: BackendName? = nil) throws -> Sandbox {
    let sandbox = try Sandbox(backend.map { ["GIT_SPEC_BACKEND": $0.rawValue] } ?? [:])
    try sandbox.git("init", "-q", ".")
    for (path, text) in files { try sandbox.write(path, text) }
    return sandbox
  }

  /// The answer of a command in JSON, which has to be one document and nothing else.
  func json(
    _ arguments: [String], environment: [String: String?] = [:], in directory: String? = nil,
    status: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String: Any] {
    let words = arguments.first == "export" ? arguments : arguments + ["--format", "json"]
    let outcome = try run(Self.program, words, environment: environment, in: directory)
    #expect(outcome.status == status, "\(words) \(outcome)", sourceLocation: sourceLocation)
    let document = try? JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(
      document as? [String: Any], "\(words) \(outcome)", sourceLocation: sourceLocation)
  }
}

/// Every view of specs in every format, without what only one spec has.
let allViews: [[String]] =
  ["all", "docs", "requirements", "designs", "tickets", "tasks", "ready", "traceability"]
  .map { ["show", $0] } + [["show", "graph"], ["show", "ticket-graph"]]
  + ["tasks", "tickets", "trace"].map { ["graph", $0] }
  + [
    ["board"], ["board", "tickets", "--by", "feature"], ["board", "tasks", "--by", "priority"],
    ["board", "--by", "assignee"],
  ]

/// Tests that need a program which only some machines have.
enum Tool {
  static func has(_ name: String) -> Bool {
    ["/usr/bin", "/usr/local/bin", "/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }
}
