internal import Frontmatter

/// The anchors of headings that hold moved IDs, and what becomes of the IDs.
struct Anchors {
  /// New ID by anchor and old ID; nil where the ID stays.
  private var files: [String: [String: [Int: String?]]] = [:]

  /// Notes an ID in a heading; of several times the first counts.
  mutating func add(_ spec: Spec, heading: Int, id: Int, new: String?) {
    let anchor = Self.anchor(spec.body.headings[heading].text)
    let known = files[spec.path]?[anchor]?[id]
    if known == nil { files[spec.path, default: [:]][anchor, default: [:]][id] = .some(new) }
  }

  enum Answer {
    case becomes(String)
    case stays
    case unknown
  }

  func look(up fragment: String, id: Int, in path: String) -> Answer {
    guard let headings = files[path] else { return .unknown }
    let text = FileNames.decoded(fragment)
    let wanted = Self.anchor(text.replacing("-", with: " "))
    // The second heading of a name ends in `-1`.
    let first = wanted.lastIndex(of: "-").flatMap { hyphen in
      wanted[hyphen...].dropFirst().utf8.allSatisfy(\.isDigit) ? String(wanted[..<hyphen]) : nil
    }
    for anchor in [wanted, first].compactMap(\.self) {
      if let new = headings[anchor]?[id] { return new.map { .becomes($0) } ?? .stays }
    }
    return .unknown
  }

  /// The anchor that pages give a heading: small letters, hyphens for blanks, no punctuation.
  ///
  /// Underscores are left out, because those of emphasis are not part of the anchor.
  static func anchor(_ heading: String) -> String {
    var result = String.UnicodeScalarView()
    var isTarget = false
    var previous: Unicode.Scalar = " "
    for scalar in heading.lowercased().unicodeScalars {
      // Of a link only its words are shown.
      if previous == "]", scalar == "(" { isTarget = true }
      previous = scalar
      if isTarget {
        isTarget = scalar != ")"
      } else if scalar == " " || scalar == "-" {
        result.append("-")
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
