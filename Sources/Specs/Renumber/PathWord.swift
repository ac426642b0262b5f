internal import Frontmatter

/// The path around an ID, as far as bytes can tell.
enum PathWord {
  /// Longer words are no paths that anybody wrote.
  private static let limit = 512

  /// Byte ranges that may be the whole path, the likeliest first.
  static func candidates(
    around hit: IDHit, in bytes: [UInt8], _ area: Range<Int>
  ) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for isWide in [true, false] {
      let word = expanded(hit.range, bytes, area, isWide)
      for range in [word, withoutEmphasis(word, bytes)] where !found.contains(range) {
        found.append(range)
      }
    }
    return found
  }

  /// The run of bytes that paths are made of; a dot at its end is the sentence's.
  private static func expanded(
    _ hit: Range<Int>, _ bytes: [UInt8], _ area: Range<Int>, _ isWide: Bool
  ) -> Range<Int> {
    func isPart(_ byte: UInt8) -> Bool {
      byte.isIDByte || byte == 0x2E || byte == 0x2F || byte == 0x25 || byte == 0x7E
        || isWide && byte >= 0x80
    }
    var start = hit.lowerBound
    var end = hit.upperBound
    let first = max(area.lowerBound, start - limit)
    let last = min(area.upperBound, end + limit)
    while start > first, isPart(bytes[start - 1]) { start -= 1 }
    while end < last, isPart(bytes[end]) { end += 1 }
    while end > hit.upperBound, bytes[end - 1] == 0x2E { end -= 1 }
    return start..<end
  }

  private static func withoutEmphasis(_ word: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
    var start = word.lowerBound
    var end = word.upperBound
    while start < end, bytes[start] == 0x5F, bytes[end - 1] == 0x5F {
      start += 1
      end -= 1
    }
    return start..<end
  }

  /// Whether the ID begins the last component of a path.
  static func isName(_ hit: Range<Int>, of path: Range<Int>, _ bytes: [UInt8]) -> Bool {
    path.count <= 2 * limit && path.contains(hit.lowerBound)
      && (hit.lowerBound == path.lowerBound || bytes[hit.lowerBound - 1] == 0x2F)
      && !bytes[hit.upperBound..<path.upperBound].contains(0x2F)
  }

  /// Whether an ID stands in a path or in a file's name, and not beside a slash of prose.
  static func isPath(
    _ word: Range<Int>, around hit: Range<Int>, _ id: String, _ text: SourceText
  ) -> Bool {
    let bytes = text.bytes
    // `TSK-005.md`, `TSK-005.2`; a sentence goes on with a capital.
    if hit.upperBound + 1 < word.upperBound, bytes[hit.upperBound] == 0x2E {
      let next = bytes[hit.upperBound + 1]
      if next.isLowercaseLetter || next.isDigit { return true }
    }
    return bytes[word].contains(0x2F)
      && bytes[word].split(separator: 0x2F).contains {
        let part = text.string($0.startIndex..<$0.endIndex)
        return part != id && SpecID(part) == nil
      }
  }
}
