internal import Frontmatter

/// A scalar of a header: bytes in which mentions may stand.
struct HeaderZone {
  /// Bytes of the value without its anchor, tag and quotes.
  let range: Range<Int>
  let scalar: Scalar
  /// The field at the top that it belongs to, by its written name.
  let field: String
  /// True where a whole value refers to a spec or to its file.
  let isReference: Bool

  /// The form of a mention that may be the whole value, or one word of it.
  func form(of id: String) -> Mention.Form {
    isReference && scalar.text == id ? .reference(field: field) : .value(field: field)
  }

  /// Every scalar of a header, keys included, in the order of their bytes; aliases have no bytes of
  /// their own.
  static func all(of spec: Spec) -> [HeaderZone] {
    guard let document = spec.document else { return [] }
    var zones: [HeaderZone] = []
    func add(_ scalar: Scalar, _ field: String, _ isReference: Bool) {
      guard scalar.alias == nil, !scalar.range.isEmpty else { return }
      zones.append(
        HeaderZone(
          range: inner(scalar, document.bytes), scalar: scalar, field: field,
          isReference: isReference))
    }
    func add(_ value: Value, _ field: String, _ isReference: Bool) {
      switch value {
      case .scalar(let scalar): add(scalar, field, isReference)
      case .sequence(let items, _, _): for item in items { add(item.value, field, isReference) }
      case .mapping(let inner, _, _):
        for entry in inner {
          add(entry.key, field, false)
          add(entry.value, field, false)
        }
      case .alias: break
      }
    }
    for use in spec.fields.uses {
      add(use.field.key, use.written, false)
      switch use.row?.form {
      // Its fields follow as uses of their own.
      case .mapping:
        if case .mapping = use.value { continue }
        add(use.value, use.written, false)
      case .reference, .file: add(use.value, use.written, true)
      default: add(use.value, use.written, false)
      }
    }
    return zones.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static func inner(_ scalar: Scalar, _ bytes: [UInt8]) -> Range<Int> {
    var start = scalar.range.lowerBound
    var end = scalar.range.upperBound
    func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    if scalar.anchor != nil || scalar.tag != nil {
      while start < end, bytes[start] == 0x26 || bytes[start] == 0x21 {
        while start < end, !isBlank(bytes[start]) { start += 1 }
        while start < end, isBlank(bytes[start]) { start += 1 }
      }
    }
    if scalar.style == .singleQuoted || scalar.style == .doubleQuoted, end >= start + 2 {
      start += 1
      end -= 1
    }
    return start..<end
  }
}
