/// One `git cat-file --batch` that answers for as long as we have questions.
final class BlobReader {
  private var answers: AnswerStream

  init(_ git: GitCommand) throws {
    answers = AnswerStream(try git.start(["cat-file", "--batch"]), "read objects")
  }

  /// Reads objects in order; asks for some ahead, few enough that neither side's pipe fills up.
  ///
  /// Each with its kind, in git's word.
  func read(
    _ ids: [ObjectID], limit: Int, _ body: (Int, String, Blob) throws -> Void
  ) throws {
    let ahead = 64
    var asked = 0
    for index in ids.indices {
      if asked <= index {
        let batch = ids[asked..<min(asked + ahead, ids.count)]
        try answers.ask(batch.map { $0.hex + "\n" }.joined())
        asked += batch.count
      }
      let (kind, blob) = try answer(ids[index], limit: limit)
      try body(index, kind, blob)
    }
  }

  private func answer(_ id: ObjectID, limit: Int) throws -> (kind: String, blob: Blob) {
    let header = try answers.line()
    let words = header.split(separator: " ")
    guard words.count == 3, let size = Int(words[2]) else {
      throw GitError(
        .notFound, "read \(id.short)",
        header.hasSuffix("missing") ? "the object is not in this repository" : header)
    }
    if size > limit {
      try answers.skip(size + 1)
      return (String(words[1]), .tooLarge(size))
    }
    let bytes = try answers.take(size)
    try answers.skip(1)
    return (String(words[1]), .bytes(bytes))
  }
}

/// One `git cat-file --batch-check` that tells which objects there are.
final class ObjectInspector {
  private var answers: AnswerStream

  init(_ git: GitCommand) throws {
    answers = AnswerStream(try git.start(["cat-file", "--batch-check"]), "look up objects")
  }

  /// The object that an expression such as `<oid>^{commit}` comes to; nil for none.
  func object(named expression: String) throws -> ObjectID? {
    try answers.ask(expression + "\n")
    let words = try answers.line().split(separator: " ")
    return words.count == 3 ? ObjectID(hex: words[0]) : nil
  }
}

/// What a child writes, line by line or by number of bytes.
struct AnswerStream {
  private let child: ChildProcess
  private let operation: String
  private var buffer: [UInt8] = []
  private var position = 0

  init(_ child: ChildProcess, _ operation: String) {
    self.child = child
    self.operation = operation
  }

  func ask(_ text: String) throws { try child.send(Array(text.utf8)) }

  mutating func line() throws -> String {
    while true {
      if let end = buffer[position...].firstIndex(of: 0x0A) {
        defer { position = end + 1 }
        return String(decoding: buffer[position..<end], as: UTF8.self)
      }
      try fill()
    }
  }

  mutating func take(_ count: Int) throws -> [UInt8] {
    while buffer.count - position < count { try fill() }
    defer { position += count }
    return Array(buffer[position..<position + count])
  }

  mutating func skip(_ count: Int) throws {
    var left = count
    while left > 0 {
      if position == buffer.count { try fill() }
      let step = min(left, buffer.count - position)
      position += step
      left -= step
    }
  }

  private mutating func fill() throws {
    let more = try child.receive()
    if more.isEmpty {
      let words = child.complaint()
      throw GitError(
        .command, operation, words.isEmpty ? "git ended before it had answered" : words)
    }
    if position > 0 {
      buffer.removeFirst(position)
      position = 0
    }
    buffer.append(contentsOf: more)
  }
}
