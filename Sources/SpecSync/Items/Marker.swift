internal import Specs

/// The line in an item's description that says which spec it is, so that a lost state can be found.
///
/// No `%` and no `_`: the server's search takes them for wildcards.
package struct Marker: Sendable, Equatable {
  package let id: String
  package let uid: String

  package init(id: String, uid: String) {
    self.id = id
    self.uid = uid
  }

  package var text: String { "\(Self.start)\(id)\(Self.middle)\(uid)\(Self.end)" }

  private static let start = "<!-- git-spec: "
  private static let middle = " uid="
  private static let end = " -->"

  // MARK: In descriptions

  /// A description with this marker as its last line, in the place of all others that count.
  package func added(to description: String) -> String {
    let body = SyncText.lines(Self.strip(from: description)).trimmingBlankLines
    return (body.isEmpty ? [text] : body + ["", text]).joined(separator: "\n")
  }

  /// The marker that says whose a description is: the last line's, whatever was left open above it,
  /// else the last one that no code shows.
  package static func read(in description: String) -> Marker? {
    let lines = SyncText.lines(description).trimmingBlankLines
    if let last = lines.last, let found = atEnd(of: last) { return found.marker }
    let code = codeLines(lines)
    return lines.indices.reversed().lazy
      .compactMap { code.contains($0) ? nil : atEnd(of: lines[$0])?.marker }.first
  }

  /// A description without its markers; those that code shows stay, and a text without any stays
  /// as it is.
  package static func strip(from description: String) -> String {
    guard description.utf8.count >= start.utf8.count, description.contains(start) else {
      return description
    }
    var lines = SyncText.lines(description)
    var isChanged = false
    while let last = lines.last, last.isBlank || atEnd(of: last) != nil {
      isChanged = isChanged || !last.isBlank
      lines.removeLast()
      let rest = withoutMarkers(last)
      if !rest.isBlank {
        lines.append(rest)
        break
      }
    }
    let code = codeLines(lines)
    var kept: [String] = []
    var isGap = false
    for (index, line) in lines.enumerated() {
      if code.contains(index) || atEnd(of: line) == nil {
        // Of the blank lines around a marker one side is left.
        let isSecond = line.isBlank && isGap
        isGap = false
        if !isSecond { kept.append(line) }
        continue
      }
      isChanged = true
      let rest = withoutMarkers(line)
      if rest.isBlank { isGap = kept.last?.isBlank ?? true } else { kept.append(rest) }
    }
    return isChanged ? kept.joined(separator: "\n") : description
  }

  private static func withoutMarkers(_ line: String) -> String {
    var rest = line[...]
    while let found = atEnd(of: rest) { rest = found.before }
    return String(rest)
  }

  /// A marker that ends a line, and what stands before it.
  private static func atEnd(
    of line: some StringProtocol
  ) -> (before: Substring, marker: Marker)? {
    let line = SyncText.withoutBlanksAtEnd(Substring(line))
    guard line.hasSuffix(end) else { return nil }
    let near = line.unicodeScalars.suffix(lengthLimit)
    let window = line[near.startIndex...]
    guard let place = window.ranges(of: start).last else { return nil }
    let words = line[place.upperBound...].dropLast(end.count)
    guard let cut = words.ranges(of: middle).first else { return nil }
    let id = words[..<cut.lowerBound]
    let uid = words[cut.upperBound...]
    guard !id.isEmpty, !uid.isEmpty, !id.contains(" "), !uid.contains(" ") else { return nil }
    let before = SyncText.withoutBlanksAtEnd(line[..<place.lowerBound])
    return (before, Marker(id: String(id), uid: String(uid)))
  }

  /// No ID is nearly as long, and lines may be.
  private static let lengthLimit = 1000

  /// Indices of the lines that are code, by fences or by their indentation.
  ///
  /// Comments are not looked at: a marker ends one that was left open, and taking the marker away
  /// must not make code of the rest.
  private static func codeLines(_ lines: [String]) -> Set<Int> {
    var code: Set<Int> = []
    var fence: Substring?
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0 == " " || $0 == "\t" }
      let run = text.first.map { mark in text.prefix { $0 == mark } } ?? ""
      let rest = text.dropFirst(run.count)
      let isFence = run.count >= 3 && (run.hasPrefix("`") || run.hasPrefix("~"))
      if let open = fence {
        code.insert(index)
        if isFence, run.first == open.first, run.count >= open.count, String(rest).isBlank {
          fence = nil
        }
      } else if isFence, run.hasPrefix("~") || !rest.contains("`") {
        code.insert(index)
        fence = run
      } else if line.hasPrefix("    ") || line.hasPrefix("\t") {
        code.insert(index)
      }
    }
    return code
  }
}
