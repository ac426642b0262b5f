internal import Frontmatter

/// Inline code and HTML comments in Markdown, found by their bytes.
enum InlineMarkup {
  /// End of the code or the comment that a backtick or a `<` begins; behind the mark alone when it
  /// begins neither.
  static func end(_ bytes: [UInt8], _ start: Int, _ area: Range<Int>) -> Int {
    bytes[start] == 0x60 ? codeEnd(bytes, start, area) : commentEnd(bytes, start, area)
  }

  /// End of the code that a run of backticks begins; of the run alone when its line has no other.
  private static func codeEnd(_ bytes: [UInt8], _ start: Int, _ area: Range<Int>) -> Int {
    func run(_ from: Int) -> Int {
      var index = from
      while index < area.upperBound, bytes[index] == 0x60 { index += 1 }
      return index
    }
    let open = run(start)
    var index = open
    // A line of thousands of runs must not be searched for each of them.
    let limit = min(area.upperBound, open + lineLimit)
    while index < limit, bytes[index] != 0x0A, bytes[index] != 0x0D {
      guard bytes[index] == 0x60 else {
        index += 1
        continue
      }
      let end = run(index)
      if end - index == open - start { return end }
      index = end
    }
    return open
  }

  private static let lineLimit = 2000

  /// End of the HTML comment that begins here; the next byte when none does.
  private static func commentEnd(_ bytes: [UInt8], _ start: Int, _ area: Range<Int>) -> Int {
    guard bytes[start..<area.upperBound].starts(with: [0x3C, 0x21, 0x2D, 0x2D]) else {
      return start + 1
    }
    var index = start + 4
    while index + 2 < area.upperBound {
      if bytes[index] == 0x2D, bytes[index + 1] == 0x2D, bytes[index + 2] == 0x3E {
        return index + 3
      }
      index += 1
    }
    return area.upperBound
  }

  /// Bytes of the inline code and the comments of an area, each in order; fenced code is passed by.
  static func ranges(
    in area: Range<Int>, of spec: Spec
  ) -> (codes: [Range<Int>], comments: [Range<Int>]) {
    let bytes = spec.text.bytes
    var codes: [Range<Int>] = []
    var comments: [Range<Int>] = []
    var index = area.lowerBound
    var fence = spec.body.firstFence(endingAfter: index)
    while index < area.upperBound {
      if fence < spec.body.fences.count, spec.body.fences[fence].lowerBound <= index {
        index = max(index + 1, spec.body.fences[fence].upperBound)
        fence += 1
        continue
      }
      let byte = bytes[index]
      guard byte == 0x60 || byte == 0x3C else {
        index += 1
        continue
      }
      let end = end(bytes, index, area)
      if byte == 0x3C, end > index + 1 {
        comments.append(index..<end)
      } else if byte == 0x60, bytes[index..<end].contains(where: { $0 != 0x60 }) {
        codes.append(index..<end)
      }
      index = end
    }
    return (codes, comments)
  }
}

extension [Range<Int>] {
  /// The range that holds an offset, of ranges in order that do not overlap.
  func holding(_ offset: Int) -> Range<Int>? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].lowerBound <= offset ? self[low] : nil
  }
}
