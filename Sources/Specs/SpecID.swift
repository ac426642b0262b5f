/// The parts of an ID such as `REQ-CREATE-REPO-FUNC-001`.
package struct SpecID: Hashable, Sendable, CustomStringConvertible {
  /// First word: `REQ`.
  package let prefix: String
  /// Words between prefix and number: `CREATE`, `REPO`, `FUNC`.
  package let segments: [String]
  /// Digits as written, three or more.
  package let digits: String

  package var description: String { ([prefix] + segments + [digits]).joined(separator: "-") }
  package var number: Int? { Int(digits) }

  /// Nil unless the text is capitals and digits in words, then a number of three digits or more.
  package init?(_ text: String) {
    let words = text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false)
    guard words.count >= 2, let first = words.first, let last = words.last,
      last.count >= 3, last.allSatisfy({ $0.isDigit }),
      let initial = first.first, initial.isCapital,
      words.dropLast().allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isCapital || $0.isDigit } })
    else { return nil }
    prefix = String(decoding: first, as: UTF8.self)
    segments = words.dropFirst().dropLast().map { String(decoding: $0, as: UTF8.self) }
    digits = String(decoding: last, as: UTF8.self)
  }
}

extension UInt8 {
  package var isDigit: Bool { self &- 0x30 < 10 }
  package var isCapital: Bool { self &- 0x41 < 26 }
  package var isLowercaseLetter: Bool { self &- 0x61 < 26 }
  /// A byte that can be part of an ID; used to find whole IDs in prose.
  package var isIDByte: Bool {
    isDigit || isCapital || isLowercaseLetter || self == 0x2D || self == 0x5F
  }
}
