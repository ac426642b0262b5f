internal import Frontmatter

/// Fills the placeholders in the values of a template's header.
///
/// A template's header is often no YAML: `title: {Feature Name} PRD` is a mapping with words behind
/// it. With a plain word of the same length in the place of each placeholder it can be read, and
/// every value lies at the same bytes.
struct TemplateHeaderFilling {
  private let bytes: [UInt8]
  private let filling: Filling
  private let places: [Placeholder.Place]
  /// Values come in the order of the file, and so do the placeholders in them.
  private var next = 0
  private(set) var edits: [Edit] = []
  private(set) var rest: [Placeholder.Place] = []

  init(_ bytes: [UInt8], _ filling: Filling) {
    self.bytes = bytes
    self.filling = filling
    places = Placeholder.places(in: Document.headerRange(of: bytes) ?? 0..<0, of: bytes)
  }

  mutating func run() {
    guard !places.isEmpty else { return }
    var readable = bytes
    for place in places {
      for index in place.range { readable[index] = UInt8(ascii: "x") }
    }
    guard case .document(let document) = Document.parse(readable) else {
      // Its own mistake, which is told when the file is judged.
      (edits, rest) = filling.replacements(for: places, of: bytes)
      return
    }
    let inBrackets = document.mappingStyle == .flow
    for field in document.fields {
      if let path = filling.path(for: field.key.text), case .scalar(let scalar) = field.value,
        scalar.isPlainlyWritten, !placesInside(scalar).isEmpty
      {
        edits.append(Edit(scalar.range, with: Written.scalar(path, inBrackets: inBrackets)))
      } else {
        walk(field.value, inBrackets: inBrackets)
      }
    }
  }

  private mutating func walk(_ value: Value, inBrackets: Bool) {
    switch value {
    case .scalar(let scalar): fill(scalar, inBrackets: inBrackets)
    case .sequence(let items, let style, _):
      for item in items { walk(item.value, inBrackets: inBrackets || style == .flow) }
    case .mapping(let fields, let style, _):
      for field in fields { walk(field.value, inBrackets: inBrackets || style == .flow) }
    case .alias: break
    }
  }

  private mutating func fill(_ scalar: Scalar, inBrackets: Bool) {
    let inside = placesInside(scalar)
    guard !inside.isEmpty else { return }
    let found = filling.replacements(for: inside, of: bytes) { text in
      switch scalar.style {
      case .singleQuoted: Self.inner(YAMLScalar.text(text, style: .singleQuoted, inBrackets: true))
      case .doubleQuoted: Self.inner(YAMLScalar.text(text, style: .doubleQuoted))
      case .plain, .literal, .folded: text
      }
    }
    rest += found.rest
    guard !found.edits.isEmpty else { return }
    let isOneLine = !bytes[scalar.range].contains { $0 == 0x0A || $0 == 0x0D }
    guard scalar.style == .plain, scalar.isPlainlyWritten, isOneLine,
      let filled = filled(scalar.range, found.edits)
    else {
      edits += found.edits
      return
    }
    // A date is written without quotes, as the templates write it.
    let isDate =
      inside.count == 1 && inside[0].range == scalar.range
      && [.day, .date].contains(inside[0].placeholder)
    edits.append(
      Edit(
        scalar.range,
        with: isDate ? filled : Written.scalar(filled, inBrackets: inBrackets)))
  }

  /// Placeholders in the next scalar of the file.
  private mutating func placesInside(_ scalar: Scalar) -> [Placeholder.Place] {
    // Others stand in comments and keys.
    while next < places.count, places[next].range.lowerBound < scalar.range.lowerBound { next += 1 }
    var end = next
    while end < places.count, places[end].range.lowerBound < scalar.range.upperBound { end += 1 }
    return Array(places[next..<end])
  }

  /// The text of a range of bytes after edits in it.
  private func filled(_ range: Range<Int>, _ edits: [Edit]) -> String? {
    let moved = edits.map {
      Edit(
        $0.range.lowerBound - range.lowerBound..<$0.range.upperBound - range.lowerBound,
        with: $0.replacement)
    }
    guard let bytes = try? Edit.apply(moved, to: Array(bytes[range])) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A quoted scalar without its quotes.
  private static func inner(_ quoted: String) -> String {
    String(quoted.unicodeScalars.dropFirst().dropLast())
  }
}
