internal import Specs

/// JSON of a fixed shape, so that equal values are equal texts.
enum JSONText {
  /// Endpoints with sorted keys and no blanks.
  static func list(_ endpoints: [DesignParts.Endpoint]) -> String {
    let objects = endpoints.map { endpoint in
      let fields = [
        ("description", endpoint.description), ("endpoint", endpoint.endpoint),
        ("method", endpoint.method), ("purpose", endpoint.purpose),
      ]
      let members = fields.compactMap { name, value in
        value.map { "\(string(name)):\(string($0))" }
      }
      return "{\(members.joined(separator: ","))}"
    }
    return "[\(objects.joined(separator: ","))]"
  }

  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
