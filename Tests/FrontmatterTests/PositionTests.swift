import Frontmatter
import Testing

/// Places in long lines are found by blocks of bytes; they have to be those that counting gives.
@Suite struct PositionTests {
  /// Positions by going through all bytes, the slow way.
  private func counted(_ bytes: [UInt8]) -> [Position] {
    var positions: [Position] = []
    var line = 1
    var column = 1
    for (index, byte) in bytes.enumerated() {
      let isInside = byte & 0xC0 == 0x80 && index > 0 && column > 1
      // A place inside a character is behind it.
      positions.append(Position(line: line, column: column))
      let isEnd =
        byte == 0x0A || byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)
      if isEnd {
        line += 1
        column = 1
      } else if !isInside {
        column += 1
      }
    }
    return positions
  }

  private func randomText(_ random: inout SystemRandomNumberGenerator, lines: Int, length: Int)
    -> [UInt8]
  {
    let letters = ["a", "ä", "€", "𝄞", "e\u{301}", " ", "\t", "-"]
    var text = ""
    for _ in 0..<lines {
      for _ in 0..<Int.random(in: 0...length, using: &random) {
        text += letters.randomElement(using: &random) ?? ""
      }
      text += ["\n", "\r\n", "\r"].randomElement(using: &random) ?? ""
    }
    return Array(text.utf8)
  }

  @Test func positionsAreThoseOfCounting() {
    var random = SystemRandomNumberGenerator()
    for (lines, length) in [(40, 20), (3, 9000), (1, 30_000), (6, 2000)] {
      let bytes = randomText(&random, lines: lines, length: length)
      let text = SourceText(bytes)
      let expected = counted(bytes)
      for offset in bytes.indices where bytes[offset] & 0xC0 != 0x80 {
        let position = text.position(at: offset)
        if position != expected[offset] {
          Issue.record("\(offset): \(position), not \(expected[offset])")
          return
        }
      }
    }
  }

  @Test func offsetsLeadBackToTheirPlaces() {
    var random = SystemRandomNumberGenerator()
    for (lines, length) in [(40, 20), (3, 9000), (1, 30_000), (6, 2000)] {
      let bytes = randomText(&random, lines: lines, length: length)
      let text = SourceText(bytes)
      for offset in bytes.indices where bytes[offset] & 0xC0 != 0x80 {
        let back = text.offset(of: text.position(at: offset))
        if back != offset {
          Issue.record("\(offset) comes back as \(back)")
          return
        }
      }
    }
  }

  @Test func aColumnBehindTheLineIsItsEnd() {
    let long = String(repeating: "é", count: 5000)
    let text = SourceText(Array("ab\n\(long)\ncd".utf8))
    #expect(text.offset(of: Position(line: 1, column: 99)) == 3)
    #expect(text.offset(of: Position(line: 2, column: 5001)) == 3 + 10_000)
    #expect(text.offset(of: Position(line: 9, column: 1)) == text.bytes.count)
    #expect(text.offset(of: Position(line: 3, column: 2)) == text.bytes.count - 1)
  }

  @Test func placesBehindTheTextAreItsEnd() {
    let text = SourceText(Array("äb".utf8))
    #expect(text.position(at: 3) == Position(line: 1, column: 3))
    #expect(text.position(at: 99) == Position(line: 1, column: 3))
  }

  /// A place in a line of a megabyte costs a look at one block, not the whole line.
  @Test(.timeLimit(.minutes(1)))
  func thousandsOfPlacesInOneLine() {
    let text = SourceText(Array(String(repeating: "äöü ", count: 200_000).utf8))
    let clock = ContinuousClock()
    let time = clock.measure {
      for place in 0..<200 {
        let offset = place * 7000
        _ = text.offset(of: text.position(at: offset - offset % 7))
      }
    }
    #expect(time < .seconds(20))
  }
}
