package import Frontmatter

/// The Markdown below the header, as far as rules look at it: lines, headings, boxes, code.
package struct Body: Sendable {
  package struct Heading: Sendable {
    package let level: Int
    /// Text without the marks.
    package let text: String
    /// Bytes of the text.
    package let range: Range<Int>
    /// Bytes of the whole line, without its line end.
    package let line: Range<Int>
  }

  /// A `- [ ]` line and the heading it stands under.
  package struct Checkbox: Sendable {
    package let isChecked: Bool
    /// Index into `headings` of the nearest heading above, nil before the first.
    package let heading: Int?
    /// True under a bold label such as `**Acceptance Criteria**`.
    package let label: String?
    package let range: Range<Int>
  }

  /// A requirement heading: `### REQ-FEATURE-FUNC-001: Title`.
  package struct Requirement: Sendable {
    package let id: String
    package let title: String
    package let idRange: Range<Int>
    /// From the heading's end to the next heading of the same or a higher level, or a requirement.
    package let content: Range<Int>
    package let headingIndex: Int
  }

  package let headings: [Heading]
  package let checkboxes: [Checkbox]
  /// Bytes of fenced code blocks, fences included, in order.
  package let fences: [Range<Int>]
  /// Bytes of HTML comments that begin a line, in order.
  package let comments: [Range<Int>]
  package let requirements: [Requirement]
  /// Bytes of headings' first words that want to be a requirement's ID and are none: `REQ-A-07:`.
  package let misshapenIDs: [Range<Int>]

  /// Scans a text from a byte offset on, one pass over its lines.
  package init(_ text: SourceText, from start: Int, requirementPrefixes: [String] = ["REQ"]) {
    var scan = BodyScan(text: text, prefixes: requirementPrefixes)
    scan.run(from: start)
    headings = scan.headings
    checkboxes = scan.checkboxes
    fences = scan.fences
    comments = scan.comments
    requirements = scan.finishedRequirements()
    misshapenIDs = scan.misshapenIDs
  }

  /// Whether a byte offset lies in a fenced code block.
  package func isInFence(_ offset: Int) -> Bool {
    let index = firstFence(endingAfter: offset)
    return index < fences.count && fences[index].lowerBound <= offset
  }

  /// Index of the first fenced block that ends behind a byte offset; their count when none does.
  package func firstFence(endingAfter offset: Int) -> Int {
    var low = 0
    var high = fences.count
    while low < high {
      let middle = (low + high) / 2
      if fences[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Index of the heading whose text holds a byte offset.
  package func heading(at offset: Int) -> Int? {
    var low = 0
    var high = headings.count
    while low < high {
      let middle = (low + high) / 2
      if headings[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < headings.count && headings[low].range.contains(offset) ? low : nil
  }

  /// First heading of level 1.
  package var title: Heading? { headings.first { $0.level == 1 } }
}

/// The pass that finds what `Body` holds.
private struct BodyScan {
  let text: SourceText
  let prefixes: [String]
  var headings: [Body.Heading] = []
  var checkboxes: [Body.Checkbox] = []
  var fences: [Range<Int>] = []
  var comments: [Range<Int>] = []
  var misshapenIDs: [Range<Int>] = []
  private var found: [(id: String, title: String, idRange: Range<Int>, heading: Int)] = []
  private var end = 0
  private var label: String?

  init(text: SourceText, prefixes: [String]) {
    self.text = text
    self.prefixes = prefixes
  }

  private var bytes: [UInt8] { text.bytes }

  mutating func run(from start: Int) {
    end = bytes.count
    var lineStart = start
    var fence: (mark: UInt8, length: Int, start: Int)?
    var commentStart: Int?
    while lineStart < end {
      let next = LineEndings.next(bytes, from: lineStart, limit: end)
      let line = lineStart..<Self.trimmedEnd(bytes, lineStart, next)
      let first = indented(line)
      if let comment = commentStart {
        if contains(line, [0x2D, 0x2D, 0x3E]) {
          comments.append(comment..<line.upperBound)
          commentStart = nil
        }
      } else if let open = fence {
        if let run = fenceRun(first, line), run.mark == open.mark, run.length >= open.length,
          run.isBare
        {
          fences.append(open.start..<line.upperBound)
          fence = nil
        }
      } else if first < line.upperBound {
        switch bytes[first] {
        case 0x60, 0x7E:  // ` ~
          if let run = fenceRun(first, line), run.opens {
            fence = (run.mark, run.length, line.lowerBound)
          }
        case 0x23: heading(first, line)  // #
        case 0x3C:  // <
          if starts(first, line, [0x3C, 0x21, 0x2D, 0x2D]) {
            if contains(first + 4..<line.upperBound, [0x2D, 0x2D, 0x3E]) {
              comments.append(line)
            } else {
              commentStart = line.lowerBound
            }
          }
        case 0x2D, 0x2A, 0x2B, 0x30...0x39: boxOrLabel(first, line)  // - * + digits
        default: break
        }
      }
      lineStart = next
    }
    if let open = fence { fences.append(open.start..<end) }
    if let comment = commentStart { comments.append(comment..<end) }
  }

  static func trimmedEnd(_ bytes: [UInt8], _ start: Int, _ next: Int) -> Int {
    var end = next
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return end
  }

  /// First byte that is no blank; four blanks or more are code for headings, but not for boxes.
  private func indented(_ line: Range<Int>) -> Int {
    var index = line.lowerBound
    while index < line.upperBound, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    return index
  }

  private func starts(_ at: Int, _ line: Range<Int>, _ pattern: [UInt8]) -> Bool {
    at + pattern.count <= line.upperBound && bytes[at..<at + pattern.count].elementsEqual(pattern)
  }

  private func contains(_ range: Range<Int>, _ pattern: [UInt8]) -> Bool {
    guard range.count >= pattern.count else { return false }
    return (range.lowerBound...range.upperBound - pattern.count).contains {
      bytes[$0..<$0 + pattern.count].elementsEqual(pattern)
    }
  }

  private func fenceRun(
    _ first: Int, _ line: Range<Int>
  ) -> (mark: UInt8, length: Int, opens: Bool, isBare: Bool)? {
    guard first < line.upperBound, bytes[first] == 0x60 || bytes[first] == 0x7E else { return nil }
    let mark = bytes[first]
    var index = first
    while index < line.upperBound, bytes[index] == mark { index += 1 }
    guard index - first >= 3 else { return nil }
    let rest = bytes[index..<line.upperBound]
    // A backtick in the info string makes it inline code, not a fence.
    let opens = mark == 0x7E || !rest.contains(0x60)
    return (mark, index - first, opens, rest.allSatisfy { $0 == 0x20 || $0 == 0x09 })
  }

  private mutating func heading(_ first: Int, _ line: Range<Int>) {
    guard first - line.lowerBound <= 3 else { return }
    var index = first
    while index < line.upperBound, bytes[index] == 0x23 { index += 1 }
    let level = index - first
    guard level <= 6, index == line.upperBound || bytes[index] == 0x20 || bytes[index] == 0x09
    else { return }
    var end = line.upperBound
    while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    while end > index, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    var closing = end
    while closing > index, bytes[closing - 1] == 0x23 { closing -= 1 }
    if closing < end, closing == index || bytes[closing - 1] == 0x20 {
      end = closing
      while end > index, bytes[end - 1] == 0x20 { end -= 1 }
    }
    label = nil
    headings.append(
      Body.Heading(
        level: level, text: text.string(index..<end), range: index..<end, line: line))
    if level == 3 || level == 4 { requirement(index..<end) }
  }

  /// Notes a heading whose first word is a requirement ID.
  private mutating func requirement(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound, [0x2A, 0x5F, 0x60].contains(bytes[start]) { start += 1 }
    var index = start
    while index < range.upperBound, bytes[index].isIDByte { index += 1 }
    guard index > start else { return }
    guard let id = SpecID(text.string(start..<index)), prefixes.contains(id.prefix),
      !id.segments.isEmpty
    else {
      if isMisshapen(start..<index, in: range) { misshapenIDs.append(start..<index) }
      return
    }
    var rest = index
    while rest < range.upperBound, [0x2A, 0x5F, 0x60].contains(bytes[rest]) { rest += 1 }
    if rest < range.upperBound, bytes[rest] == 0x3A { rest += 1 }
    while rest < range.upperBound, [0x20, 0x09, 0x2D, 0x2A].contains(bytes[rest]) { rest += 1 }
    found.append(
      (id.description, text.string(rest..<range.upperBound), start..<index, headings.count - 1))
  }

  /// Whether a word before a colon is built like an ID, but for its capitals or its digits.
  private func isMisshapen(_ word: Range<Int>, in heading: Range<Int>) -> Bool {
    var rest = word.upperBound
    while rest < heading.upperBound, [0x2A, 0x5F, 0x60].contains(bytes[rest]) { rest += 1 }
    guard rest < heading.upperBound, bytes[rest] == 0x3A, bytes[word.upperBound - 1].isDigit
    else { return false }
    let words = text.string(word).uppercased().split(separator: "-")
    return words.count >= 3 && prefixes.contains(String(words[0]))
      && (words.last?.utf8.allSatisfy(\.isDigit) ?? false)
  }

  private mutating func boxOrLabel(_ first: Int, _ line: Range<Int>) {
    if starts(first, line, [0x2A, 0x2A]) {
      let words = text.string(first..<line.upperBound)
      label = words.split(separator: "**").first.map(String.init)
      return
    }
    var index = first
    while index < line.upperBound, bytes[index].isDigit { index += 1 }
    if index > first, index < line.upperBound, bytes[index] == 0x2E || bytes[index] == 0x29 {
      index += 1
    } else if index == first {
      index += 1
    } else {
      return
    }
    let mark = index
    while index < line.upperBound, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    guard index > mark, index + 3 <= line.upperBound, bytes[index] == 0x5B,
      bytes[index + 2] == 0x5D,
      index + 3 == line.upperBound || bytes[index + 3] == 0x20 || bytes[index + 3] == 0x09
    else { return }
    let state = bytes[index + 1]
    guard state == 0x20 || state == 0x78 || state == 0x58 else { return }
    checkboxes.append(
      Body.Checkbox(
        isChecked: state != 0x20, heading: headings.isEmpty ? nil : headings.count - 1,
        label: label, range: line))
  }

  /// Requirements with the extent of their text.
  func finishedRequirements() -> [Body.Requirement] {
    found.indices.map { number in
      let entry = found[number]
      let heading = headings[entry.heading]
      // A requirement below this one speaks for itself.
      let child = number + 1 < found.count ? found[number + 1].heading : headings.count
      let next =
        headings[(entry.heading + 1)..<child].first { $0.level <= heading.level }
        ?? (child < headings.count ? headings[child] : nil)
      return Body.Requirement(
        id: entry.id, title: entry.title, idRange: entry.idRange,
        content: heading.line.upperBound..<(next?.line.lowerBound ?? end),
        headingIndex: entry.heading)
    }
  }
}
