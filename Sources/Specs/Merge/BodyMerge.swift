internal import Frontmatter

/// Merges the text below the headers: like git, and line by line where that is certain.
struct BodyMerge {
  let markers: Markers
  let lineMerge: LineMerger

  struct Result {
    var bytes: [UInt8]
    var isClean: Bool
    /// True where conflicts of git were settled line by line.
    var isSettledByLines = false
  }

  func merge(_ bodies: MergeSides<[UInt8]>) throws -> Result {
    if let settled = bodies.settled { return Result(bytes: settled, isClean: true) }
    let like = try lineMerge(bodies, markers)
    if like.isClean { return Result(bytes: like.bytes, isClean: true) }
    // Line ends alone may be in the way: then they are those of the side that changed them.
    let ends = bodies.map(LineEndings.init)
    let forms = ends.map(\.dominant)
    if Set(forms.all).count > 1, !ends.all.contains(where: \.isMixed) {
      let merged = try lineMerge(bodies.map(\.withLF), markers)
      if merged.isClean {
        let isCRLF = (forms.settled ?? forms.ours) == .crlf
        return Result(bytes: isCRLF ? merged.bytes.withCRLF : merged.bytes, isClean: true)
      }
    }
    if let result = try settled(bodies) { return result }
    return Result(bytes: like.bytes, isClean: false)
  }

  /// Settles hunks of as many lines on every side where each line was changed by one side only;
  /// nil when there are none.
  private func settled(_ bodies: MergeSides<[UInt8]>) throws -> Result? {
    guard let hunks = try Hunks(bodies, lineMerge), hunks.parts.contains(where: \.isSettled)
    else { return nil }
    // What is settled is the same on all sides; what is not conflicts as it did before.
    let texts = MergeSides(
      base: hunks.text { $0.base }, ours: hunks.text { $0.ours }, theirs: hunks.text { $0.theirs })
    let merged = try lineMerge(texts, markers)
    return Result(bytes: merged.bytes, isClean: merged.isClean, isSettledByLines: true)
  }
}

/// A line merge taken apart into what is common and what conflicts.
private struct Hunks {
  enum Part {
    case common([UInt8])
    case settled([UInt8])
    case open(MergeSides<[UInt8]>)

    var isSettled: Bool { if case .settled = self { true } else { false } }
  }

  private(set) var parts: [Part] = []

  func text(_ side: (MergeSides<[UInt8]>) -> [UInt8]) -> [UInt8] {
    parts.flatMap { part in
      switch part {
      case .common(let bytes), .settled(let bytes): bytes
      case .open(let sides): side(sides)
      }
    }
  }

  /// Nil when the texts hold runs of marker characters so long that markers would outweigh them.
  init?(_ bodies: MergeSides<[UInt8]>, _ lineMerge: LineMerger) throws {
    // Markers longer than any run in the texts cannot be mistaken for text.
    let size = bodies.all.map(Self.longestRun).reduce(Markers.usualSize, max) + 1
    guard size <= 200 else { return nil }
    let empty = MergeSides(base: "", ours: "", theirs: "")
    let merged = try lineMerge(bodies, Markers(style: .diff3, size: size, labels: empty)).bytes
    var current: [UInt8] = []
    var sides = MergeSides<[UInt8]>(base: [], ours: [], theirs: [])
    for line in merged.wholeLines {
      guard let mark = line.first, Self.marks.contains(mark), line.count >= size,
        line.prefix(size).allSatisfy({ $0 == mark })
      else {
        current += line
        continue
      }
      switch mark {
      case 0x3C: if !current.isEmpty { parts.append(.common(current)) }
      case 0x7C: sides.ours = current
      case 0x3D: sides.base = current
      default:
        sides.theirs = current
        parts.append(Self.lineByLine(sides).map { .settled($0) } ?? .open(sides))
      }
      current = []
    }
    if !current.isEmpty { parts.append(.common(current)) }
  }

  private static let marks: Set<UInt8> = [0x3C, 0x3D, 0x3E, 0x7C]

  private static func longestRun(_ bytes: [UInt8]) -> Int {
    bytes.wholeLines.reduce(0) { longest, line in
      guard let first = line.first, marks.contains(first) else { return longest }
      return max(longest, line.prefix { $0 == first }.count)
    }
  }

  /// Each line from the side that changed it; nil when a line was changed by both.
  private static func lineByLine(_ sides: MergeSides<[UInt8]>) -> [UInt8]? {
    let lines = sides.map(\.wholeLines)
    guard lines.base.count == lines.ours.count, lines.base.count == lines.theirs.count else {
      return nil
    }
    var result: [UInt8] = []
    for index in lines.base.indices {
      guard let line = lines.map({ $0[index] }).settled else { return nil }
      result += line
    }
    return result
  }
}
