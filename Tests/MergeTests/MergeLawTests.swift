import Foundation
import Frontmatter
import Specs
import TestSupport
import Testing

/// What has to be true of every merge, tried on random triples.
///
/// `GIT_SPEC_MERGE_TRIPLES` says how many; a run of the whole suite tries a few thousand.
@Suite struct MergeLawTests {
  private static let count =
    ProcessInfo.processInfo.environment["GIT_SPEC_MERGE_TRIPLES"].flatMap(Int.init) ?? 4000
  /// Where the numbers of the triples begin, to go on where another run ended.
  private static let first =
    ProcessInfo.processInfo.environment["GIT_SPEC_MERGE_FIRST"].flatMap(Int.init) ?? 0

  @Test func lawsHold() async throws {
    let parts = ProcessInfo.processInfo.activeProcessorCount
    let numbers = Self.first..<(Self.first + Self.count)
    try await withThrowingTaskGroup(of: [String].self) { group in
      for part in 0..<parts {
        group.addTask {
          var broken: [String] = []
          for number in numbers where number % parts == part && broken.count < 3 {
            broken += try Self.broken(number)
          }
          return broken
        }
      }
      for try await broken in group {
        for law in broken { Issue.record("\(law)") }
      }
    }
  }

  /// The laws that a triple breaks.
  private static func broken(_ number: Int) throws -> [String] {
    let files = RandomSpec.triple(seed: number)
    let engine = Merging.engine()
    func merge(_ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8]) throws -> SpecMerge.Result {
      try engine.merge(MergeSides(base: base, ours: ours, theirs: theirs))
    }
    var broken: [String] = []
    let result = try merge(files.base, files.ours, files.theirs)
    func require(_ isTrue: Bool, _ law: String) {
      if isTrue { return }
      func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
      broken.append(
        """
        triple \(number): \(law)
        === base\n\(text(files.base))=== ours\n\(text(files.ours))=== theirs\n\(text(files.theirs))\
        === merged (\(result.method), \(result.isClean ? "clean" : "conflict"))\n\(text(result.bytes))
        """)
    }
    require(
      try merge(files.base, files.base, files.theirs).bytes == files.theirs
        && merge(files.base, files.ours, files.base).bytes == files.ours
        && merge(files.base, files.ours, files.ours).bytes == files.ours,
      "a side that nobody else changed is the result")
    let other = try merge(files.base, files.theirs, files.ours)
    require(result.isClean == other.isClean, "both ways round are clean, or none")

    let values = files.map(Values.init)
    if result.isClean {
      let merged = Values(result.bytes)
      require(merged.isReadable, "a clean result can be read")
      require(
        merged.unordered == Values(other.bytes).unordered,
        "both ways round give the same fields")
      for name in Set(files.all.flatMap { Values($0).fields.keys }) {
        let field = values.map { $0.fields[name] }
        guard let settled = field.settled else { continue }
        require(
          merged.fields[name] == settled, "the one-sided change of `\(name)` is in the result")
      }
    } else {
      for decision in result.decisions where decision.isConflict {
        let name = decision.field
        guard !name.contains("."), !["body", "frontmatter"].contains(name) else { continue }
        for side in MergeSide.allCases {
          let resolved = Values(Resolved.text(result.bytes, for: side))
          require(resolved.isReadable, "a conflict decided for \(side) can be read")
          require(
            resolved.fields[name] == values[side].fields[name],
            "`\(name)` decided for \(side) has that side's value")
        }
      }
    }
    // In a conflict the fence may lie between markers, and nobody knows where the body begins.
    let known = Set(files.all.flatMap(RandomSpec.bodyLines))
    require(
      !result.isClean || RandomSpec.bodyLines(result.bytes).allSatisfy(known.contains),
      "every line of a clean body comes from one of the three")
    return broken
  }
}
