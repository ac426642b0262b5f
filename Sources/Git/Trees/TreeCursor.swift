#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Walks the entries of a tree as it is stored: `<mode> SP <name> NUL <id>`, in git's order.
///
/// What git would not have written is an error: an entry that is read otherwise than git reads it
/// would be checked out and never judged.
struct TreeCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let tree: ObjectID?
  /// The tree's path from the top, with a slash at its end; empty for the top.
  private let folder: [UInt8]
  private let idLength: Int
  /// Bytes of the whole entry; empty at the end.
  private(set) var entry: Range<Int>
  private(set) var name: Range<Int>
  private(set) var isTree = false
  /// Files that a folder of the same name may still follow, with others between them.
  private var openNames: [Range<Int>] = []

  /// Stands at the first entry of a tree; nil is a tree without entries.
  init(_ bytes: UnsafeBufferPointer<UInt8>, of tree: ObjectID?, at folder: [UInt8]) throws {
    self.bytes = bytes
    self.tree = tree
    self.folder = folder
    idLength = tree?.isSHA256 == true ? 32 : 20
    entry = 0..<0
    name = 0..<0
    try advance()
  }

  var isAtEnd: Bool { entry.isEmpty }

  mutating func advance() throws {
    let before = self
    let start = entry.upperBound
    guard start < bytes.count else {
      entry = start..<start
      return
    }
    var space = start
    // A mode has five or six digits, so the name is near.
    while space < bytes.count, bytes[space] != 0x20 { space += 1 }
    guard space < bytes.count, let base = bytes.baseAddress,
      let null = memchr(base + space, 0, bytes.count - space)
    else { throw malformed("it is cut off at byte \(start)") }
    let end = UnsafeRawPointer(null) - UnsafeRawPointer(base)
    guard end + idLength < bytes.count else { throw malformed("it is cut off at byte \(start)") }

    name = space + 1..<end
    entry = start..<end + 1 + idLength
    isTree = bytes[start] == UInt8(ascii: "4") && space - start == 5
    try judge(after: before)
  }

  /// Throws unless the entry is one that git writes, in its place.
  private mutating func judge(after before: TreeCursor) throws {
    if let fault = TreeFault.ofMode(bytes[entry.lowerBound..<name.lowerBound - 1])
      ?? TreeFault.ofName(bytes[name])
    {
      throw malformed(fault)
    }
    if bytes[(name.upperBound + 1)..<entry.upperBound].allSatisfy({ $0 == 0 }) {
      throw malformed("its entry \(quotedName) has an object's name of zeros")
    }
    guard !before.name.isEmpty else { return }
    let order = before.order(to: self)
    if order == 0 || bytes[before.name].elementsEqual(bytes[name]) { throw twice }
    if order > 0 { throw malformed("its entry \(quotedName) is not in git's order") }
    try follow(before)
  }

  /// Finds a folder with the name of a file that others stand between: `a`, `a.b`, `a/`.
  private mutating func follow(_ before: TreeCursor) throws {
    if !before.isTree, isLonger(than: before.name) {
      openNames.append(before.name)
      return
    }
    while isTree, let open = openNames.last {
      if bytes[open].elementsEqual(bytes[name]) { throw twice }
      if isLonger(than: open) { return }
      openNames.removeLast()
    }
  }

  /// Whether the entry's name begins with another, and goes on with a byte below the slash.
  private func isLonger(than other: Range<Int>) -> Bool {
    name.count > other.count && bytes[name.lowerBound + other.count] < 0x2F
      && bytes[name].starts(with: bytes[other])
  }

  private var twice: GitError { malformed("it has two entries named \(quotedName)") }

  private var quotedName: String { "`\(RepositoryPath(bytes: nameBytes))`" }

  private func malformed(_ fault: String) -> GitError {
    GitError.malformedTree(tree ?? .zero, at: folder, fault)
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

  func isNamed(_ other: ArraySlice<UInt8>) -> Bool { bytes[name].elementsEqual(other) }

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
