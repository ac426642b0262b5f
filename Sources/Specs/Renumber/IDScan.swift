/// One of several IDs, found in a text.
struct IDHit {
  /// Index into the IDs that are looked for.
  let id: Int
  let range: Range<Int>
  /// The run of bytes of words around it.
  let run: Range<Int>
  /// False when capitals differ, as in an anchor.
  let isExact: Bool
  /// True when the ID is a word of its own.
  let isWhole: Bool
}

/// Finds several IDs at once; the work grows with the text, not with the number of IDs.
struct IDScan {
  let ids: [String]
  private let numbers: [UInt64: [Int]]
  private let longest: Int

  init(_ ids: [String]) {
    self.ids = ids
    var numbers: [UInt64: [Int]] = [:]
    for (number, id) in ids.enumerated() {
      numbers[id.utf8.reduce(Self.start) { Self.add($1, to: $0) }, default: []].append(number)
    }
    self.numbers = numbers
    longest = ids.map(\.utf8.count).max() ?? 0
  }

  private static let start: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Capitals do not count, so that anchors are found as well.
  @inline(__always)
  private static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(byte.isLowercaseLetter ? byte & 0xDF : byte)) &* 0x100_0000_01b3
  }

  /// Every place where an ID begins and ends with a word's part, in order; of two that overlap the
  /// first, and the longest at one place. Hyphens may be URL-encoded.
  func hits(in bytes: [UInt8]) -> [IDHit] {
    guard longest > 0 else { return [] }
    var hits: [IDHit] = []
    bytes.withUnsafeBufferPointer { bytes in
      var index = 0
      var runStart = 0
      var runEnd = 0
      var isInWord = false
      while index < bytes.count {
        let (byte, next) = Self.decoded(bytes, index)
        guard byte.isIDByte else {
          isInWord = false
          index = next
          runStart = next
          continue
        }
        let isWordByte = byte.isAlphanumeric
        guard isWordByte, !isInWord, let (end, id) = match(bytes, index) else {
          isInWord = isWordByte
          index = next
          continue
        }
        if runEnd <= index { runEnd = Self.runEnd(bytes, end) }
        runEnd = max(runEnd, end)
        let run = runStart..<runEnd
        hits.append(
          IDHit(
            id: id, range: index..<end, run: run, isExact: isExact(bytes, index..<end, id),
            isWhole: Self.isWhole(bytes, index..<end, run)))
        index = end
        isInWord = true
      }
    }
    return hits
  }

  /// A byte, or the one that `%2D` stands for, and where the next begins.
  @inline(__always)
  private static func decoded(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int
  ) -> (byte: UInt8, next: Int) {
    guard bytes[index] == 0x25, index + 2 < bytes.count, let high = bytes[index + 1].hexDigit,
      let low = bytes[index + 2].hexDigit
    else { return (bytes[index], index + 1) }
    return (high << 4 | low, index + 3)
  }

  private func match(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
  ) -> (end: Int, id: Int)? {
    var found: (end: Int, id: Int)?
    var hash = Self.start
    var index = start
    var length = 0
    while index < bytes.count, length < longest {
      let (byte, next) = Self.decoded(bytes, index)
      guard byte.isAlphanumeric || byte == 0x2D else { break }
      hash = Self.add(byte, to: hash)
      length += 1
      index = next
      let isInside = index < bytes.count && Self.decoded(bytes, index).byte.isAlphanumeric
      guard !isInside, byte != 0x2D, let candidates = numbers[hash] else { continue }
      if let id = candidates.first(where: { isSame(bytes, start..<index, $0) }) {
        found = (index, id)
      }
    }
    return found
  }

  private func isSame(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ id: Int
  ) -> Bool {
    var index = range.lowerBound
    for wanted in ids[id].utf8 {
      guard index < range.upperBound else { return false }
      let (byte, next) = Self.decoded(bytes, index)
      guard byte == wanted || byte | 0x20 == wanted | 0x20 && byte.isAlphanumeric else {
        return false
      }
      index = next
    }
    return index == range.upperBound
  }

  private func isExact(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ id: Int
  ) -> Bool {
    var index = range.lowerBound
    for wanted in ids[id].utf8 {
      let (byte, next) = Self.decoded(bytes, index)
      if byte != wanted { return false }
      index = next
    }
    return true
  }

  private static func runEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let (byte, next) = decoded(bytes, index)
      if !byte.isIDByte { break }
      index = next
    }
    return index
  }

  /// Whether nothing but emphasis, dashes and foreign letters of scripts without blanks is beside.
  private static func isWhole(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ run: Range<Int>
  ) -> Bool {
    func isMark(_ byte: UInt8) -> Bool { byte == 0x5F || byte == 0x2D }
    let before = bytes[run.lowerBound..<range.lowerBound]
    let after = bytes[range.upperBound..<run.upperBound]
    if before.allSatisfy(isMark) {
      if Letters.end(before: run.lowerBound, bytes) { return false }
    } else if !before.suffix(2).elementsEqual([0x2D, 0x2D]) {
      return false
    }
    if after.allSatisfy(isMark) { return !Letters.begin(at: run.upperBound, bytes) }
    return after.prefix(2).elementsEqual([0x2D, 0x2D])
  }
}

/// Letters that are not ASCII, beside an ID.
private enum Letters {
  /// Scripts from here on put no blanks between words, or add endings to any word.
  private static let limit: UInt32 = 0xE00

  static func begin(at index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard index < bytes.count, bytes[index] >= 0xC0 else { return false }
    return isLetter(bytes[index..<min(index + 4, bytes.count)], \.first)
  }

  static func end(before index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard index > 0, bytes[index - 1] >= 0x80 else { return false }
    var start = index - 1
    while start > 0, start > index - 4, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return isLetter(bytes[start..<index], \.last)
  }

  private static func isLetter(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>,
    _ pick: (String.UnicodeScalarView) -> Unicode.Scalar?
  ) -> Bool {
    guard let scalar = pick(String(decoding: bytes, as: UTF8.self).unicodeScalars) else {
      return false
    }
    return scalar.value < limit && scalar.properties.isAlphabetic
  }
}

extension UInt8 {
  var isAlphanumeric: Bool { isDigit || isCapital || isLowercaseLetter }

  var hexDigit: UInt8? {
    if isDigit { return self - 0x30 }
    let letter = self | 0x20
    return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : nil
  }
}
