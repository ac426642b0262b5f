/// One pass over a text that may have something to hide.
struct Rewriting {
  let scalars: [Unicode.Scalar]
  let keepsLines: Bool
  let marks: OwnMarks?
  let spelling: Neutral.Spelling

  /// Bytes, because a string may be copied whole for each piece that is added to it.
  private var result: [UInt8] = []
  private var place = 0
  /// Whether only blanks and our own marks have stood in this line.
  private var isStart = true
  /// Where an isolate of ours ends.
  private var isolateEnd: Int?

  init(
    scalars: [Unicode.Scalar], keepsLines: Bool, marks: OwnMarks?, spelling: Neutral.Spelling
  ) {
    self.scalars = scalars
    self.keepsLines = keepsLines
    self.marks = marks
    self.spelling = spelling
  }

  mutating func text() -> String {
    result.reserveCapacity(scalars.count + scalars.count / 8)
    while place < scalars.count { step() }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func step() {
    let scalar = scalars[place]
    if let length = marks?.color(scalars, place) { return keep(length) }
    if let end = marks?.isolateEnd(scalars, place) {
      isolateEnd = end
      return keep(1)
    }
    if place == isolateEnd { return keep(1) }
    if keepsLines, scalar == "\n" || scalar == "\t" {
      if scalar == "\n" { isStart = true }
      return keep(1)
    }
    if let length = marks?.command(scalars, place) {
      isStart = false
      return keep(length)
    }
    if Hostile.isHidden(scalar) || Hostile.isJoiner(scalar) && !Hostile.works(scalars, place) {
      replace(by: spelling.hidden(scalar))
    } else if isStart && beginsCommand || endsHashes {
      replace(by: spelling.broken(scalar))
    } else {
      if !scalar.properties.isWhitespace { isStart = false }
      keep(1)
    }
  }

  private mutating func keep(_ count: Int) {
    for scalar in scalars[place..<place + count] {
      result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    place += count
  }

  private mutating func replace(by text: String) {
    result.append(contentsOf: text.utf8)
    isStart = false
    place += 1
  }

  /// `::`, and not `:::`, behind which no command's name can stand.
  private var beginsCommand: Bool {
    scalars[place] == ":" && scalar(1) == ":" && scalar(2) != ":"
  }

  /// The second `#` of `##[`, `##vso[` and whatever other runners may read.
  private var endsHashes: Bool {
    guard scalars[place] == "#", place > 0, scalars[place - 1] == "#" else { return false }
    var ahead = 1
    while let next = scalar(ahead), next.properties.isAlphabetic, ahead <= Self.longestName {
      ahead += 1
    }
    return scalar(ahead) == "["
  }

  private static let longestName = 40

  private func scalar(_ ahead: Int) -> Unicode.Scalar? {
    place + ahead < scalars.count ? scalars[place + ahead] : nil
  }
}

/// What we say to a terminal or a runner ourselves.
struct OwnMarks {
  let usesColor: Bool
  let commands: [String]

  /// The length of a colour of ours at a place.
  func color(_ scalars: [Unicode.Scalar], _ place: Int) -> Int? {
    guard usesColor, scalars[place] == "\u{1B}" else { return nil }
    return Self.colors.first { scalars[place...].starts(with: $0) }?.count
  }

  private static let colors =
    (Terminal.Style.allCases.map(\.rawValue) + ["0"]).map { Array("\u{1B}[\($0)m".unicodeScalars) }

  /// Where the isolate that begins at a place ends: in the same line, around letters that run
  /// leftward, without another such mark between.
  func isolateEnd(_ scalars: [Unicode.Scalar], _ place: Int) -> Int? {
    guard scalars[place] == Terminal.isolateStart else { return nil }
    var runsLeftward = false
    for next in scalars.indices[(place + 1)...] {
      let scalar = scalars[next]
      if scalar == Terminal.isolateEnd { return runsLeftward ? next : nil }
      if scalar == "\n" || (0x2066...0x2068).contains(scalar.value) { return nil }
      runsLeftward = runsLeftward || Terminal.runsLeftward(scalar)
    }
    return nil
  }

  /// The length of a command of ours at the very start of a line.
  func command(_ scalars: [Unicode.Scalar], _ place: Int) -> Int? {
    guard !commands.isEmpty, scalars[place] == ":", place == 0 || scalars[place - 1] == "\n" else {
      return nil
    }
    return commands.lazy.map { Array($0.unicodeScalars) }
      .first { scalars[place...].starts(with: $0) }?.count
  }
}
