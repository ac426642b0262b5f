internal import Frontmatter

/// Edits of `renumbered` in a settings file, in the style that it is written in.
struct TraceWriter {
  let text: SourceText
  /// The whole file's value.
  let root: Value?
  /// The field, when there is one.
  let field: Field?

  private var bytes: [UInt8] { text.bytes }
  private var lineEnd: String { LineEndings(bytes).dominant.text }

  /// Another new ID in the place of an entry's, its quotes kept.
  func replacing(_ entry: Field, _ new: String) -> Edit {
    let isEmpty = entry.value.range.isEmpty
    guard let scalar = entry.value.scalar, scalar.isPlainlyWritten, !isEmpty else {
      return Edit(entry.value.range, with: isEmpty ? " \(new)" : new)
    }
    return Edit(scalar.range, with: YAMLScalar.text(new, style: scalar.style))
  }

  func adding(_ entries: [RenumberPlan.Trace.Entry]) -> Edit {
    guard let field else { return addingField(entries) }
    switch field.value {
    case .mapping(let fields, .flow, let range):
      return inFlow(flow(entries), after: fields.last, of: range)
    case .mapping(let fields, .block, let range):
      guard let last = fields.last else { return Edit(range, with: braces(entries)) }
      let key = last.key.range.lowerBound
      let indent = indent(of: key)
      return lines(entries.map { "\(indent)\($0.old): \($0.new)" }, at: last.range.upperBound)
    default:
      let range = field.value.range
      let isBehindColon =
        range.isEmpty && range.lowerBound > 0 && bytes[range.lowerBound - 1] == 0x3A
      return Edit(range, with: (isBehindColon ? " " : "") + braces(entries))
    }
  }

  private func flow(_ entries: [RenumberPlan.Trace.Entry]) -> String {
    entries.map { "\($0.old): \($0.new)" }.joined(separator: ", ")
  }

  private func braces(_ entries: [RenumberPlan.Trace.Entry]) -> String { "{\(flow(entries))}" }

  private func inFlow(_ entry: String, after last: Field?, of range: Range<Int>) -> Edit {
    guard let last else {
      return Edit(range.upperBound - 1..<range.upperBound - 1, with: entry)
    }
    return Edit(last.range.upperBound..<last.range.upperBound, with: ", " + entry)
  }

  /// The field below everything else, or as the last in braces.
  private func addingField(_ entries: [RenumberPlan.Trace.Entry]) -> Edit {
    if case .mapping(let fields, .flow, let range) = root {
      return inFlow("renumbered: \(braces(entries))", after: fields.last, of: range)
    }
    var indent = ""
    if case .mapping(let fields, .block, _) = root, let key = fields.first?.key.range.lowerBound {
      indent = self.indent(of: key)
    }
    let added = ["renumbered:"] + entries.map { "  \($0.old): \($0.new)" }
    return lines(added.map { indent + $0 }, at: bytes.count)
  }

  /// What stands before a key on its line, but for a byte-order mark.
  private func indent(of key: Int) -> String {
    let line = text.lineRange(text.lineIndex(at: key)).lowerBound
    return text.string(line..<key).filter { $0 != "\u{FEFF}" }
  }

  /// Lines behind an offset; a file without an end of its last line stays one.
  private func lines(_ lines: [String], at offset: Int) -> Edit {
    let joined = lines.joined(separator: lineEnd)
    let isAtStart = offset == 0 || bytes[offset - 1] == 0x0A || bytes[offset - 1] == 0x0D
    return Edit(offset..<offset, with: isAtStart ? joined + lineEnd : lineEnd + joined)
  }
}
