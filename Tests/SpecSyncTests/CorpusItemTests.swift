import Specs
import TestSupport
import Testing

@testable import SpecSync

/// The specs of a real project; counted by hand.
@Suite struct CorpusItemTests {
  private static let path = "corpus/omoios-specs.fast-export"

  private func specs() throws -> [Spec] {
    let sandbox = try Sandbox()
    let export = (Shared.folder ?? "") + "/" + Self.path
    try sandbox.git("init", "-q", ".")
    try sandbox.shell("git fast-import --quiet < '\(export)' && git checkout -q main")
    return try sandbox.git("ls-files").split(separator: "\n").map(String.init).compactMap { path in
      guard let end = path.firstRange(of: ".omoi_os/") else { return nil }
      let root = String(path[..<end.upperBound].dropLast())
      guard let kind = Schema.builtIn.kind(ofPath: String(path[end.upperBound...])),
        let schema = Schema.builtIn[kind]
      else { return nil }
      return Spec(
        SpecFile(
          path: path, root: root, kind: kind,
          content: .bytes(Array(try sandbox.read(path).utf8))), schema: schema)
    }
  }

  @Test(.enabled(if: Shared.has(CorpusItemTests.path), "the folder ../shared/corpus is not there"))
  func everySpecIsOneItemOrSaysWhyNot() throws {
    let specs = try specs()
    #expect(specs.count == 66)
    let readings = specs.map { ItemReader.items(of: $0, settings: .init()) }
    let items = readings.flatMap(\.items)
    let counts = Dictionary(items.map { ($0.kind, 1) }, uniquingKeysWith: +)
    // Three designs with a header and four files of requirements with 68 headings.
    #expect(counts == [.ticket: 17, .task: 38, .requirement: 68, .spec: 7])
    let nowhere = zip(specs, readings).filter { $1.items.isEmpty }
    #expect(
      nowhere.map {
        "\($0.path.split(separator: "/").suffix(2).joined(separator: "/")) \($1.homelessKind?.rawValue ?? "") \($1.problems)"
      }
      .sorted() == [
        "designs/webhook-notifications.md  [the frontmatter cannot be read]",
        "docs/prd-create-repository.md prd []", "docs/prd-websocket-infrastructure.md prd []",
        "docs/rapid-application-generator-requirements.md  [the frontmatter cannot be read]",
      ])
    #expect(readings.flatMap(\.problems).count == 2)
    for item in items {
      for (field, value) in item.fields {
        #expect(!value.hasPrefix("---") && !value.contains("\nid: "), "\(item.id) \(field)")
        #expect(!value.contains("\r"), "\(item.id) \(field)")
        if field == .condition || field == .action {
          #expect(!value.contains("**"), "\(item.id) \(field)")
        }
      }
      #expect(item.fields[.title]?.isEmpty == false)
    }
    let requirements = items.filter { $0.kind == .requirement }
    // One has nothing but code.
    #expect(requirements.filter { $0.fields[.action] == "" }.map(\.id) == ["REQ-TQU-API-001"])
    #expect(requirements.filter { $0.fields[.condition]?.isEmpty == false }.count == 29)
    let criteria = requirements.flatMap { $0.fields[.criteria]?.split(separator: "\n") ?? [] }
    #expect(criteria.count == 146)
    #expect(items.filter { $0.kind == .task && $0.links.ticket == nil }.isEmpty)
    let statuses = Dictionary(
      items.map { ("\($0.kind) \($0.fields[.status] ?? "-")", 1) }, uniquingKeysWith: +)
    #expect(
      statuses == [
        "task pending": 38, "ticket backlog": 17, "requirement draft": 68, "spec draft": 7,
      ])
    let homeless = Dictionary(items.flatMap(\.homelessText).map { ($0, 1) }, uniquingKeysWith: +)
    #expect(
      homeless == [
        "created": 62, "updated": 36, "feature": 20, "estimate": 55, "type": 11, "phase": 6,
        "tasks": 2, "prd_ref": 2, "condition": 1, "action": 1,
        // Four of them in headers.
        "priority": 33, "category": 33, "notes": 19, "metrics": 4, "payload_schema": 1,
        "api_spec.auth": 1, "api_spec.request": 1, "api_spec.response": 1,
      ])
    let endpoints = items.compactMap { $0.fields[.apiSpec] }
      .map { $0.split(separator: "\"method\":").count - 1 }
    #expect(endpoints.sorted() == [0, 5, 6])
  }
}
