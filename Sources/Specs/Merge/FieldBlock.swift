internal import Frontmatter

/// A field of a block mapping with all lines that are its own.
struct FieldBlock {
  let field: Field
  /// The text that ranges count in.
  let source: [UInt8]
  let value: PlainValue
  /// Comment lines directly above.
  let comments: [UInt8]
  /// The lines of key and value.
  let lines: [UInt8]
  /// Where `lines` begin in `source`.
  let start: Int
  /// Blank lines and comments that stand between it and what follows.
  let gap: [UInt8]

  private let syntax: FieldSyntax

  var whole: [UInt8] { comments + lines + gap }
  /// The comments inside its lines: at line ends, or between the entries of a list.
  var innerComments: [[UInt8]] { syntax.comments }
  /// Names that anchors give and aliases take.
  var anchors: FieldSyntax.Anchors { syntax.anchors }
  /// True when values in it have more to them than `PlainValue` knows: anchors, tags of collections.
  var isOpaque: Bool { !syntax.anchors.isEmpty || !syntax.tags.isEmpty }

  /// The parts of a field by where they are in a text.
  init(
    _ field: Field, value: PlainValue, in source: [UInt8], comments: Range<Int>, lines: Range<Int>,
    gap: Range<Int>
  ) {
    self.field = field
    self.source = source
    self.value = value
    self.comments = Array(source[comments])
    self.lines = Array(source[lines])
    self.gap = Array(source[gap])
    start = lines.lowerBound
    syntax = FieldSyntax(field, in: source, lines)
  }

  /// Compares what people wrote: the value and the comments, not how it is laid out.
  func means(_ other: FieldBlock) -> Bool {
    value == other.value && comments == other.comments && innerComments == other.innerComments
      && (lines == other.lines || !isOpaque && !other.isOpaque)
  }
}

/// The fields of a block mapping, and the lines before and after them.
struct FieldLevel {
  let head: [UInt8]
  let blocks: [FieldBlock]
  let tail: [UInt8]

  /// Cuts a range of whole lines at its fields; nothing falls between the parts.
  init(
    _ fields: [Field], of source: [UInt8], in range: Range<Int>, _ path: FieldPath,
    _ table: MergeTable
  ) {
    var position = range.lowerBound
    var head: [UInt8] = []
    var blocks: [FieldBlock] = []
    for (index, field) in fields.enumerated() {
      let start = field.range.lowerBound
      let commentStart =
        field.leadingComments.isEmpty ? start : max(position, field.leadingComments.lowerBound)
      if index == 0 { head = Array(source[position..<commentStart]) }
      let content = max(field.key.range.upperBound, field.value.range.upperBound)
      var end = LineEndings.next(source, from: content, limit: range.upperBound)
      if field.value.scalar?.keepsBlankLines(in: source) == true {
        while let next = Self.endOfBlankLine(source, at: end, limit: range.upperBound) {
          end = next
        }
      }
      let next =
        index + 1 < fields.count
        ? Self.start(of: fields[index + 1], after: end)
        : max(end, min(field.range.upperBound, range.upperBound))
      blocks.append(
        FieldBlock(
          field, value: PlainValue(field.value, path.appending(field.key.text), table),
          in: source, comments: commentStart..<start, lines: start..<end, gap: end..<next))
      position = next
    }
    self.head = fields.isEmpty ? Array(source[range]) : head
    self.blocks = blocks
    tail = fields.isEmpty ? [] : Array(source[position..<range.upperBound])
  }

  /// Where a blank line ends; nil for any other line.
  private static func endOfBlankLine(_ source: [UInt8], at start: Int, limit: Int) -> Int? {
    guard start < limit else { return nil }
    let end = LineEndings.next(source, from: start, limit: limit)
    return source[start..<end].allSatisfy { [0x20, 0x09, 0x0A].contains($0) } ? end : nil
  }

  private static func start(of field: Field, after end: Int) -> Int {
    max(
      end,
      field.leadingComments.isEmpty ? field.range.lowerBound : field.leadingComments.lowerBound)
  }

  init(_ document: Document, _ table: MergeTable) {
    self.init(document.fields, of: document.bytes, in: document.header, .top, table)
  }

  static let empty = FieldLevel(head: [], blocks: [], tail: [])

  private init(head: [UInt8], blocks: [FieldBlock], tail: [UInt8]) {
    self.head = head
    self.blocks = blocks
    self.tail = tail
  }

