internal import Frontmatter

/// S001, S002, S003, S005, S008, S013, S014: a spec is a file whose header can be read.
enum ReadableHeader: Rule {
  static let rules = [
    noFrontmatter, unterminated, syntax, tabIndentation, notUTF8, unreadable, notMapping,
  ]

  static let noFrontmatter = RuleInfo(
    "S001", "no-frontmatter", .error, fixing: .safe,
    summary: "A spec begins with frontmatter.",
    explanation: """
      A spec without a `---` block on its first line has no ID, no status and no references: no tool \
      can see it. Where the older form `**Key**: value` stands below the heading, the fix writes \
      frontmatter with those values; the lines stay for you to remove.
      """,
    bad: "# TSK-001: Write the parser\n\nText.\n",
    good: "---\nid: TSK-001\ntitle: Write the parser\n---\n\n# TSK-001: Write the parser\n")

  static let unterminated = RuleInfo(
    "S002", "frontmatter-never-closed", .error,
    summary: "Frontmatter that is opened is closed.",
    explanation:
      "The header runs from `---` on the first line to the next line that is `---` or `...`.",
    bad: "---\nid: TSK-001\ntitle: Write the parser\n\n# TSK-001: Write the parser\n",
    good: "---\nid: TSK-001\ntitle: Write the parser\n---\n\n# TSK-001: Write the parser\n")

  static let syntax = RuleInfo(
    "S003", "yaml-syntax", .error,
    summary: "Frontmatter is valid YAML.",
    explanation: """
      The header is read as YAML 1.1. The place shown is where reading failed; the mistake is there \
      or just above. Values with `: `, `#` or a leading `@`, `` ` ``, `%` need quotes.
      """,
    bad: "---\nid: TSK-001\ntitle: Parser: first steps\n---\n",
    good: "---\nid: TSK-001\ntitle: \"Parser: first steps\"\n---\n")

  static let tabIndentation = RuleInfo(
    "S005", "tab-indentation", .error, fixing: .safe,
    summary: "Frontmatter is indented with blanks.",
    explanation: "YAML forbids tabs as indentation. The fix writes two blanks for each tab.",
    bad: "---\nid: TSK-001\ndependencies:\n\tblocks: []\n---\n",
    good: "---\nid: TSK-001\ndependencies:\n  blocks: []\n---\n")

  static let notUTF8 = RuleInfo(
    "S008", "not-utf-8", .error,
    summary: "A spec is UTF-8 text.",
    explanation: "Any other encoding is read differently by every tool. Save the file as UTF-8.",
    bad: "(a byte such as 0xE9 that is no UTF-8 character)", good: "---\nid: TSK-001\n---\n")

  static let unreadable = RuleInfo(
    "S013", "not-a-readable-file", .error,
    summary: "A spec is a regular file with content, of 5 MB at the most.",
    explanation: """
      Empty files, symbolic links (they are never followed), submodules, and files above 5 MB \
      cannot be specs. Nor may a link, a submodule or a file stand in the place of a spec root or of \
      a folder of specs: what is seen there is judged by nobody. A file whose content is not in a \
      partial clone is reported here as well.
      """,
    bad: "", good: "---\nid: TSK-001\n---\n")

