/// The name of an object: 20 bytes of SHA-1 or 32 of SHA-256, held inline.
package struct ObjectID: Hashable, Comparable, Sendable, CustomStringConvertible {
  private let a: UInt64
  private let b: UInt64
  private let c: UInt64
  private let d: UInt64
  package let isSHA256: Bool

  /// 20 or 32 raw bytes; nil for any other count.
  package init?(bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count == 20 || bytes.count == 32 else { return nil }
    func word(_ start: Int) -> UInt64 {
      var word: UInt64 = 0
      for index in start..<start + 8 {
        word = word << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0)
      }
      return word
    }
    a = word(0)
    b = word(8)
    c = word(16)
    d = word(24)
    isSHA256 = bytes.count == 32
  }

  /// 40 or 64 hexadecimal digits; nil for anything else.
  package init?(hex: some StringProtocol) {
    let digits = Array(hex.utf8)
    guard digits.count == 40 || digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = ObjectID.value(digits[index]), let low = ObjectID.value(digits[index + 1])
      else { return nil }
      bytes.append(high << 4 | low)
    }
    guard let id = bytes.withUnsafeBufferPointer({ ObjectID(bytes: $0) }) else { return nil }
    self = id
  }

  private init(sha256: Bool) {
    (a, b, c, d) = (0, 0, 0, 0)
    isSHA256 = sha256
  }

  /// The name of no object, as git writes it for a ref that does not exist.
  package static let zero = ObjectID(sha256: false)

  /// True for the name of a blob without content, in either format.
  var isEmptyBlob: Bool { self == Self.emptyBlob || self == Self.emptyBlobSHA256 }

  private static let emptyBlob = ObjectID(hex: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
  private static let emptyBlobSHA256 = ObjectID(
    hex: "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813")

  package var isZero: Bool { a | b | c | d == 0 }

  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for word in [a, b, c, d] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    return Array(bytes.prefix(isSHA256 ? 32 : 20))
  }

  /// The name's bytes in place, for libraries that want them in memory of their own.
  func copyBytes(to memory: UnsafeMutableRawBufferPointer) {
    for (index, word) in [a, b, c, d].enumerated() where index * 8 < memory.count {
      withUnsafeBytes(of: word.bigEndian) { bytes in
        let rest = memory.count - index * 8
        UnsafeMutableRawBufferPointer(rebasing: memory[(index * 8)...])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(min(8, rest))))
      }
    }
  }

  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first seven digits, for people.
  package var short: String { String(hex.prefix(7)) }
  package var description: String { hex }

  package static func < (x: ObjectID, y: ObjectID) -> Bool {
    (x.a, x.b, x.c, x.d) < (y.a, y.b, y.c, y.d)
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    case 0x41...0x46: digit - 0x41 + 10
    default: nil
    }
  }
}