  /// Blanks before the keys; nil without fields.
  var indentation: Int? {
    blocks.first.map { $0.lines.prefix { $0 == 0x20 }.count }
  }
}

/// What stands in a field's lines beside its scalars.
struct FieldSyntax {
  struct Anchors {
    var given: Set<String> = []
    var taken: Set<String> = []
    var isEmpty: Bool { given.isEmpty && taken.isEmpty }
  }

  private(set) var comments: [[UInt8]] = []
  private(set) var anchors = Anchors()
  /// Tags of lists and mappings; those of scalars are theirs.
  private(set) var tags: [String] = []

  /// Every comment of a header, where it is in a field's lines or between them.
  static func comments(of document: Document) -> [[UInt8]] {
    let source = document.bytes
    var comments: [[UInt8]] = []
    var position = document.header.lowerBound
    func add(upTo end: Int) {
      for line in Array(source[position..<max(position, end)]).wholeLines {
        let text = line.drop { $0 == 0x20 || $0 == 0x09 }
        if text.first == 0x23 { comments.append(Array(text).withoutLineEnd) }
      }
    }
    for field in document.fields {
      add(upTo: field.range.lowerBound)
      let content = max(field.key.range.upperBound, field.value.range.upperBound)
      let end = LineEndings.next(source, from: content, limit: document.header.upperBound)
      comments += FieldSyntax(field, in: source, field.range.lowerBound..<end).comments
      position = end
    }
    add(upTo: document.header.upperBound)
    return comments
  }

  init(_ field: Field, in source: [UInt8], _ lines: Range<Int>) {
    var scan = Scan(source: source, index: lines.lowerBound, start: lines.lowerBound)
    visit(field.key, &scan)
    visit(field.value, &scan)
    skip(to: lines.upperBound, &scan)
  }

  private struct Scan {
    let source: [UInt8]
    var index: Int
    let start: Int
  }

  private mutating func visit(_ value: Value, _ scan: inout Scan) {
    switch value {
    case .scalar(let scalar): visit(scalar, &scan)
    case .sequence(let items, _, _): for item in items { visit(item.value, &scan) }
    case .mapping(let fields, _, _):
      for field in fields {
        visit(field.key, &scan)
        visit(field.value, &scan)
      }
    case .alias: break
    }
  }

  private mutating func visit(_ scalar: Scalar, _ scan: inout Scan) {
    if let name = scalar.anchor { anchors.given.insert(name) }
    if let name = scalar.alias { anchors.taken.insert(name) }
    skip(to: scalar.range.lowerBound, &scan)
    if scalar.isBlock {
      // Behind `|` or `>` there may be a comment, which belongs to no text.
      let header = LineEndings.next(
        scan.source, from: scalar.range.lowerBound, limit: scalar.range.upperBound)
      skip(to: header, &scan)
    }
    scan.index = max(scan.index, scalar.range.upperBound)
  }

  /// Goes through bytes between scalars, which come in the file's order.
  private mutating func skip(to end: Int, _ scan: inout Scan) {
    let source = scan.source
    var index = scan.index
    while index < end {
      switch source[index] {
      case 0x23 where index == scan.start || [0x20, 0x09, 0x0A].contains(source[index - 1]):
        let lineEnd = source[index..<end].firstIndex(of: 0x0A) ?? end
        comments.append(Array(source[index..<lineEnd]))
        index = lineEnd
      case 0x21, 0x26, 0x2A:
        let name = source[(index + 1)..<end].prefix {
          ![0x20, 0x0A, 0x09, 0x2C, 0x5D, 0x7D].contains($0)
        }
        let text = String(decoding: name, as: UTF8.self)
        switch source[index] {
        case 0x26: anchors.given.insert(text)
        case 0x2A: anchors.taken.insert(text)
        default: tags.append(text)
        }
        index += 1 + name.count
      default: index += 1
      }
    }
    scan.index = max(index, scan.index)
  }
}

extension Scalar {
  /// True for `|+` and `>+`, whose blank lines below are part of the text.
  fileprivate func keepsBlankLines(in source: [UInt8]) -> Bool {
    isBlock && source[range.lowerBound..<min(range.lowerBound + 3, source.count)].contains(0x2B)
  }
}

extension Scalar {
  /// True for text behind `|` or `>`.
  var isBlock: Bool { style == .literal || style == .folded }
}
