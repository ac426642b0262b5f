internal import Frontmatter

/// S009: text has been encoded as UTF-8 once, not twice.
enum DoubleEncoded: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S009", "double-encoded", .warning, fixing: .unsafe,
    summary: "Text is encoded once.",
    explanation: """
      `Ã©` for `é` or `â€™` for `’` is UTF-8 that some tool read as Windows-1252 and saved again. \
      Code is not looked at. The fix is unsafe because a text may mean those very characters.
      """,
    bad: "---\nid: TSK-001\ntitle: CafÃ© menu\n---\n",
    good: "---\nid: TSK-001\ntitle: Café menu\n---\n")

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    let bytes = spec.text.bytes
    var edits: [Edit] = []
    var index = 0
    while index + 3 < bytes.count {
      // Every twice encoded character begins with one of U+00C2…U+00F4.
      guard bytes[index] == 0xC3, let (length, character) = original(bytes, index),
        !spec.body.isInFence(index)
      else {
        index += 1
        continue
      }
      edits.append(Edit(index..<index + length, with: character))
      index += length
    }
    guard let first = edits.first, UTF8Check.firstInvalid(bytes, in: 0..<bytes.count) == nil
    else { return [] }
    let more = edits.count > 1 ? " (and \(edits.count - 1) more)" : ""
    return [
      spec.finding(
        rule, at: first.range,
        "`\(spec.text.string(first.range))` is `\(String(decoding: first.replacement, as: UTF8.self))` encoded twice\(more)",
        fix: spec.fix(.unsafe, "decode the text once more", edits), subject: "double-encoded")
    ]
  }

  /// The character that was encoded twice at an offset, and the bytes it takes now.
  private static func original(_ bytes: [UInt8], _ start: Int) -> (Int, [UInt8])? {
    var index = start
    guard let lead = byte(bytes, &index) else { return nil }
    let count: Int
    switch lead {
    case 0xC2...0xDF: count = 1
    case 0xE0...0xEF: count = 2
    case 0xF0...0xF4: count = 3
    default: return nil
    }
    var result = [lead]
    for _ in 0..<count {
      guard let next = byte(bytes, &index), next & 0xC0 == 0x80 else { return nil }
      result.append(next)
    }
    guard UTF8Check.firstInvalid(result, in: 0..<result.count) == nil else { return nil }
    return (index - start, result)
  }

  /// The Windows-1252 byte of the character at an offset; moves past it.
  private static func byte(_ bytes: [UInt8], _ index: inout Int) -> UInt8? {
    guard index < bytes.count else { return nil }
    let length = bytes[index] < 0xE0 ? 2 : 3
    guard bytes[index] >= 0xC2, bytes[index] < 0xF0, index + length <= bytes.count else {
      return nil
    }
    var value = UInt32(bytes[index] & (length == 2 ? 0x1F : 0x0F))
    for next in bytes[index + 1..<index + length] {
      guard next & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(next & 0x3F)
    }
    index += length
    if (0x80...0xFF).contains(value) { return UInt8(value) }
    return windows1252[value]
  }

  /// Characters that Windows-1252 has at 0x80…0x9F.
  private static let windows1252: [UInt32: UInt8] = [
    0x20AC: 0x80, 0x201A: 0x82, 0x0192: 0x83, 0x201E: 0x84, 0x2026: 0x85, 0x2020: 0x86,
    0x2021: 0x87, 0x02C6: 0x88, 0x2030: 0x89, 0x0160: 0x8A, 0x2039: 0x8B, 0x0152: 0x8C,
    0x017D: 0x8E, 0x2018: 0x91, 0x2019: 0x92, 0x201C: 0x93, 0x201D: 0x94, 0x2022: 0x95,
    0x2013: 0x96, 0x2014: 0x97, 0x02DC: 0x98, 0x2122: 0x99, 0x0161: 0x9A, 0x203A: 0x9B,
    0x0153: 0x9C, 0x017E: 0x9E, 0x0178: 0x9F,
  ]
}
