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
    let start = spec.document?.body.lowerBound ?? Document.bodyStart(of: spec.text.bytes) ?? 0
    var told: Set<String> = []
    return ids(
      in: start..<spec.text.bytes.count, of: spec,
      isPrefix: { context.schema.kind(ofPrefix: $0) != nil }
    ).compactMap { mention in
      guard told.insert(mention.id).inserted,
        context.index.uses(of: mention.id, in: spec.root).all.isEmpty
      else { return nil }
      return spec.finding(
        rule, at: mention.range, "no spec has the ID `\(mention.id)`")
    }
  }

  /// IDs that stand as words of their own in prose.
  static func ids(
    in area: Range<Int>, of spec: Spec, isPrefix: (String) -> Bool
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
        index = InlineMarkup.end(bytes, index, area)
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
        let id = SpecID(spec.text.string(range)), isPrefix(id.prefix)
      else { continue }
      found.append((id.description, range))
    }
    return found
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
