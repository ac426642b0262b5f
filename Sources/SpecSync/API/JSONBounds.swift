/// What a text may ask of whoever reads it as JSON.
///
/// A reader takes some dozen bytes for each value and some hundred for each level, however small they
/// are written; they are counted before.
struct JSONBounds: Error, Equatable {
  /// Lists and objects within each other.
  static let mostLevels = 100
  /// Texts, numbers, lists and objects.
  static let mostValues = 4_000_000

  /// What is too much, in words.
  let complaint: String

  static func check(_ bytes: [UInt8]) throws(JSONBounds) {
    let found = bytes.withUnsafeBufferPointer { count($0) }
    if found.levels > mostLevels {
      throw JSONBounds(
        complaint: "JSON in more than \(mostLevels) levels, the most that are read")
    }
    if found.values > mostValues {
      throw JSONBounds(
        complaint: "\(found.values) values in \(bytes.count >> 20) MB of JSON, and at most "
          + "\(mostValues) are read")
    }
  }

  /// Counts what can begin a value; in what is no JSON at all, it stops a little early or late.
  private static func count(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> (levels: Int, values: Int) {
    var (level, levels, values) = (0, 0, 1)
    var place = 0
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        place += 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
          place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        level += 1
        values += 1
        levels = max(levels, level)
      case UInt8(ascii: "]"), UInt8(ascii: "}"): level -= 1
      case UInt8(ascii: ","), UInt8(ascii: ":"): values += 1
      default: break
      }
      place += 1
    }
    return (levels, values)
  }
}
