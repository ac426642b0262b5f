internal import Frontmatter

/// A box that was ticked, or unticked.
package struct BoxChange: Sendable, Equatable {
  package let text: String
  /// As it is now.
  package let isChecked: Bool

  package init(_ text: String, isChecked: Bool) {
    self.text = text
    self.isChecked = isChecked
  }
}

/// The lines of a body for comparing: boxes apart from their ticks, without blanks at line ends.
struct ComparedBody {
  private struct Box {
    let heading: String
    let text: String
    let isChecked: Bool
  }

  let lines: [ByteText]
  private let boxes: [Box]

  /// The lines of a byte range of a spec's body.
  init(_ spec: Spec, in range: Range<Int>) {
    let (bytes, body) = (spec.text.bytes, spec.body)
    let boxStarts = Set(body.checkboxes.lazy.map(\.range.lowerBound))
    let title = Self.title(of: spec)
    var lines: [ByteText] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let next = LineEndings.next(bytes, from: start, limit: range.upperBound)
      var end = next
      while end > start, [0x0A, 0x0D, 0x20, 0x09].contains(bytes[end - 1]) { end -= 1 }
      var line = Array(bytes[start..<end])
      if boxStarts.contains(start), let open = line.firstIndex(of: 0x5B), open + 1 < line.count {
        line[open + 1] = 0x20
      }
      // A heading that repeats ID and title says nothing that these do not.
      lines.append(ByteText(bytes: start == title ? Self.titleMark : line))
      start = next
    }
    let isBlank = { (line: ByteText) in line.bytes.isEmpty }
    let first = lines.firstIndex { !isBlank($0) } ?? lines.count
    let last = lines.lastIndex { !isBlank($0) } ?? first - 1
    self.lines = first <= last ? Array(lines[first...last]) : []
    boxes = body.checkboxes.filter { range.contains($0.range.lowerBound) }.map { box in
      let line = spec.text.string(box.range)
      let text = line.firstIndex(of: "]").map { line[line.index(after: $0)...] } ?? ""
      return Box(
        heading: box.heading.map { body.headings[$0].text } ?? "", text: text.trimmingBlanks,
        isChecked: box.isChecked)
    }
  }

  /// Stands for the heading, as no line of a text can.
  private static let titleMark: [UInt8] = [0x0A]

  /// Where the first heading begins, when it is the spec's ID and title.
  private static func title(of spec: Spec) -> Int? {
    guard let heading = spec.body.title, let title = spec.summary.title,
      [title, "\(spec.id ?? ""): \(title)"].contains(heading.text)
    else { return nil }
    return heading.line.lowerBound
  }

  /// Boxes that have another state than in an older version, told apart by heading and text.
  func boxes(from old: ComparedBody) -> [BoxChange] {
    var changes: [(Int, BoxChange)] = []
    var left = Array(boxes.enumerated())
    var others = old.boxes[...]
    for sameHeading in [true, false] {
      var open: [String: [Bool]] = [:]
      func key(_ box: Box) -> String {
        sameHeading ? "\(box.heading)\u{0}\(box.text)" : box.text
      }
      for box in others.reversed() { open[key(box), default: []].append(box.isChecked) }
      var unmatched: [(offset: Int, element: Box)] = []
      for (place, box) in left {
        guard let was = open[key(box)]?.popLast() else {
          unmatched.append((place, box))
          continue
        }
        if was != box.isChecked {
          changes.append((place, BoxChange(box.text, isChecked: box.isChecked)))
        }
      }
      left = unmatched
      // What found no partner under its heading may have one under another.
      var rest = open.mapValues(\.count)
      others =
        others.reversed().filter { box in
          guard let count = rest[key(box)], count > 0 else { return false }
          rest[key(box)] = count - 1
          return true
        }.reversed()[...]
    }
    return changes.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension ByteText {
  init(bytes: [UInt8]) { self.bytes = bytes }
}
