internal import Frontmatter

/// S309: an ID in the text is the ID of a spec.
enum Mentions: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S309", "unknown-id-in-text", .note,
    summary: "An ID in the text is the ID of a spec.",
    explanation: """
      Only words with the prefix of a kind and a number count; fenced and inline code, links' targets \
      and HTML comments are not looked at. Each ID is told once in a file.
      """,
    bad: "---\nid: TSK-001\n---\n\nSee TSK-099.\n", good: "---\nid: TSK-001\n---\n\nSee TSK-001.\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard spec.file.hasContent else { return [] }
    let prefixes = context.schema.kinds.flatMap(\.prefixes)
    let start = spec.document?.body.lowerBound ?? Document.bodyStart(of: spec.text.bytes) ?? 0
    var told: Set<String> = []
    return ids(in: start..<spec.text.bytes.count, of: spec, prefixes: prefixes).compactMap {
      mention in
      guard told.insert(mention.id).inserted,
        context.index.definitions(of: mention.id, in: spec.root).isEmpty
      else { return nil }
      return spec.finding(
        rule, at: mention.range, "no spec has the ID `\(mention.id)`")
    }
  }

  /// IDs that stand as words of their own in prose.
  static func ids(
    in area: Range<Int>, of spec: Spec, prefixes: [String]
  ) -> [(id: String, range: Range<Int>)] {
    let bytes = spec.text.bytes
    var found: [(id: String, range: Range<Int>)] = []
    var index = area.lowerBound
    var fence = spec.body.firstFence(endingAfter: index)
    while index < area.upperBound {
      if fence < spec.body.fences.count, spec.body.fences[fence].lowerBound <= index {
        index = max(index + 1, spec.body.fences[fence].upperBound)
        fence += 1
        continue
      }
      let byte = bytes[index]
      if byte == 0x60 || byte == 0x3C {
        index = byte == 0x60 ? codeEnd(bytes, index, area) : commentEnd(bytes, index, area)
        continue
      }
      guard byte.isCapital, index == area.lowerBound || !isPartOfWord(bytes[index - 1]) else {
        index += 1
        continue
      }
      var end = index
      while end < area.upperBound, bytes[end].isIDByte { end += 1 }
      let range = index..<end
      index = end
      guard range.count >= 5, bytes[range.upperBound - 1].isDigit,
        end == bytes.count || !isPartOfWord(bytes[end]) || bytes[end] == 0x2E || bytes[end] == 0x2F,
        !(end + 1 < bytes.count && bytes[end] == 0x2E && bytes[end + 1].isLowercaseLetter),
        let id = SpecID(spec.text.string(range)), prefixes.contains(id.prefix)
      else { continue }
      found.append((id.description, range))
    }
    return found
  }

  /// End of the code that a run of backticks begins; of the run alone when its line has no other.
  private static func codeEnd(_ bytes: [UInt8], _ start: Int, _ area: Range<Int>) -> Int {
    func run(_ from: Int) -> Int {
      var index = from
      while index < area.upperBound, bytes[index] == 0x60 { index += 1 }
      return index
    }
    let open = run(start)
    var index = open
    // A line of thousands of runs must not be searched for each of them.
    let limit = min(area.upperBound, open + lineLimit)
    while index < limit, bytes[index] != 0x0A, bytes[index] != 0x0D {
      guard bytes[index] == 0x60 else {
        index += 1
        continue
      }
      let end = run(index)
      if end - index == open - start { return end }
      index = end
    }
    return open
  }

  private static let lineLimit = 2000

  /// End of the HTML comment that begins here; the next byte when none does.
  private static func commentEnd(_ bytes: [UInt8], _ start: Int, _ area: Range<Int>) -> Int {
    guard bytes[start..<area.upperBound].starts(with: [0x3C, 0x21, 0x2D, 0x2D]) else {
      return start + 1
    }
    var index = start + 4
    while index + 2 < area.upperBound {
      if bytes[index] == 0x2D, bytes[index + 1] == 0x2D, bytes[index + 2] == 0x3E {
        return index + 3
      }
      index += 1
    }
    return area.upperBound
  }

  /// Bytes that make a longer word or a path of an ID beside them.
  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    byte.isIDByte || byte == 0x2F || byte == 0x2E || byte >= 0x80
  }
}

extension SpecFile {
  /// True when there are bytes to look at.
  var hasContent: Bool { if case .bytes = content { true } else { false } }
}
