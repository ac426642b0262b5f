/// One `git cat-file --batch` that answers for as long as we have questions.
final class BlobReader {
  private let child: ChildProcess
  private var buffer: [UInt8] = []
  private var position = 0

  init(_ git: GitCommand) throws {
    child = try git.start(["cat-file", "--batch"])
  }

  /// Reads objects in order; asks for some ahead, few enough that neither side's pipe fills up.
  func read(_ ids: [ObjectID], limit: Int, _ body: (Int, Blob) throws -> Void) throws {
    let ahead = 64
    var asked = 0
    for index in ids.indices {
      if asked <= index {
        let batch = ids[asked..<min(asked + ahead, ids.count)]
        try child.send(Array(batch.map { $0.hex + "\n" }.joined().utf8))
        asked += batch.count
      }
      try body(index, try answer(ids[index], limit: limit))
    }
  }

  private func answer(_ id: ObjectID, limit: Int) throws -> Blob {
    let header = try line()
    let words = header.split(separator: " ")
    guard words.count == 3, let size = Int(words[2]) else {
      throw GitError(
        .notFound, "read \(id.short)",
        header.hasSuffix("missing") ? "the object is not in this repository" : header)
    }
    if size > limit {
      try skip(size + 1)
      return .tooLarge(size)
    }
    let bytes = try take(size)
    try skip(1)
    return .bytes(bytes)
  }

  private func fill() throws {
    let more = try child.receive()
    if more.isEmpty { throw GitError(.command, "read objects", "git ended before it had answered") }
    if position > 0 {
      buffer.removeFirst(position)
      position = 0
    }
    buffer.append(contentsOf: more)
  }

  private func line() throws -> String {
    while true {
      if let end = buffer[position...].firstIndex(of: 0x0A) {
        defer { position = end + 1 }
        return String(decoding: buffer[position..<end], as: UTF8.self)
      }
      try fill()
    }
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while buffer.count - position < count { try fill() }
    defer { position += count }
    return Array(buffer[position..<position + count])
  }

  private func skip(_ count: Int) throws {
    var left = count
    while left > 0 {
      if position == buffer.count { try fill() }
      let step = min(left, buffer.count - position)
      position += step
      left -= step
    }
  }
}
