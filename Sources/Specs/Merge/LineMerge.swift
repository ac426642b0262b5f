/// How conflicts are written into a file.
package struct Markers: Sendable {
  /// git's `merge.conflictStyle`.
  package enum Style: String, Sendable, CaseIterable { case merge, diff3, zdiff3 }

  package var style: Style
  /// How often a marker's character stands in a row.
  package var size: Int
  /// Words behind the markers; an empty one leaves its marker bare.
  package var labels: MergeSides<String>

  package static let usualSize = 7
  package static let usualLabels = MergeSides(base: "base", ours: "ours", theirs: "theirs")

  package init(
    style: Style = .merge, size: Int = Markers.usualSize,
    labels: MergeSides<String> = Markers.usualLabels
  ) {
    self.style = style
    self.size = size
    self.labels = labels
  }
}

/// What git's line merge makes of three texts.
package struct LineMerge: Sendable {
  package let bytes: [UInt8]
  package let isClean: Bool

  package init(bytes: [UInt8], isClean: Bool) {
    self.bytes = bytes
    self.isClean = isClean
  }
}

/// git's line merge, which comes in from outside; it throws when it cannot be done at all.
package typealias LineMerger = @Sendable (MergeSides<[UInt8]>, Markers) throws -> LineMerge

/// A part of merged text: settled lines, or a conflict over some.
enum Piece {
  case settled([UInt8])
  case conflict(MergeSides<[UInt8]>)

  var isConflict: Bool { if case .conflict = self { true } else { false } }
}

extension [Piece] {
  /// The text with every conflict decided for one side.
  func text(for side: MergeSide) -> [UInt8] {
    flatMap { piece in
      switch piece {
      case .settled(let bytes): bytes
      case .conflict(let sides): sides[side]
      }
    }
  }

  /// The text with markers around conflicts; pieces are whole lines that end with LF.
  func text(with markers: Markers) -> [UInt8] {
    flatMap { piece in
      switch piece {
      case .settled(let bytes): bytes
      case .conflict(let sides): markers.text(of: sides)
      }
    }
  }
}

extension Markers {
  /// A conflict as git writes it: lines that both sides share at its ends stay outside, except in
  /// `diff3`, where nothing is taken out.
  func text(of sides: MergeSides<[UInt8]>) -> [UInt8] {
    var (ours, theirs) = (sides.ours.wholeLines, sides.theirs.wholeLines)
    var (above, below): ([ArraySlice<UInt8>], [ArraySlice<UInt8>]) = ([], [])
    if style != .diff3 {
      let head = zip(ours, theirs).prefix { $0 == $1 }.count
      above = Array(ours.prefix(head))
      (ours, theirs) = (Array(ours.dropFirst(head)), Array(theirs.dropFirst(head)))
      let tail = zip(ours.reversed(), theirs.reversed()).prefix { $0 == $1 }.count
      below = Array(ours.suffix(tail))
      (ours, theirs) = (ours.dropLast(tail), theirs.dropLast(tail))
    }
    var text = Array(above.joined())
    text += line("<", labels.ours) + ours.joined()
    if style != .merge { text += line("|", labels.base) + sides.base }
    text += line("=", "") + theirs.joined() + line(">", labels.theirs)
    return text + below.joined()
  }

  /// The texts as one conflict from their first byte to their last, in a form where lines end so.
  func whole(_ sides: MergeSides<[UInt8]>, lineEnd: String) -> [UInt8] {
    func closed(_ bytes: [UInt8]) -> [UInt8] {
      bytes.isEmpty || bytes.last == 0x0A ? bytes : bytes + lineEnd.utf8
    }
    var text = line("<", labels.ours, lineEnd) + closed(sides.ours)
    if style != .merge { text += line("|", labels.base, lineEnd) + closed(sides.base) }
    return text + line("=", "", lineEnd) + closed(sides.theirs)
      + line(">", labels.theirs, lineEnd)
  }

  private func line(_ mark: Character, _ label: String, _ end: String = "\n") -> [UInt8] {
    Array((String(repeating: mark, count: size) + (label.isEmpty ? "" : " " + label) + end).utf8)
  }
}

extension [UInt8] {
  /// The lines with their line ends; a CR alone ends none, as in git.
  var wholeLines: [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < count {
      let end = self[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? count
      lines.append(self[start..<end])
      start = end
    }
    return lines
  }

  /// The bytes with every CRLF as LF.
  var withLF: [UInt8] {
    guard contains(0x0D) else { return self }
    var result: [UInt8] = []
    result.reserveCapacity(count)
    for (index, byte) in enumerated() {
      if byte == 0x0D, index + 1 < count, self[index + 1] == 0x0A { continue }
      result.append(byte)
    }
    return result
  }

  /// The bytes with every LF as CRLF; holds no CRLF before.
  var withCRLF: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count + count / 16)
    for byte in self {
      if byte == 0x0A { result.append(0x0D) }
      result.append(byte)
    }
    return result
  }
}
