/// The server's own words in an answer that is an error.
///
/// Four shapes: a text, a list of what is wrong with which field, an object, and the rate limiter's.
enum ErrorDetail {
  static func text(in body: [UInt8]) -> String {
    guard let value = JSONValue(parsing: body) else { return "" }
    if let limit = value["error"]?.string { return limit }
    switch value["detail"] {
    case .string(let text): return text
    case .array(let problems): return problems.map(problem).joined(separator: "; ")
    case .object(let members):
      let detail = JSONValue.object(members)
      let reasons = detail["blocking_reasons"]?.array?.compactMap(\.string) ?? []
      let words = [detail["message"]?.string ?? detail["error"]?.string].compactMap { $0 }
      return (words + reasons).joined(separator: "; ")
    default: return ""
    }
  }

  /// `title: String should have at least 1 character`; never `input`, which is what was sent.
  private static func problem(_ problem: JSONValue) -> String {
    let place = (problem["loc"]?.array ?? []).compactMap { part -> String? in
      switch part {
      case .string("body"): nil
      case .string(let name): name
      case .int(let index): String(index)
      default: nil
      }
    }.joined(separator: ".")
    let words = problem["msg"]?.string ?? problem["type"]?.string ?? "invalid"
    return place.isEmpty ? words : "\(place): \(words)"
  }

  /// One line of at most 200 characters, without control characters that would play with a terminal.
  static func shortened(_ text: String) -> String {
    let limit = 200
    // Enough for the limit: a message may hold megabytes.
    let start = text.prefix(limit * 4).map { character in
      character.isNewline
        || character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        ? " " : character
    }
    return start.count > limit ? String(start.prefix(limit - 1)) + "…" : String(start)
  }
}
