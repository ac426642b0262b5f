internal import Frontmatter

/// S010: no unresolved conflict is left in the text.
enum ConflictMarkers: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S010", "conflict-markers", .error,
    summary: "No conflict is left unresolved.",
    explanation: """
      A whole block of `<<<<<<<`, `=======` and `>>>>>>>` at line starts is a merge that nobody \
      finished. In a code fence it may be an example, and is a warning.
      """,
    bad:
      "---\nid: TSK-001\n<<<<<<< HEAD\nstatus: done\n=======\nstatus: review\n>>>>>>> side\n---\n",
    good: "---\nid: TSK-001\nstatus: done\n---\n")

  struct Block {
    let open: Range<Int>
    let close: Range<Int>
    let isInHeader: Bool
  }

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    blocks(in: spec).map { block in
      let isExample = spec.body.isInFence(block.open.lowerBound)
      let message =
        isExample ? "a code block shows conflict markers" : "a merge conflict is not resolved"
      return spec.finding(
        rule, at: block.open, message,
        severity: isExample ? .warning : .error,
        notes: [
          Finding.Note(
            "it ends here", path: spec.path,
            position: spec.text.position(at: block.close.lowerBound))
        ], help: isExample ? nil : help(block, spec),
        subject: "\(message) \(spec.text.string(block.open))")
    }
  }

  /// A block around a whole file is two specs under one name: to choose one is to lose one.
  private static func help(_ block: Block, _ spec: Spec) -> String {
    block.open.lowerBound == 0 && spec.schema.isNamedByID
      ? "if these are two specs, `git merge --abort` and give one another number before:"
        + " `git spec renumber`; else choose a side and remove the marker lines"
      : "choose a side and remove the marker lines"
  }

  /// Whether both sides of a merge stand in a text, examples in code aside.
  static func isConflicted(_ spec: Spec) -> Bool {
    blocks(in: spec).contains { !spec.body.isInFence($0.open.lowerBound) }
  }

  /// The first block, which decides whether a header is broken by it.
  static func first(in spec: Spec) -> Block? { blocks(in: spec).first }

  private static func blocks(in spec: Spec) -> [Block] {
    let bytes = spec.text.bytes
    guard hasRun(bytes) else { return [] }
    let headerEnd =
      Document.headerRange(of: bytes)?.upperBound ?? (spec.document == nil ? bytes.count : 0)
    var blocks: [Block] = []
    var open: (range: Range<Int>, length: Int, hasMiddle: Bool)?
    for line in 0..<spec.text.lineCount {
      let content = spec.text.lineContent(line)
      guard let first = bytes[content].first, [0x3C, 0x3D, 0x3E].contains(first) else { continue }
      let run = bytes[content].prefix { $0 == first }.count
      guard run >= 7, run == content.count || bytes[content.lowerBound + run] == 0x20 else {
        continue
      }
      switch first {
      case 0x3C: open = (content, run, false)
      case 0x3D where open?.length == run && run == content.count: open?.hasMiddle = true
      case 0x3E:
        if let begun = open, begun.hasMiddle, begun.length == run {
          blocks.append(
            Block(
              open: begun.range, close: content, isInHeader: begun.range.lowerBound < headerEnd))
          open = nil
        }
      default: break
      }
    }
    return blocks
  }

  /// Whether `<<<<<<<` stands anywhere; most files are done after this.
  private static func hasRun(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var index = 6
      while index < bytes.count {
        // Looks at every seventh byte only: a run of seven cannot hide between them.
        if bytes[index] == 0x3C {
          var start = index
          while start > 0, bytes[start - 1] == 0x3C { start -= 1 }
          var end = index
          while end < bytes.count, bytes[end] == 0x3C { end += 1 }
          if end - start >= 7 { return true }
        }
        index += 7
      }
      return false
    }
  }
}

extension Spec {
  /// Whether a merge left both of its sides in the file.
  package var hasConflict: Bool { ConflictMarkers.isConflicted(self) }
}
