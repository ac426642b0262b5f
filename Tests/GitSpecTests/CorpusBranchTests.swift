import Foundation
import Specs
import TestSupport
import Testing

/// The real branches of a project: which IDs collide, and what renumbering makes of them.
@Suite(
  .enabled(
    if: Shared.has("corpus/omoios-specs.fast-export"), "the folder ../shared/corpus is not there"))
struct CorpusBranchTests {
  /// Counted by hand from `git ls-tree` of both branches and the `id:` lines of the files.
  private static let silent = [
    "TKT-001", "TKT-002", "TKT-003", "TKT-004", "TSK-006", "TSK-007", "TSK-008", "TSK-009",
    "TSK-010", "TSK-011", "TSK-012", "TSK-013", "TSK-014", "TSK-015", "TSK-016", "TSK-019",
    "TSK-021", "TSK-024", "TSK-025",
  ]
  private static let conflicting = ["TSK-001", "TSK-002", "TSK-003", "TSK-004", "TSK-005"]

  private func corpus(_ branch: String, _ backend: BackendName = .libgit2) throws -> Sandbox {
    let sandbox = try Sandbox(["GIT_SPEC_BACKEND": backend.rawValue])
    let export = (Shared.folder ?? "") + "/corpus/omoios-specs.fast-export"
    try sandbox.shell(
      "git init -q .; git fast-import --quiet < '\(export)'; git checkout -q \(branch)")
    return sandbox
  }

  @Test(arguments: BackendName.allCases)
  func twentyFourIDsCollide(backend: BackendName) throws {
    let sandbox = try corpus("main", backend)
    let found = try sandbox.collisions("--against", "feature/notifications", status: 1)
    #expect(found.ids == (Self.silent + Self.conflicting).sorted())
    #expect(found.ghosts.isEmpty && found.sameFile.isEmpty && found.troubles.isEmpty)
    #expect(try sandbox.collisions("--against", "feature/repair-frontmatter", status: 0).ids == [])
  }

  /// git itself sees five of them, and would merge the others without a word.
  @Test func gitMergesNineteenOfThemSilently() throws {
    let sandbox = try corpus("main")
    let outcome = try sandbox.tryGit(["merge", "-q", "feature/notifications"])
    let conflicts = try sandbox.git("diff", "--name-only", "--diff-filter=U")
    #expect(outcome.status == 1)
    #expect(
      conflicts.split(separator: "\n").map(String.init)
        == Self.conflicting.map { ".omoi_os/tasks/\($0).md" })
    let checked = try corpus("main").spec("check", "--merge-with", "feature/notifications")
    #expect(checked.status == 1)
    for id in Self.silent { #expect(checked.output.contains("the ID `\(id)` is used by 2 files")) }
    for id in Self.conflicting {
      #expect(checked.output.contains("`\(id)` means something else on feature/notifications"))
    }
  }

  /// A reference by what it means: titles, because numbers are what changes.
  private struct Link: Hashable {
    let source: String
    let field: String
    let targets: [String]
  }

  private func links(_ sandbox: Sandbox, _ revision: String) throws -> [Link: Int] {
    var specs: [SpecSummary] = []
    let paths = try sandbox.git("ls-tree", "-r", "--name-only", revision).split(separator: "\n")
    for path in paths.map(String.init) where path.contains(".omoi_os/") && path.hasSuffix(".md") {
      let parts = path.components(separatedBy: ".omoi_os/")
      let root = parts[0] + ".omoi_os"
      guard let kind = Schema.builtIn.kind(ofPath: parts[1]), let schema = Schema.builtIn[kind]
      else { continue }
      let text = try sandbox.git("show", "\(revision):\(path)")
      specs.append(
        SpecSummary(
          reading: SpecFile(
            path: path, root: root, kind: kind, content: .bytes(Array(text.utf8))),
          schema: schema))
    }
    let titles = Dictionary(
      grouping: specs.flatMap { spec in spec.definitions.map { (spec.root, $0) } },
      by: { "\($0.0) \($0.1.id)" }
    ).mapValues { $0.map(\.1.title).sorted() }
    var links: [Link: Int] = [:]
    for spec in specs {
      for reference in spec.references where !reference.isFile {
        let link = Link(
          source: "\(spec.root) \(spec.title ?? spec.path)", field: reference.field,
          targets: titles["\(spec.root) \(reference.target)"] ?? ["unknown \(reference.target)"])
        links[link, default: 0] += 1
      }
    }
    return links
  }

  /// Renumbered and merged for real: nothing doubled, nothing dangling that main lacked, and every
  /// reference of both branches means the spec that it meant.
  @Test func renumberedBranchMergesAndEveryReferenceMeansWhatItMeant() throws {
    let sandbox = try corpus("feature/notifications")
    let before = try links(sandbox, "feature/notifications")
    let main = try links(sandbox, "main")
    let base = try links(sandbox, sandbox.git("merge-base", "main", "HEAD").trimmed)
    let outcome = try sandbox.spec("renumber", "--all-collisions", "--against", "main")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!outcome.error.contains("left for you to look at"), "\(outcome)")
    try sandbox.shell("git add -A; git commit -qm Renumber")
    #expect(try sandbox.collisions("--against", "main", status: 0).ids == [])
    expectFound(try sandbox.spec("check", "--merge-with", "main"))
    try sandbox.shell("git merge -q main -m Merge")

    let after = try links(sandbox, "HEAD")
    var lost: [Link: Int] = [:]
    for (link, count) in before.merging(main, uniquingKeysWith: max) {
      // What main changed since the branch was cut is main's to say.
      if main[link] == nil, base[link] != nil { continue }
      if (after[link] ?? 0) < count { lost[link] = count }
    }
    #expect(lost == [:])
    #expect(before.count >= 100)
    #expect(Set(after.keys).subtracting(before.keys).subtracting(main.keys) == [])

    func errors(_ revision: String) throws -> Set<String> {
      let text = try sandbox.spec("check", "--rev", revision).output
      return Set(text.components(separatedBy: "\n").filter { $0.hasPrefix("error[") })
    }
    #expect(try errors("HEAD").subtracting(errors("main")) == [])
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
