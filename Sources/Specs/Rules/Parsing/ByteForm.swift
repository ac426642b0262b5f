internal import Frontmatter

/// S006, S007: a spec's bytes begin with no mark, and its lines end in one way.
enum ByteForm: Rule {
  static let rules = [byteOrderMark, mixedLineEnds]

  static let byteOrderMark = RuleInfo(
    "S006", "byte-order-mark", .note, fixing: .safe,
    summary: "A spec has no byte-order mark.",
    explanation:
      "UTF-8 needs none, and tools that look for `---` at the first byte miss the header.",
    bad: "\u{FEFF}---\nid: TSK-001\n---\n", good: "---\nid: TSK-001\n---\n")

  static let mixedLineEnds = RuleInfo(
    "S007", "mixed-line-ends", .warning, fixing: .safe,
    summary: "All lines of a spec end alike.",
    explanation: """
      LF and CRLF in one file make every later edit a change of lines nobody touched. The fix turns \
      the rarer form into the more frequent one.
      """,
    bad: "---\r\nid: TSK-001\n---\n", good: "---\nid: TSK-001\n---\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    let bytes = spec.text.bytes
    var findings: [Finding] = []
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      findings.append(
        spec.finding(
          byteOrderMark, at: 0..<3, "the file begins with a byte-order mark",
          fix: spec.fix(.safe, "remove the byte-order mark", [Edit(0..<3, with: "")])))
    }
    // Without a carriage return there is only one way to end a line.
    guard bytes.contains(0x0D) else { return findings }
    let endings = LineEndings(bytes)
    guard endings.isMixed else { return findings }
    let dominant = endings.dominant
    let edits = odd(bytes, dominant)
    guard let first = edits.first else { return findings }
    let line = spec.text.lineContent(spec.text.lineIndex(at: first.range.lowerBound))
    let name = dominant == .lf ? "LF" : "CRLF"
    findings.append(
      spec.finding(
        mixedLineEnds, at: line.upperBound..<line.upperBound,
        "\(edits.count) of \(endings.lf + endings.crlf + endings.cr) lines do not end with \(name) as the others do",
        fix: spec.fix(.safe, "end all lines with \(name)", edits),
        subject: "mixed line ends"))
    return findings
  }

  /// Edits for the line ends that are not the dominant one.
  private static func odd(_ bytes: [UInt8], _ dominant: LineEnding) -> [Edit] {
    var edits: [Edit] = []
    var index = 0
    while index < bytes.count {
      let isPair =
        bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
      let length = isPair ? 2 : 1
      if bytes[index] == 0x0A || bytes[index] == 0x0D {
        if !(isPair && dominant == .crlf) && !(bytes[index] == 0x0A && dominant == .lf) {
          edits.append(Edit(index..<index + length, with: dominant.text))
        }
      }
      index += length
    }
    return edits
  }
}
