import Frontmatter
import TestSupport
import Testing

/// Laws that hold for generated files, for broken ones, and for files that people wrote.
@Suite struct DocumentLawTests {
  @Test(arguments: 0..<20)
  func generatedFilesAreReadAsTheyWereMeant(part: Int) throws {
    for seed in part * 40..<(part + 1) * 40 {
      let sketch = Sketch(seed: seed)
      guard let document = readDocument(sketch.bytes) else {
        Issue.record("seed \(seed) cannot be read: \(sketch.text.debugDescription)")
        continue
      }
      #expect(document.model == sketch.model, "seed \(seed): \(sketch.text.debugDescription)")
      #expect(document.text.string(document.body) == sketch.body, "seed \(seed)")
      #expect(document.hasByteOrderMark == sketch.hasByteOrderMark)
      #expect(document.duplicates.isEmpty)
      Laws.ofReading(sketch.bytes)
    }
  }

  @Test(arguments: 0..<20)
  func brokenFilesKeepTheLaws(part: Int) {
    for seed in part * 60..<(part + 1) * 60 {
      var random = Seeded(seed)
      var bytes = Sketch(seed: seed).bytes
      for _ in 0..<random.number(1...6) { mutate(&bytes, &random) }
      Laws.ofReading(bytes)
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout Seeded) {
    let place = random.number(0...bytes.count)
    let end = min(bytes.count, place + random.number(1...8))
    switch random.number(0...5) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: bytes[place..<end], at: random.number(0...bytes.count))
    case 2:
      let scraps: [String] = [
        ":", "- ", "\t", "\n---\n", "\"", "'", "{", "]", "#", "\r", "\u{85}", "\u{2028}", "&a ",
        "*a ",
        "? ", "!!int ", "\u{FEFF}", "|+", "%", ",",
      ]
      bytes.insert(contentsOf: random.pick(scraps).utf8, at: place)
    case 3: if place < bytes.count { bytes[place] = UInt8(random.number(0...255)) }
    case 4: bytes.insert(UInt8(random.number(0...255)), at: place)
    default: if place < bytes.count { bytes[place] ^= 0x80 }
    }
  }

  @Test func positionsAreTheLinesAndColumnsThatAReaderCounts() {
    for seed in 0..<120 { Laws.ofPositions(Sketch(seed: seed).bytes) }
    for seed in 0..<60 {
      var random = Seeded(seed)
      let alphabet: [UInt8] = [0x0A, 0x0D, 0x0D, 0x61, 0xC3, 0xA9, 0x80, 0xFF]
      Laws.ofPositions((0..<random.number(0...40)).map { _ in random.pick(alphabet) })
    }
  }

  @Test(
    .enabled(if: Shared.has("corpus/merges"), "the folder ../shared/corpus is not there"),
    arguments: ["corpus/merges", "corpus/merge-edge"])
  func filesThatPeopleWroteKeepTheLaws(folder: String) throws {
    let files = Shared.files(below: folder, suffix: ".md")
    #expect(files.count > 100)
    for (number, path) in files.enumerated() {
      let bytes = try Shared.read(path)
      Laws.ofReading(bytes)
      guard number % 5 == 0, let document = readDocument(bytes) else { continue }
      EditLaws.ofScalars(document, with: ["a: b"], limit: 1)
    }
  }
}
