internal import Frontmatter

/// The older form of a header: `**Key**: value` lines below the first heading.
enum LegacyHeader {
  /// Offset of a fence that only blank lines precede; nil when something else does.
  static func fenceBelowBlankLines(_ text: SourceText) -> Int? {
    for line in 0..<text.lineCount {
      let content = text.lineContent(line)
      if text.bytes[content].allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      let rest = Array(text.bytes[content.lowerBound...])
      return line > 0 && Document.headerRange(of: rest) != nil ? content.lowerBound : nil
    }
    return nil
  }

  /// Puts frontmatter made of the file's bold lines, heading and name above it.
  ///
  /// Nil when there is no bold line: then nothing but guesses could be written.
  static func fix(_ spec: Spec) -> Fix? {
    var pairs: [(key: String, value: String)] = []
    var seen: Set<String> = []
    for line in 0..<min(spec.text.lineCount, 40) {
      let content = spec.text.lineContent(line)
      guard !spec.body.isInFence(content.lowerBound), let pair = boldPair(spec.text.string(content))
      else { continue }
      let row = spec.schema.field(named: pair.key)
      let name = row?.name ?? pair.key
      guard row != nil, !name.contains("."), seen.insert(name).inserted else { continue }
      pairs.append((name, value(pair.value, as: row)))
    }
    guard !pairs.isEmpty else { return nil }
    if !seen.contains("title"), let title = Derived.title(spec) {
      pairs.insert(("title", YAMLScalar.text(title)), at: 0)
    }
    if !seen.contains("id"), let id = Derived.id(spec) { pairs.insert(("id", id), at: 0) }
    let end = LineEndings(spec.text.bytes).dominant.text
    let lines = ["---"] + pairs.map { "\($0.key): \($0.value)" } + ["---", ""]
    let start = spec.text.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return spec.fix(
      .safe, "write frontmatter with the values of the `**Key**: value` lines",
      [Edit(start..<start, with: lines.joined(separator: end) + end)])
  }

  /// `**Created**: 2025-01-07` as ("created", "2025-01-07").
  private static func boldPair(_ line: String) -> (key: String, value: String)? {
    guard line.hasPrefix("**"), let close = line.dropFirst(2).firstRange(of: "**")?.lowerBound
    else { return nil }
    var key = String(line[line.index(line.startIndex, offsetBy: 2)..<close])
    var rest = line[line.index(close, offsetBy: 2)...]
    if key.hasSuffix(":") {
      key.removeLast()
    } else if rest.hasPrefix(":") {
      rest = rest.dropFirst()
    } else {
      return nil
    }
    let value = rest.trimmingBlanks
    guard !key.isEmpty, !value.isEmpty else { return nil }
    let name = key.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
    return (String(name), value)
  }

  private static func value(_ text: String, as row: FieldSchema?) -> String {
    switch row?.form {
    case .enumeration(let values, let synonyms):
      return Spelling.of(text, values: values, synonyms: synonyms) ?? YAMLScalar.text(text)
    case .date:
      if case .day = CalendarDate.read(text) { return text }
      return YAMLScalar.text(text)
    case .list, .reference(_, isList: true):
      let words = text.split(whereSeparator: { ", ".contains($0) }).map {
        YAMLScalar.text(String($0))
      }
      return "[" + words.joined(separator: ", ") + "]"
    default: return YAMLScalar.text(text)
    }
  }
}

/// Fields that can be read off other parts of a file.
enum Derived {
  /// The ID that the file's name begins with, if it is one of the kind's.
  static func id(_ spec: Spec) -> String? { id(spec.file, spec.schema) }

  static func id(_ file: SpecFile, _ schema: KindSchema) -> String? {
    guard schema.isNamedByID, let prefix = schema.idPrefix else { return nil }
    let words = file.fileName.dropLast(3).split(separator: "-")
    guard words.first.map(String.init) == prefix,
      let number = words.dropFirst().firstIndex(where: { SpecID("X-" + $0) != nil })
    else { return nil }
    return SpecID(words[...number].joined(separator: "-"))?.description
  }

  /// The first heading without the ID it may begin with.
  static func title(_ spec: Spec) -> String? {
    guard let heading = spec.body.title?.text else { return nil }
    let word = heading.prefix { $0 != ":" && $0 != " " }
    guard SpecID(String(word)) != nil else { return heading.isEmpty ? nil : heading }
    let rest = heading.dropFirst(word.count).drop { ":- ".contains($0) }
    return rest.isEmpty ? nil : String(rest)
  }
}