  static let notMapping = RuleInfo(
    "S014", "frontmatter-not-a-mapping", .error,
    summary: "Frontmatter is a list of `key: value` fields.",
    explanation: "A header that is only text or a list names no field.",
    bad: "---\n- TSK-001\n- Write the parser\n---\n",
    good: "---\nid: TSK-001\ntitle: Write the parser\n---\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    switch spec.file.content {
    case .symlink:
      return [
        spec.finding(
          unreadable, at: nil, "a spec may not be a symbolic link", help: "put the file itself here"
        )
      ]
    case .notRegular:
      return [spec.finding(unreadable, at: nil, "this is not a regular file")]
    case .unavailable(let why):
      return [spec.finding(unreadable, at: nil, "the content cannot be had: \(why)")]
    case .tooLarge(let size):
      let found = size.map { "\($0) bytes, " } ?? ""
      return [
        spec.finding(
          unreadable, at: nil, "the file is too large: \(found)\(SpecFile.sizeLimit) are allowed")
      ]
    case .bytes(let bytes):
      if bytes.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
        return [
          spec.finding(
            unreadable, at: nil, "the file is empty", help: "write the spec, or remove the file")
        ]
      }
      return encoding(spec, bytes) ?? header(spec)
    }
  }

  /// Reports the first byte that is not UTF-8; the header's own complaint would repeat it.
  private static func encoding(_ spec: Spec, _ bytes: [UInt8]) -> [Finding]? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return [
        spec.finding(
          notUTF8, at: 0..<2, "the file is UTF-16, not UTF-8", help: "save it as UTF-8")
      ]
    }
    guard let invalid = UTF8Check.firstInvalid(bytes, in: 0..<bytes.count) else { return nil }
    let hex = String(bytes[invalid], radix: 16, uppercase: true)
    let finding = spec.finding(
      notUTF8, at: invalid..<invalid + 1, "byte 0x\(hex) is not UTF-8",
      help: "save the file as UTF-8", subject: "not UTF-8")
    // In the body, the header is judged on its own.
    return [finding] + (spec.parseError?.kind == .notUTF8 ? [] : header(spec))
  }

  private static func header(_ spec: Spec) -> [Finding] {
    guard let error = spec.parseError else {
      return spec.document == nil ? [missing(spec)] : []
    }
    // Conflict markers make a header unreadable and have their own finding.
    if ConflictMarkers.first(in: spec)?.isInHeader == true { return [] }
    let notes =
      error.related.map {
        [
          Finding.Note(
            $0.message, path: spec.path, position: spec.text.position(at: $0.range.lowerBound))
        ]
      } ?? []
    switch error.kind {
    case .unterminated:
      return [
        spec.finding(
          unterminated, at: line(error.range, spec), error.message,
          help: "put a line `---` below the last field")
      ]
    case .tab:
      return [
        spec.finding(
          tabIndentation, at: error.range, error.message, notes: notes, fix: untabbed(spec))
      ]
    case .notMapping:
      return [spec.finding(notMapping, at: line(error.range, spec), error.message)]
    case .notUTF8: return []
    case .syntax where UnfilledPlaceholder.breaks(spec, at: error.range.lowerBound): return []
    case .syntax, .tooDeep, .control:
      return [
        spec.finding(syntax, at: error.range, error.message, notes: notes, help: error.advice)
      ]
    }
  }

  /// A range cut to its first line.
  private static func line(_ range: Range<Int>, _ spec: Spec) -> Range<Int> {
    let content = spec.text.lineContent(spec.text.lineIndex(at: range.lowerBound))
    return range.lowerBound..<max(range.lowerBound, min(range.upperBound, content.upperBound))
  }

  private static func missing(_ spec: Spec) -> Finding {
    let first = spec.text.lineContent(0)
    if let fence = LegacyHeader.fenceBelowBlankLines(spec.text) {
      return spec.finding(
        noFrontmatter, at: 0..<0, "the frontmatter does not begin on the first line",
        fix: spec.fix(.safe, "remove the blank lines above", [Edit(0..<fence, with: "")]))
    }
    return spec.finding(
      noFrontmatter, at: first, "the file has no frontmatter",
      help: LegacyHeader.fix(spec) == nil
        ? "begin it with `---`, the fields of a \(spec.kind), `---`" : nil,
      fix: LegacyHeader.fix(spec))
  }

  /// Blanks for tabs, only where that makes the header readable.
  private static func untabbed(_ spec: Spec) -> Fix? {
    let bytes = spec.text.bytes
    guard let header = Document.headerRange(of: bytes) else { return nil }
    var edits: [Edit] = []
    var line = spec.text.lineIndex(at: header.lowerBound)
    while line < spec.text.lineCount, spec.text.lineRange(line).lowerBound < header.upperBound {
      let content = spec.text.lineContent(line)
      line += 1
      let indent = bytes[content].prefix { $0 == 0x20 || $0 == 0x09 }
      guard indent.contains(0x09) else { continue }
      let blanks = indent.reduce(0) { $0 + ($1 == 0x09 ? 2 : 1) }
      edits.append(
        Edit(indent.startIndex..<indent.endIndex, with: String(repeating: " ", count: blanks)))
    }
    guard let fixed = try? Edit.apply(edits, to: bytes), case .document = Document.parse(fixed)
    else { return nil }
    return spec.fix(.safe, "write blanks for tabs", edits)
  }
}

extension Finding {
  /// The finding for what hides a spec root or a folder of specs.
  package static func obstructed(_ path: String, root: String, _ reason: String) -> Finding {
    let start = Position(line: 1, column: 1)
    let rule = ReadableHeader.unreadable
    return Finding(
      code: rule.code, severity: rule.severity, message: reason, path: path,
      root: root, id: nil, range: 0..<0, start: start, end: start,
      help: "put the folder with its files here: what is behind it is judged by nobody")
  }
}
