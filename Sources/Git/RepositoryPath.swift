/// A path in a repository as printable text that keeps every byte.
///
/// UTF-8 stands as it is; control characters, backslashes and bytes that are not UTF-8 become the
/// escapes that git uses in quoted paths (`\\`, `\n`, `\377`), and so do combining marks, so two
/// paths never are equal strings.
package struct RepositoryPath: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let text: String

  package init(bytes: UnsafeBufferPointer<UInt8>) {
    var isPlain = true
    for byte in bytes where byte < 0x20 || byte == 0x5C || byte >= 0x7F {
      isPlain = false
      break
    }
    if isPlain {
      text = String(decoding: bytes, as: UTF8.self)
    } else {
      text = RepositoryPath.escaped(bytes)
    }
  }

  package init(bytes: [UInt8]) {
    self = bytes.withUnsafeBufferPointer { RepositoryPath(bytes: $0) }
  }

  /// A path from its text, escapes included.
  package init(text: String) { self.text = text }

  package var description: String { text }

  /// The path's own bytes.
  package var bytes: [UInt8] {
    let source = Array(text.utf8)
    guard source.contains(0x5C) else { return source }
    var bytes: [UInt8] = []
    var index = 0
    while index < source.count {
      let byte = source[index]
      index += 1
      guard byte == 0x5C, index < source.count else {
        bytes.append(byte)
        continue
      }
      switch source[index] {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case 0x30...0x33 where index + 2 < source.count:
        bytes.append(
          (source[index] & 3) << 6 | (source[index + 1] & 7) << 3 | (source[index + 2] & 7))
        index += 2
      default: bytes.append(source[index])
      }
      index += 1
    }
    return bytes
  }

  package static func < (a: RepositoryPath, b: RepositoryPath) -> Bool { a.text < b.text }

  private static func escaped(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var result = ""
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case 0x5C: result += "\\\\"
      case 0x0A: result += "\\n"
      case 0x09: result += "\\t"
      case 0x0D: result += "\\r"
      case 0x00..<0x20, 0x7F: result += octal(byte)
      case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        let end = min(index + length, bytes.count)
        if let text = String(
          validating: UnsafeBufferPointer(rebasing: bytes[index..<end]), as: UTF8.self),
          text.unicodeScalars.count == 1, text.unicodeScalars.allSatisfy(standsForItself)
        {
          result += text
          index = end - 1
        } else {
          result += octal(byte)
        }
      }
      index += 1
    }
    return result
  }

  /// False for characters that Swift's string comparison folds into others: two names that differ
  /// only in normalization are two files to git, and have to stay two strings.
  private static func standsForItself(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1160...0x11FF: false
    default:
      scalar.properties.canonicalCombiningClass == .notReordered
        // The ohm sign and others that are another character in all but their number.
        && !scalar.properties.isFullCompositionExclusion
    }
  }

  private static func octal(_ byte: UInt8) -> String {
    "\\\(byte >> 6)\((byte >> 3) & 7)\(byte & 7)"
  }
}
