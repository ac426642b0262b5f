/// A Markdown file with its YAML header read: lossless, every part with its bytes.
package struct Document: Sendable {
  package let text: SourceText
  package let hasByteOrderMark: Bool
  /// Bytes of the fence lines, their line ends included.
  package let openFence: Range<Int>
  package let closeFence: Range<Int>
  /// Bytes of the YAML between the fences.
  package let header: Range<Int>
  package let body: Range<Int>
  /// The top-level fields in the file's order.
  package let fields: [Field]
  package let mappingStyle: CollectionStyle
  /// Keys that stand twice in a mapping, at any level.
  package let duplicates: [Duplicate]

  /// The file as it was.
  package var bytes: [UInt8] { text.bytes }

  /// First top-level field of a name.
  package subscript(_ key: String) -> Field? { fields.first { $0.key.text == key } }

  /// The line end used most in the file; LF when there is none.
  package var lineEnding: LineEnding { LineEndings(text.bytes).dominant }
  package var hasMixedLineEndings: Bool { LineEndings(text.bytes).isMixed }

  /// Reads a file. Time and memory grow with its size, whatever is in it.
  package static func parse(_ bytes: [UInt8]) -> Parsed {
    let text = SourceText(bytes)
    guard let fences = Fences(bytes) else { return .absent(text) }
    guard let close = fences.close else {
      let error = ParseError(
        .unterminated, "the frontmatter is opened here and never closed", at: fences.open)
      return .failed(
        error, text, salvage: Salvaged.fields(text, in: fences.header, stopAtProse: true))
    }
    do throws(ParseError) {
      var parser = try YAMLParser(bytes, in: fences.header)
      var fields: [Field] = []
      var style = CollectionStyle.block
      if let root = try parser.parse() {
        guard case .mapping(let found, let foundStyle, _) = root else {
          throw ParseError(
            .notMapping, "the frontmatter is \(root.article), not `key: value` lines",
            at: root.range)
        }
        fields = found
        style = foundStyle
      }
      return .document(
        Document(
          text: text, hasByteOrderMark: fences.open.lowerBound > 0, openFence: fences.open,
          closeFence: close, header: fences.header, body: close.upperBound..<bytes.count,
          fields: fields, mappingStyle: style, duplicates: parser.duplicates))
    } catch {
      return .failed(
        error, text, salvage: Salvaged.fields(text, in: fences.header, stopAtProse: false))
    }
  }

  /// Bytes of the YAML between the fences, found without reading it; nil without both fences.
  package static func headerRange(of bytes: [UInt8]) -> Range<Int>? {
    guard let fences = Fences(bytes), fences.close != nil else { return nil }
    return fences.header
  }

  /// Offset of the first byte below the closing fence; nil without both fences.
  package static func bodyStart(of bytes: [UInt8]) -> Int? {
    Fences(bytes)?.close?.upperBound
  }
}

/// What reading a file comes to.
package enum Parsed: Sendable {
  case document(Document)
  /// The file does not begin with a fence.
  case absent(SourceText)
  /// The header cannot be read; `salvage` is what its lines show at first sight.
  case failed(ParseError, SourceText, salvage: [Salvaged])
}

extension Value {
  /// The kind of value in words, with its article.
  package var article: String {
    switch self {
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .alias: "an alias"
    }
  }
}

/// A whole YAML file, such as settings.
package enum YAMLText {
  /// The root value (nil when there is none) and the keys that stand twice.
  package static func parse(
    _ bytes: [UInt8]
  ) -> Result<(root: Value?, duplicates: [Duplicate]), ParseError> {
    do throws(ParseError) {
      // A byte-order mark is no column of the first line.
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      var parser = try YAMLParser(bytes, in: start..<bytes.count)
      let root = try parser.parse()
      return .success((root, parser.duplicates))
    } catch {
      return .failure(error)
    }
  }
}
