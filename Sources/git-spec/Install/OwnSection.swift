internal import Specs

/// A section of git's configuration file that install writes, found by the one key that it has to
/// have; what others wrote into it stays.
struct OwnSection {
  /// `[merge "spec"]`
  let header: String
  /// The key without which the section is not ours.
  let mainKey: String
  /// Every key that install writes.
  let keys: [String]

  /// Lines of the section that has the main key, header included; empty without one.
  private func range(in lines: [TextFile.Line]) -> Range<Int> {
    var start: Int?
    for (index, line) in lines.enumerated() {
      let text = line.text.trimmingBlanks
      if text.hasPrefix("[") { start = text == header ? index : nil }
      if let start, Self.key(of: line) == mainKey {
        let end = lines[(start + 1)...].firstIndex { $0.text.trimmingBlanks.hasPrefix("[") }
        return start..<(end ?? lines.count)
      }
    }
    return 0..<0
  }

  private static func key(of line: TextFile.Line) -> String? {
    line.text.split(separator: "=", maxSplits: 1).first.map { $0.trimmingBlanks.lowercased() }
  }

  /// The values by their keys, quotes resolved.
  func values(in lines: [TextFile.Line]) -> [String: String] {
    var values: [String: String] = [:]
    for line in lines[range(in: lines)] {
      let words = line.text.split(separator: "=", maxSplits: 1)
      guard words.count == 2 else { continue }
      values[words[0].trimmingBlanks] = Self.unquoted(words[1].trimmingBlanks)
    }
    return values
  }

  /// The lines with ours in them: in the place of old ones, else at the end.
  func written(_ texts: [String], in lines: [TextFile.Line]) -> [TextFile.Line] {
    let section = range(in: lines)
    guard let start = section.first else {
      return TextFile.adding([header] + texts, to: lines, isNew: false)
    }
    let kept = TextFile.removing(lines, Set(own(section, lines)).contains)
    let added = TextFile.adding(texts, to: Array(kept[...start]), isNew: false)
    return added + kept[(start + 1)...]
  }

  /// The lines of a section that install writes.
  private func own(_ section: Range<Int>, _ lines: [TextFile.Line]) -> [Int] {
    section.dropFirst().filter { index in
      Self.key(of: lines[index]).map(keys.contains) ?? false
    }
  }

  /// The lines without ours; the section stays when somebody else wrote into it.
  func removed(from lines: [TextFile.Line]) -> [TextFile.Line] {
    let section = range(in: lines)
    let ours = own(section, lines)
    // Comments need no section around them.
    let isAll = section.dropFirst().allSatisfy { index in
      let text = lines[index].text.trimmingBlanks
      return ours.contains(index) || text.isEmpty || text.hasPrefix("#") || text.hasPrefix(";")
    }
    let gone = Set(ours + (isAll ? Array(section.prefix(1)) : []))
    return TextFile.removing(lines, gone.contains)
  }

  /// Throws where a section behind the last line would become part of a setting.
  static func requireEnd(of lines: [TextFile.Line], in path: String) throws {
    let last = lines.last?.text.trimmingBlanks ?? ""
    if last.hasSuffix("\\"), !last.hasPrefix("#"), !last.hasPrefix(";") {
      throw Failure(
        .configuration, "\(path) ends in a line that goes on below, with `\\`",
        hints: ["end that setting, then `git spec install` again"])
    }
  }

  static func quoted(_ value: String) -> String {
    let escaped = value.map { "\\\"".contains($0) ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }

  static func unquoted(_ value: String) -> String {
    guard value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") else { return value }
    var result = ""
    var isEscaped = false
    for character in value.dropFirst().dropLast() {
      if character == "\\", !isEscaped {
        isEscaped = true
        continue
      }
      result.append(character)
      isEscaped = false
    }
    return result
  }
}
