/// IDs that differ only in their number: a prefix and the words behind it.
package struct Series: Hashable, Sendable, CustomStringConvertible {
  package let prefix: String
  /// Prefixes that mean the same one, as `DES` means `DESIGN`.
  package let aliases: [String]
  package let segments: [String]

  package init(prefix: String, aliases: [String] = [], segments: [String] = []) {
    self.prefix = prefix
    self.aliases = aliases
    self.segments = segments
  }

  /// The series of a kind's IDs.
  ///
  /// IDs of PRDs, requirements and designs name their feature. Those of tickets, tasks and kinds
  /// from the settings are counted in one series whatever the feature, as the workflow document
  /// counts them; there the feature is a field.
  package init(
    of kind: KindName, feature: Feature?, in schema: Schema
  ) throws(ScaffoldError) {
    guard let row = schema[kind] else {
      throw .unknownKind(kind.rawValue, known: schema.kinds.map(\.name.rawValue))
    }
    switch row.idShape {
    case .free: throw .noPrefix(kind)
    case .feature(let prefixes):
      guard let prefix = prefixes.first else { throw .noPrefix(kind) }
      guard let feature else { throw .featureNeeded(kind) }
      self.init(
        prefix: prefix, aliases: prefixes.dropFirst() + row.aliasPrefixes,
        segments: feature.segments)
    case .scoped(let prefixes):
      guard let prefix = prefixes.first else { throw .noPrefix(kind) }
      self.init(prefix: prefix, aliases: prefixes.dropFirst() + row.aliasPrefixes)
    }
  }

  /// The series of the requirement headings of a feature: `REQ-LOGIN-FUNC`.
  package static func headings(
    of feature: Feature, _ category: String = "FUNC", in schema: Schema
  ) throws(ScaffoldError) -> Series {
    let file = try Series(of: .requirement, feature: feature, in: schema)
    return Series(
      prefix: file.prefix, aliases: file.aliases, segments: file.segments + [category])
  }

  /// `TKT`, `REQ-CREATE-REPO`.
  package var description: String { ([prefix] + segments).joined(separator: "-") }

  package func contains(_ id: SpecID) -> Bool {
    id.segments == segments && (id.prefix == prefix || aliases.contains(id.prefix))
  }
}

/// Finds the next free number of a series.
package enum Numbering {
  /// Numbers of more digits are dates and slips of the pen; they are nobody's successor.
  package static let digitLimit = 9

  /// The ID above everything in use, ever used or mentioned, in the width that is in use.
  ///
  /// Numbers beyond the limit are passed over, for otherwise one of them would decide about all
  /// later IDs. The highest number that counts has no successor: that is an error, because a
  /// number that is not counted again would be given twice.
  package static func next(
    in series: Series, used: some Sequence<String>, mentioned: some Sequence<String> = [],
    width: Int = 3
  ) throws(ScaffoldError) -> String {
    var highest = 0
    var width = min(max(3, width), digitLimit)
    for id in used {
      guard let digits = digits(of: id, in: series), let number = number(digits) else { continue }
      highest = max(highest, number)
      // Zeros beyond the limit are a slip as well.
      if digits.utf8.count <= digitLimit { width = max(width, digits.utf8.count) }
    }
    for id in mentioned {
      guard let digits = digits(of: id, in: series) else { continue }
      highest = max(highest, number(digits) ?? 0)
    }
    let next = String(highest + 1)
    guard next.utf8.count <= digitLimit else { throw .seriesIsFull(series) }
    return "\(series)-" + String(repeating: "0", count: max(0, width - next.utf8.count)) + next
  }

  private static func digits(of id: String, in series: Series) -> String? {
    SpecID(id).flatMap { series.contains($0) ? $0.digits : nil }
  }

  private static func number(_ digits: String) -> Int? {
    let significant = digits.utf8.drop { $0 == 0x30 }
    return significant.count <= digitLimit
      ? significant.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
  }

  /// Every ID with one of the prefixes in a text, in order: in the header, in prose, lists and code.
  ///
  /// An ID counts where no letter, digit or hyphen makes a longer word of it, but the words of a
  /// file's name may follow: `tasks/TSK-014-parser.md` takes 14.
  package static func mentions(in bytes: [UInt8], prefixes: [String]) -> [String] {
    let prefixes = prefixes.map { Array($0.utf8) }
    return bytes.withUnsafeBufferPointer { bytes in
      var found: [String] = []
      var index = 0
      while index < bytes.count {
        guard isWordByte(bytes[index]) else {
          index += 1
          continue
        }
        let start = index
        while index < bytes.count, isWordByte(bytes[index]) || bytes[index] == 0x2D { index += 1 }
        let word = bytes[start..<index]
        guard
          prefixes.contains(where: {
            word.count >= $0.count + 4 && word.starts(with: $0)
              && word[word.startIndex + $0.count] == 0x2D
          })
        else { continue }
        if let id = leadingID(word) { found.append(id) }
      }
      return found
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.isCapital || byte.isLowercaseLetter
  }

  /// The longest ID that a run of words joined by hyphens begins with.
  private static func leadingID(_ run: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    var end: Int?
    var index = run.startIndex
    while index < run.endIndex {
      let start = index
      while index < run.endIndex, run[index] != 0x2D { index += 1 }
      let word = run[start..<index]
      // What follows a small letter or a gap is the name of a file.
      guard !word.isEmpty, word.allSatisfy({ $0.isCapital || $0.isDigit }) else { break }
      if word.count >= 3, start > run.startIndex, word.allSatisfy(\.isDigit) { end = index }
      index += 1
    }
    return end.map { String(decoding: run[run.startIndex..<$0], as: UTF8.self) }
  }
}
