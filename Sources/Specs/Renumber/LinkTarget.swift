/// Where a link leads, with its bytes.
struct LinkTarget {
  let range: Range<Int>
  /// Bytes before `#` and `?`.
  let path: Range<Int>
  /// Bytes behind `#`; nil without one.
  let fragment: Range<Int>?
  /// True for an address outside of the repository.
  let isExternal: Bool

  /// Inline links, reference definitions, `href` and `src`, and bare addresses of one line.
  static func all(in bytes: [UInt8], _ line: Range<Int>) -> [LinkTarget] {
    var scan = LinkScan(bytes: bytes, line: line)
    scan.run()
    return scan.found
  }

  fileprivate init(_ range: Range<Int>, in bytes: [UInt8]) {
    self.range = range
    let target = bytes[range]
    let hash = target.firstIndex(of: 0x23)
    let query = target.firstIndex(of: 0x3F) ?? range.upperBound
    path = range.lowerBound..<min(hash ?? range.upperBound, query)
    fragment = hash.map { $0 + 1..<range.upperBound }
    // The address of a page begins with its scheme; one byte says so in short targets.
    isExternal =
      target.starts(with: [0x2F, 0x2F]) || target.starts(with: "mailto:".utf8)
      || target.indices.contains { target[$0...].starts(with: [0x3A, 0x2F, 0x2F]) }
  }
}

/// The pass over a line that finds its links.
private struct LinkScan {
  let bytes: [UInt8]
  let line: Range<Int>
  var found: [LinkTarget] = []

  mutating func run() {
    var index = line.lowerBound
    if let start = definitionStart() { index = add(destination(from: start)) }
    while index + 1 < line.upperBound {
      switch (bytes[index], bytes[index + 1]) {
      case (0x5D, 0x28): index = max(index + 2, add(destination(from: index + 2)))  // ](
      case (0x3D, 0x22), (0x3D, 0x27):  // =" ='
        if isAttribute(index) {
          index = max(index + 2, add(quoted(from: index + 2, bytes[index + 1])))
        } else {
          index += 1
        }
      case (0x3A, 0x2F) where starts("://", at: index): index = add(address(around: index))
      default: index += 1
      }
    }
  }

  private mutating func add(_ range: Range<Int>) -> Int {
    found.append(LinkTarget(range, in: bytes))
    return range.upperBound
  }

  private func starts(_ text: StaticString, at index: Int) -> Bool {
    index + text.utf8CodeUnitCount <= line.upperBound
      && bytes[index..<index + text.utf8CodeUnitCount].elementsEqual(
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Behind the colon of `[label]: …`; footnotes are text.
  private func definitionStart() -> Int? {
    guard let open = bytes[line].firstIndex(where: { $0 != 0x20 && $0 != 0x09 }),
      bytes[open] == 0x5B, open + 1 < line.upperBound, bytes[open + 1] != 0x5E,
      let close = bytes[open..<line.upperBound].firstIndex(of: 0x5D),
      close + 1 < line.upperBound, bytes[close + 1] == 0x3A
    else { return nil }
    return close + 2
  }

  /// The target that begins behind blanks, in angle brackets or up to a blank.
  private func destination(from start: Int) -> Range<Int> {
    var first = start
    while first < line.upperBound, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
    if first < line.upperBound, bytes[first] == 0x3C {
      let end = bytes[first..<line.upperBound].firstIndex(of: 0x3E) ?? line.upperBound
      return first + 1..<end
    }
    var depth = 0
    var index = first
    while index < line.upperBound {
      switch bytes[index] {
      case 0x20, 0x09: return first..<index
      case 0x28: depth += 1
      case 0x29:
        if depth == 0 { return first..<index }
        depth -= 1
      case 0x5C: index = min(index + 1, line.upperBound - 1)
      default: break
      }
      index += 1
    }
    return first..<line.upperBound
  }

  private func isAttribute(_ equals: Int) -> Bool {
    let before = bytes[max(line.lowerBound, equals - 4)..<equals]
    return before.elementsEqual("href".utf8) || before.suffix(3).elementsEqual("src".utf8)
  }

  private func quoted(from start: Int, _ quote: UInt8) -> Range<Int> {
    start..<(bytes[start..<line.upperBound].firstIndex(of: quote) ?? line.upperBound)
  }

  private func address(around colon: Int) -> Range<Int> {
    var start = colon
    let limit = found.last?.range.upperBound ?? line.lowerBound
    while start > limit, bytes[start - 1].isAlphanumeric { start -= 1 }
    var end = colon
    // Brackets and quotes surround an address oftener than they are in it.
    while end < line.upperBound, bytes[end] > 0x20,
      ![0x22, 0x27, 0x28, 0x29, 0x3C, 0x3E, 0x5B, 0x5D, 0x60, 0x7C].contains(bytes[end])
    {
      end += 1
    }
    return start..<end
  }
}
