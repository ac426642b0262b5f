import Specs
import TestSupport

/// A root of texts as views read it.
func rootSpecs(_ files: [String: String]) -> RootSpecs {
  let root = ".omoi_os"
  let settings = files["config.yaml"].map {
    Settings.parse(Array($0.utf8), path: "\(root)/config.yaml", root: root).settings
  }
  let schema = SpecSnapshot.Root(path: root, settings: settings ?? Settings()).schema
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
func tasks(
  _ dependencies: [Int: [Int]], done: Set<Int> = [], status: [Int: String] = [:],
  ticket: [Int: String] = [:]
) -> [String: String] {
  Dictionary(
    uniqueKeysWithValues: dependencies.map { number, others in
      let id = taskID(number)
      return (
        "tasks/\(id).md",
        Sample.task(
          id, title: "Task \(number)",
          status: done.contains(number) ? "done" : status[number] ?? "pending",
          ticket: ticket[number] ?? "TKT-001", dependsOn: others.map(taskID))
      )
    })
}

func taskID(_ number: Int) -> String { "TSK-" + String(1000 + number).dropFirst() }

extension RootSpecs {
  func readiness(of id: String) -> Readiness? { cards(withID: id).first.map(readiness.of) }
  func reasons(of id: String) -> [String] { readiness(of: id)?.reasons.map(\.text) ?? [] }
}
