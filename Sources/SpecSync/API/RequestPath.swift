/// A path below the server's prefix; every variable part is encoded, so that an ID stays one part.
struct RequestPath: Sendable, ExpressibleByStringInterpolation {
  var text: String

  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  struct Interpolation: StringInterpolationProtocol {
    var text = ""
    init(literalCapacity: Int, interpolationCount: Int) {}
    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ part: String) { text += RequestPath.encoded(part) }
  }

  /// The path with a query, in the order given.
  func query(_ items: KeyValuePairs<String, String>) -> RequestPath {
    var path = self
    path.text += "?" + items.map { "\($0.key)=\(Self.encoded($0.value))" }.joined(separator: "&")
    return path
  }

  /// Percent-encoded but for RFC 3986's unreserved characters.
  static func encoded(_ part: String) -> String {
    // A dot segment would be taken away on the road, and the request be another one.
    if part == "." || part == ".." { return part.replacing(".", with: "%2E") }
    var out = ""
    for byte in part.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        out.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        out += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return out
  }
}
