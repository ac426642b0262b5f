import Foundation
import Specs
import Testing

/// Cases with the result that people expect, byte for byte; `Cases/cases.json` names them.
@Suite struct MergeCaseTests {
  struct Case: Decodable, CustomTestStringConvertible, Sendable {
    let id: String
    let exit: Int
    let expected: Int

    var testDescription: String { id }

    func file(_ name: String) throws -> [UInt8] {
      Array(try Data(contentsOf: Self.folder.appendingPathComponent("\(id)/\(name).md")))
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Cases")

    static let all: [Case] = {
      let file = folder.appendingPathComponent("cases.json")
      return (try? JSONDecoder().decode([Case].self, from: Data(contentsOf: file))) ?? []
    }()
  }

  @Test func theyAreAllThere() { #expect(Case.all.count == 52) }

  @Test(arguments: Case.all)
  func bothWaysRound(_ example: Case) throws {
    let files = MergeSides(
      base: try example.file("base"), ours: try example.file("ours"),
      theirs: try example.file("theirs"))
    var expected = [try example.file("expected")]
    if example.expected == 2 { expected.append(try example.file("expected2")) }

    let result = try Merging.engine().merge(files)
    #expect(
      expected.contains(result.bytes), "\(String(decoding: result.bytes, as: UTF8.self))")
    #expect(result.isClean == (example.exit == 0))

    // The other way round: the same fields, the same conflicts.
    let other = try Merging.engine().merge(files.swapped)
    #expect(other.isClean == result.isClean)
    if result.isClean {
      #expect(
        expected.contains { Values($0).unordered == Values(other.bytes).unordered },
        "\(String(decoding: other.bytes, as: UTF8.self))")
    } else {
      func conflicts(_ result: SpecMerge.Result) -> Set<String> {
        Set(result.decisions.filter(\.isConflict).map(\.field))
      }
      #expect(conflicts(result) == conflicts(other))
      for side in MergeSide.allCases {
        #expect(
          Values(Resolved.text(result.bytes, for: side))
            == Values(Resolved.text(other.bytes, for: side.other)))
      }
    }
  }
}
