#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Walks the entries of a tree as it is stored: `<mode> SP <name> NUL <id>`, in git's order.
struct TreeCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let idLength: Int
  /// Bytes of the whole entry; empty at the end.
  private(set) var entry: Range<Int>
  private(set) var name: Range<Int>
  private(set) var isTree = false

  init(_ bytes: UnsafeBufferPointer<UInt8>, idLength: Int) throws {
    self.bytes = bytes
    self.idLength = idLength
    entry = 0..<0
    name = 0..<0
    try advance()
  }

  private static let malformed = GitError(
    .generic, "read a tree", "its entries are not formed as git forms them")

  var isAtEnd: Bool { entry.isEmpty }

  mutating func advance() throws {
    let start = entry.upperBound
    guard start < bytes.count else {
      entry = start..<start
      return
    }
    // The mode has five or six digits, so the name is near.
    var space = start
    while space < bytes.count, bytes[space] != 0x20 { space += 1 }
    guard space < bytes.count, let base = bytes.baseAddress,
      let null = memchr(base + space, 0, bytes.count - space)
    else { throw Self.malformed }
    let end = UnsafeRawPointer(null) - UnsafeRawPointer(base)
    guard end + idLength < bytes.count else { throw Self.malformed }

    name = space + 1..<end
    entry = start..<end + 1 + idLength
    isTree = bytes[start] == UInt8(ascii: "4") && space - start == 5
  }

  var mode: FileMode {
    var value: UInt32 = 0
    for byte in bytes[entry.lowerBound..<name.lowerBound - 1] {
      value = value << 3 | UInt32(byte & 7)
    }
    return FileMode(rawValue: value)
  }

  var id: ObjectID {
    let range = name.upperBound + 1..<entry.upperBound
    return ObjectID(bytes: UnsafeBufferPointer(rebasing: bytes[range])) ?? .zero
  }

  var nameBytes: [UInt8] { Array(bytes[name]) }

  /// True when both stand at entries with the same name, mode and object.
  func isSame(as other: TreeCursor) -> Bool {
    guard entry.count == other.entry.count, let mine = bytes.baseAddress,
      let theirs = other.bytes.baseAddress
    else { return false }
    return memcmp(mine + entry.lowerBound, theirs + other.entry.lowerBound, entry.count) == 0
  }

  /// Negative when this entry stands before the other's in git's order, where a folder's name
  /// ends in a slash.
  func order(to other: TreeCursor) -> Int {
    let length = min(name.count, other.name.count)
    for index in 0..<length {
      let (a, b) = (bytes[name.lowerBound + index], other.bytes[other.name.lowerBound + index])
      if a != b { return Int(a) - Int(b) }
    }
    return last(after: length) - other.last(after: length)
  }

  private func last(after length: Int) -> Int {
    length < name.count ? Int(bytes[name.lowerBound + length]) : isTree ? 0x2F : 0
  }
}
