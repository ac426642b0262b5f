import Frontmatter
import Specs
import TestSupport
import Testing

/// Merges that people made in public repositories; `scripts/bench merge` scores them in full.
@Suite(.enabled(if: Shared.has("corpus/merges/index.tsv"), "skipped: ../shared/corpus is not here"))
struct RealMergeTests {
  private struct Case {
    let name: String
    let path: String
    let conflictsInGit: Bool
    let conflictsInHeader: Bool
    let isTrusted: Bool
    let files: MergeSides<[UInt8]>
    let human: [UInt8]
  }

  private func cases() throws -> [Case] {
    let index = String(decoding: try Shared.read("corpus/merges/index.tsv"), as: UTF8.self)
    return try index.split(separator: "\n").dropFirst().map { row in
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      func file(_ name: String) throws -> [UInt8] {
        let path = "corpus/merges/\(fields[0])/\(name).md"
        return Shared.has(path) ? try Shared.read(path) : []
      }
      return Case(
        name: fields[0], path: fields[1], conflictsInGit: fields[2] == "yes",
        conflictsInHeader: fields[3] == "yes", isTrusted: fields[7] == "yes",
        files: MergeSides(
          base: try file("base"), ours: try file("ours"), theirs: try file("theirs")),
        human: try file("merged"))
    }
  }

  @Test func neverWorseThanGitAndMostlyAsPeopleDid() throws {
    let policies = String(decoding: try Shared.read("corpus/merges/policies.yaml"), as: UTF8.self)
    let cases = try cases()
    #expect(cases.count == 304)
    for settings in ["", policies] {
      let engine = Merging.engine(settings: settings)
      var (headers, resolved, equal) = (0, 0, 0)
      for item in cases {
        let result = try engine.merge(item.files)
        if !item.conflictsInGit {
          #expect(result.isClean, "\(item.name): git is clean")
        }
        let merged = Values(result.bytes)
        let sides = item.files.map(Values.init)
        if result.isClean, sides.ours.isReadable, sides.theirs.isReadable {
          #expect(merged.isReadable, "\(item.name)")
          for name in Set(sides.all.flatMap(\.fields.keys)) {
            let field = sides.map { $0.fields[name] }
            guard let settled = field.settled else { continue }
            #expect(merged.fields[name] == settled, "\(item.name): \(name)")
          }
        }
        guard item.conflictsInHeader, item.isTrusted else { continue }
        headers += 1
        guard merged.isReadable else { continue }
        resolved += 1
        if merged.fields == Values(item.human).fields { equal += 1 }
      }
      #expect(headers == 73)
      if settings.isEmpty {
        #expect(resolved == equal && resolved >= 9, "\(resolved) \(equal)")
      } else {
        #expect(100 * resolved >= 45 * headers && resolved - equal <= 1, "\(resolved) \(equal)")
      }
    }
  }

  /// Each way round gives the same fields, or the same conflicts.
  @Test func bothWaysRound() throws {
    let engine = Merging.engine()
    for item in try cases() {
      let (one, other) = (
        try engine.merge(item.files), try engine.merge(item.files.swapped)
      )
      #expect(one.isClean == other.isClean, "\(item.name)")
      if one.isClean {
        #expect(Values(one.bytes).unordered == Values(other.bytes).unordered, "\(item.name)")
      }
    }
  }
}
