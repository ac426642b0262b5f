internal import Frontmatter

/// A file cut into what is merged apart: its form, its header, its body.
struct MergeFile {
  let hasByteOrderMark: Bool
  /// Fence lines without their line ends.
  let openFence: [UInt8]
  let closeFence: [UInt8]
  /// Whether the closing fence's line is ended.
  let endsFence: Bool
  /// How the header's lines end.
  let lineEnding: LineEnding
  /// The header between plain fences, every line ending with LF.
  let header: Document
  let body: [UInt8]

  /// Why a file cannot be merged by its fields.
  enum Unfit: Error, Sendable, Equatable {
    case noFrontmatter
    case unreadable(String)
    case duplicateKey(String)
    case unusualForm

    var words: String {
      switch self {
      case .noFrontmatter: "there is no frontmatter"
      case .unreadable(let message): message
      case .duplicateKey(let key): "`\(key)` stands there twice"
      case .unusualForm: "its frontmatter is not `key: value` lines"
      }
    }
  }

  init(_ bytes: [UInt8]) throws(Unfit) {
    guard let range = Document.headerRange(of: bytes), let bodyStart = Document.bodyStart(of: bytes)
    else { throw .noFrontmatter }
    let open = Array(bytes[..<range.lowerBound])
    hasByteOrderMark = open.first == 0xEF
    openFence = (hasByteOrderMark ? Array(open.dropFirst(3)) : open).withoutLineEnd
    let close = Array(bytes[range.upperBound..<bodyStart])
    closeFence = close.withoutLineEnd
    endsFence = closeFence.count < close.count
    let head = Array(bytes[..<bodyStart])
    lineEnding = LineEndings(head).dominant
    let text = Array(bytes[range]).withLF
    // A CR alone ends a line for YAML and none for git.
    if text.contains(0x0D) { throw .unusualForm }
    header = try Self.document(text)
    body = Array(bytes[bodyStart...])
  }

  /// What both sides started from when both added a header: a file like theirs without one.
  init(body: [UInt8], like other: MergeFile) throws(Unfit) {
    hasByteOrderMark = other.hasByteOrderMark
    openFence = other.openFence
    closeFence = other.closeFence
    endsFence = other.endsFence
    lineEnding = other.lineEnding
    header = try Self.document([])
    self.body = body
  }

  /// Reads the text of a header, as it stands between the fences.
  static func document(_ header: [UInt8]) throws(Unfit) -> Document {
    let text = Array("---\n".utf8) + header + Array("---\n".utf8)
    switch Document.parse(text) {
    case .absent: throw .noFrontmatter
    case .failed(let error, _, _): throw .unreadable(error.message)
    case .document(let document):
      // A line `---` in what was merged would end the header early.
      guard document.body.isEmpty else { throw .unreadable("a fence stands in the middle") }
      if let twice = document.duplicates.first { throw .duplicateKey(twice.key) }
      guard document.isPlainlyWritten else { throw .unusualForm }
      return document
    }
  }

  /// The header's bytes between its fences.
  var headerText: [UInt8] { Array(header.bytes[header.header]) }
}

extension MergeSides<MergeFile> {
  /// The file around a merged header and body, in the form that a three-way merge gives.
  func file(header: [UInt8], body: [UInt8]) -> [UInt8] {
    let ending = lineEnding
    var file: [UInt8] = []
    if map(\.hasByteOrderMark).settled ?? ours.hasByteOrderMark { file += [0xEF, 0xBB, 0xBF] }
    let close = map(\.closeFence).settled ?? ours.closeFence
    let end = Array(ending.text.utf8)
    file += map(\.openFence).settled ?? ours.openFence
    file += end
    file += ending == .crlf ? header.withCRLF : header
    file += close
    if !body.isEmpty || map(\.endsFence).settled ?? true { file += end }
    return file + body
  }

  /// How lines end: as the side says that changed it, else as ours.
  var lineEnding: LineEnding { map(\.lineEnding).settled ?? ours.lineEnding }
}

extension [UInt8] {
  var withoutLineEnd: [UInt8] {
    var bytes = self
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    return bytes
  }
}
