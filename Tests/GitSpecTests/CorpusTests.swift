import Foundation
import TestSupport
import Testing

/// The real history of a project's specs, judged as it is; counted by hand.
@Suite struct CorpusTests {
  private static let path = "corpus/omoios-specs.fast-export"

  private struct Answer: Decodable {
    struct Finding: Decodable {
      let code: String
      let severity: String
      let path: String
      let message: String
      let notes: [Note]
    }
    struct Note: Decodable { let path: String? }
    struct Summary: Decodable {
      let errors: Int
      let warnings: Int
      let notes: Int
      let specs: Int
    }
    let findings: [Finding]
    let summary: Summary
  }

  private func check(_ revision: String, _ backend: BackendName) throws -> Answer {
    let sandbox = try Sandbox(["GIT_SPEC_BACKEND": backend.rawValue])
    let export = (Shared.folder ?? "") + "/" + Self.path
    try sandbox.git("init", "-q", ".")
    try sandbox.shell("git fast-import --quiet < '\(export)'")
    let outcome = try sandbox.spec("check", "--rev", revision, "--format", "json")
    #expect(outcome.status == 1, "\(outcome.error)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Answer.self, from: Data(outcome.output.utf8))
  }

  @Test(
    .enabled(if: Shared.has(CorpusTests.path), "the folder ../shared/corpus is not there"),
    arguments: BackendName.allCases)
  func everyFindingOnMainIsOneThatAReaderWouldAgreeTo(backend: BackendName) throws {
    let answer = try check("main", backend)
    let counts = Dictionary(
      answer.findings.map { ("\($0.severity) \($0.code)", 1) }, uniquingKeysWith: +)
    #expect(
      counts == [
        "error S001": 2, "error S101": 8, "error S205": 5, "error S301": 2, "error S303": 1,
        "warning S105": 6, "warning S310": 27,
        "note S103": 61, "note S109": 18, "note S306": 30, "note S309": 18, "note S405": 2,
        "note S407": 11, "note S408": 21,
      ])
    #expect(answer.summary.specs == 66)
    #expect(answer.summary.errors == 18)
    #expect(answer.summary.warnings == 33)
    #expect(answer.summary.notes == 161)

    func found(_ code: String) -> [Answer.Finding] { answer.findings.filter { $0.code == code } }
    #expect(
      found("S001").map(\.path) == [
        ".omoi_os/designs/webhook-notifications.md",
        ".omoi_os/docs/rapid-application-generator-requirements.md",
      ])
    // Each duplicate once, with both its places.
    #expect(found("S205").map { $0.notes.count } == [1, 1, 1, 1, 1])
    #expect(Set(found("S205").flatMap { [$0.path] + $0.notes.compactMap(\.path) }).count == 10)
    #expect(found("S301").allSatisfy { $0.path.contains("TKT-002") })
    #expect(found("S303").allSatisfy { $0.path.contains("TKT-002") })
    #expect(found("S101").allSatisfy { $0.message == "a task needs the field `type`" })
    #expect(found("S105").allSatisfy { $0.message.hasPrefix("`open` is another spelling") })
  }

  @Test(.enabled(if: Shared.has(CorpusTests.path), "the folder ../shared/corpus is not there"))
  func theBranchThatRepairsFrontmatterHasBothFiles() throws {
    let codes = try check("feature/repair-frontmatter", .libgit2).findings.map(\.code)
    #expect(!codes.contains("S001"))
  }
}
