import Foundation
import TestSupport
import Testing

private let corpus = "corpus/omoios-specs.fast-export"

/// The real history of a project's specs as views show it; counted by hand.
@Suite(.enabled(if: Shared.has(corpus), "the folder ../shared/corpus is not there"))
struct ViewCorpusTests {

  private func repository(_ backend: BackendName) throws -> Sandbox {
    let sandbox = try Sandbox(["GIT_SPEC_BACKEND": backend.rawValue])
    try sandbox.git("init", "-q", ".")
    try sandbox.shell("git fast-import --quiet < '\((Shared.folder ?? "") + "/" + corpus)'")
    try sandbox.git("checkout", "-q", "main")
    return sandbox
  }

  @Test(arguments: BackendName.allCases)
  func coverageIsWhatAReaderCounts(backend: BackendName) throws {
    let sandbox = try repository(backend)
    let text = try sandbox.spec("show", "traceability", "--root", ".omoi_os").output
    #expect(text.contains(/requirements with a ticket +█+░+ +30 of 36 +83 %/), "\(text)")
    #expect(text.contains(/tickets with a requirement +█+░+ +10 of 11 +90 %/), "\(text)")
    let document = try sandbox.json(["show", "traceability", "--root", ".omoi_os"])
    let root = try #require((document["roots"] as? [[String: Any]])?.first)
    let coverage = try #require(root["coverage"] as? [String: [String: Int]])
    #expect(coverage["requirements_linked"] == ["count": 30, "all": 36, "percent": 83])
    #expect(coverage["tickets_linked"] == ["count": 10, "all": 11, "percent": 90])
    let orphans = try #require(root["orphans"] as? [String: [String]])
    #expect(orphans["requirements_without_ticket"]?.count == 6)
    #expect(orphans["tickets_without_requirement"] == ["TKT-002"])
  }

  @Test(arguments: BackendName.allCases)
  func whatIsReadyIsListedByFile(backend: BackendName) throws {
    let sandbox = try repository(backend)
    let document = try sandbox.json(["show", "ready"])
    let roots = try #require(document["roots"] as? [[String: Any]])
    let ready = Dictionary(
      uniqueKeysWithValues: roots.map { root in
        (
          root["root"] as? String ?? "",
          (root["specs"] as? [[String: Any]] ?? []).map {
            "\($0["id"] ?? "") \($0["path"] ?? "")"
          }
        )
      })
    #expect(
      ready[".omoi_os"] == [
        "TSK-009 .omoi_os/tasks/TSK-009-repository-service.md",
        "TSK-001 .omoi_os/tasks/TSK-001-add-webhook-url-fields.md",
        "TSK-001 .omoi_os/tasks/TSK-001.md",
      ])
    #expect(
      ready["backend/.omoi_os"]?.map { $0.prefix(11) } == ["TSK-TQU-001", "TSK-TQU-002"])
    let text = try sandbox.spec(
      "show", "ready", "--root", ".omoi_os", environment: ["COLUMNS": "200"]
    ).output
    for file in ["TSK-001-add-webhook-url-fields.md", "TSK-001.md"] {
      #expect(text.contains("in tasks/\(file), one of 2 files with this ID"), "\(text)")
    }
    #expect(text.split(separator: "\n").count { $0.hasPrefix("○") } == 3)
  }

  /// A commit, the working tree and a bare clone show the same.
  @Test(arguments: BackendName.allCases)
  func aCommitShowsWhatTheWorkingTreeDoes(backend: BackendName) throws {
    let sandbox = try repository(backend)
    try sandbox.git("clone", "-q", "--bare", ".", "../bare.git")
    for view in allViews {
      let here = try sandbox.run(Sandbox.program, view)
      #expect(here.status == 0, "\(here)")
      #expect(try sandbox.run(Sandbox.program, view + ["--rev", "main"]).output == here.output)
      #expect(try sandbox.run(Sandbox.program, view, in: "../bare.git").output == here.output)
    }
  }

  @Test func everyLineFits() throws {
    let sandbox = try repository(.libgit2)
    for columns in ["40", "80", "200"] {
      for view in allViews + [["show", "TSK-001", "--all-refs"], ["show", "REQ-WEBHOOK-001"]] {
        let outcome = try sandbox.run(
          Sandbox.program, view, environment: ["COLUMNS": columns])
        for line in outcome.output.split(separator: "\n") {
          #expect(line.unicodeScalars.count <= Int(columns) ?? 0, "\(view) \(line)")
        }
      }
    }
  }
}
