internal import Frontmatter

/// S203, S204: the file's name and first heading carry the ID.
enum NamedByID: Rule {
  static let rules = [fileName, heading]

  static let fileName = RuleInfo(
    "S203", "file-name", .error, fixing: .unsafe,
    summary: "The file of a ticket or task begins with its ID.",
    explanation:
      "People and tools look for `TSK-014` by file name. The fix renames the file; it is unsafe because other places may name it.",
    bad: "=== tasks/parser.md\n---\nid: TSK-001\n---\n",
    good: "=== tasks/TSK-001-parser.md\n---\nid: TSK-001\n---\n")

  static let heading = RuleInfo(
    "S204", "heading-without-id", .warning, fixing: .safe,
    summary: "The first heading of a ticket or task carries its ID.",
    explanation:
      "Whoever reads the rendered page, where frontmatter is hidden, has only the heading.",
    bad: "---\nid: TSK-001\n---\n\n# Write the parser\n",
    good: "---\nid: TSK-001\n---\n\n# TSK-001: Write the parser\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    // An ID of another kind, or of no form, is the mistake itself: nothing is to follow it.
    guard spec.schema.isNamedByID, let id = spec.summary.id, spec.document != nil,
      IDShape.problem(id.value, spec.schema) == nil
    else { return [] }
    var findings: [Finding] = []
    let name = spec.file.fileName
    if !begins(name.dropLast(3), with: id.value) {
      let wanted = renamed(name, to: id.value)
      let folder = spec.path.dropLast(name.count)
      findings.append(
        spec.finding(
          fileName, at: id.range,
          "the file's name `\(name)` does not begin with the ID `\(id.value)`",
          help: "name it `\(wanted)`",
          fix: Fix(.unsafe, "rename the file to `\(wanted)`", renames: [spec.path: folder + wanted])
        ))
    }
    if let title = spec.body.title, !mentions(title.text, id.value) {
      let old = title.text.prefix { $0 != ":" && $0 != " " }
      // Another ID in the ID's place is replaced, not kept beside it.
      let length = SpecID(String(old)) == nil ? 0 : old.utf8.count
      let start = title.range.lowerBound
      let text = length == 0 ? (title.text.isEmpty ? id.value : id.value + ": ") : id.value
      findings.append(
        spec.finding(
          heading, at: title.range.isEmpty ? title.line : title.range,
          "the heading does not carry the ID `\(id.value)`",
          fix: title.range.isEmpty
            ? nil
            : spec.fix(.safe, "put the ID in front", [Edit(start..<start + length, with: text)])))
    }
    return findings
  }

  /// Whether a file's name is an ID, or an ID and a slug.
  static func begins(_ name: Substring, with id: String) -> Bool {
    guard name.hasPrefix(id) else { return false }
    return name.dropFirst(id.count).first.map { "-_. ".contains($0) } ?? true
  }

  /// The file's name with the ID in front, or in the place of another one.
  static func renamed(_ name: String, to id: String) -> String {
    let words = name.dropLast(3).split(separator: "-", omittingEmptySubsequences: false)
    // No ID has more words than these.
    let count = (1...min(wordLimit, max(1, words.count))).last {
      SpecID(words.prefix($0).joined(separator: "-")) != nil
    }
    let rest = count.map { words.dropFirst($0) } ?? words[...]
    let tail = rest.joined(separator: "-")
    return (tail.isEmpty ? id : "\(id)-\(tail)") + ".md"
  }

  private static let wordLimit = 32
  private static let longID = 256

  /// Whether a text holds an ID as a word of its own.
  private static func mentions(_ text: String, _ id: String) -> Bool {
    let bytes = Array(text.utf8)
    let word = Array(id.utf8)
    guard bytes.count >= word.count else { return false }
    // Each place may cost the length of the word: a page of an ID is looked for in front only.
    let last = word.count > longID ? 0 : bytes.count - word.count
    Work.did((last + 1) * word.count)
    return (0...last).contains { start in
      bytes[start..<start + word.count].elementsEqual(word)
        && (start == 0 || !bytes[start - 1].isIDByte)
        && (start + word.count == bytes.count || !bytes[start + word.count].isDigit)
    }
  }
}
