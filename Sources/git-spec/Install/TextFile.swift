#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A text file of git's, changed by whole lines so that taking them out again leaves every byte.
struct TextFile {
  struct Line: Equatable {
    let text: String
    /// `\n` or `\r\n`; empty for a last line that is not ended.
    let ending: String
  }

  /// A change as a value: shown by --dry-run, or done.
  struct Change: Equatable {
    let path: String
    /// Nil removes the file.
    let lines: [Line]?
    /// True for files that git changes under a lock beside them.
    let isLocked: Bool
    let action: String
    let description: String
  }

  let path: String

  init(_ path: String) { self.path = path }

  var exists: Bool { access(path, F_OK) == 0 }

  /// The file's lines; none when there is no file.
  func lines() throws -> [Line] {
    guard exists else { return [] }
    let bytes = try FileBytes.contents(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.file, "\(path) is not UTF-8, so no line can be added to it safely")
    }
    var lines: [Line] = []
    // By bytes: Swift takes CRLF for one character.
    for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let hasReturn = line.last == 0x0D
      let words = String(decoding: hasReturn ? line.dropLast() : line, as: UTF8.self)
      lines.append(Line(text: words, ending: hasReturn ? "\r\n" : "\n"))
    }
    // What stands behind the last line end is a line without one, or nothing.
    if let last = lines.popLast(), !last.text.isEmpty || last.ending == "\r\n" {
      lines.append(Line(text: last.text + (last.ending == "\r\n" ? "\r" : ""), ending: ""))
    }
    return lines
  }

  /// The lines that it has after changes that are planned, of which the last counts.
  func lines(after changes: [Change]) throws -> [Line] {
    if let change = changes.last(where: { $0.path == path }) { return change.lines ?? [] }
    return try lines()
  }

  func exists(after changes: [Change]) -> Bool {
    changes.last { $0.path == path }.map { $0.lines != nil } ?? exists
  }

  /// Takes the lines of a text out, after changes that are planned already; nil when there are none.
  func change(
    takingOut text: String, after changes: [Change] = []
  ) throws -> Change? {
    let before = try lines(after: changes)
    let after = Self.removing(before) { $0 == text }
    if after.count == before.count { return nil }
    // A file of this line alone was made for it.
    return try change(
      to: after.isEmpty && before.last?.ending.isEmpty == false ? nil : after,
      action: "remove", "take `\(text)` out of \(path)")
  }

  /// Throws where the file could not be replaced, so that nothing is begun that cannot be ended.
  func change(
    to lines: [Line]?, isLocked: Bool = false, action: String, _ description: String
  ) throws -> Change {
    var status = stat()
    if lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw Failure(
        .file, "\(path) is not a regular file",
        hints: [
          "put a file in its place, or keep to the other: `git spec install --local-attributes`"
        ])
    }
    return Change(
      path: path, lines: lines, isLocked: isLocked, action: action, description: description)
  }

  /// Lines behind the last one; a file whose last line is not ended stays such a file.
  static func adding(_ texts: [String], to lines: [Line], isNew: Bool) -> [Line] {
    var result = lines
    let ending = lines.first { !$0.ending.isEmpty }?.ending ?? "\n"
    let isEnded = lines.last.map { !$0.ending.isEmpty } ?? isNew
    if let last = result.popLast() {
      result.append(Line(text: last.text, ending: last.ending.isEmpty ? ending : last.ending))
    }
    result += texts.map { Line(text: $0, ending: ending) }
    if !isEnded, let last = result.popLast() { result.append(Line(text: last.text, ending: "")) }
    return result
  }

  static func removing(_ lines: [Line], _ isGone: (String) -> Bool) -> [Line] {
    removing(lines) { (index: Int) in isGone(lines[index].text) }
  }

  /// The lines without some; one that becomes the last is ended as the last one was.
  static func removing(_ lines: [Line], _ isGone: (Int) -> Bool) -> [Line] {
    var kept = lines.indices.filter { !isGone($0) }.map { lines[$0] }
    if let end = lines.last, end.ending.isEmpty, let last = kept.popLast() {
      kept.append(Line(text: last.text, ending: ""))
    }
    return kept
  }
}

extension TextFile.Change {
  func apply() throws {
    guard let lines else {
      guard unlink(path) == 0 || errno == ENOENT else { throw trouble("remove") }
      return
    }
    let bytes = Array(lines.map { $0.text + $0.ending }.joined().utf8)
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      // `.git/info` need not be there.
      _ = mkdir(String(path[..<slash]), 0o777)
    }
    if !isLocked { return try AtomicFile.replace(Array(path.utf8), with: bytes) }
    let lock = path + ".lock"
    let descriptor = open(lock, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST {
        throw Failure(
          .file, "\(path) is being changed by another process", causes: ["\(lock) exists"],
          hints: ["wait for it; when no git is at work, remove \(lock) and try again"])
      }
      throw trouble("lock")
    }
    close(descriptor)
    defer { unlink(lock) }
    try AtomicFile.replace(Array(path.utf8), with: bytes)
  }

  private func trouble(_ operation: String) -> Failure {
    Failure(.file, "cannot \(operation) \(path)", causes: [String(cString: strerror(errno))])
  }
}
