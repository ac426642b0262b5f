internal import Frontmatter

/// The files of a root by path and by name, with those that a plan renames.
struct FileNames {
  /// What a written path comes to.
  enum Answer {
    /// A file that gets another name, by the move that gives it.
    case renamed(Move)
    /// A file that keeps its name.
    case kept(String)
    /// Several files, not all of which would be renamed alike.
    case ambiguous
    case none
  }

  private let root: String
  private let files: Set<String>
  private let byName: [Substring: [String]]
  private let moves: [String: Move]

  init(_ root: RenumberRoot, renamed: [String: Move]) {
    self.root = root.path
    files = root.files.union(root.specs.map(\.path))
    moves = renamed
    byName = Dictionary(grouping: files, by: Self.name)
  }

  private static func name(_ path: String) -> Substring {
    path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
  }

  /// What a path means in a file: from the root first in a header, from the file's folder in a body.
  func look(up written: String, from path: String, inHeader: Bool) -> Answer {
    let texts = written.utf8.contains(0x25) ? [written, Self.decoded(written)] : [written]
    for text in texts {
      for spelling in [text, text + ".md"] {
        if let found = existing(spelling, from: path, inHeader: inHeader) { return answer(found) }
      }
      if text.utf8.contains(0x2F) { continue }
      // A name alone, as prose has it, wherever its folder.
      for spelling in [text, text + ".md"] {
        guard let found = byName[spelling[...]] else { continue }
        return found.count == 1 ? answer(found[0]) : .ambiguous
      }
    }
    return .none
  }

  /// The file of this root that a link's path leads to; the file itself when there is none.
  func target(of written: String, from path: String) -> String? {
    if written.isEmpty { return path }
    let texts = written.utf8.contains(0x25) ? [written, Self.decoded(written)] : [written]
    return texts.lazy.compactMap { existing($0, from: path, inHeader: false) }.first
  }

  private func answer(_ path: String) -> Answer {
    moves[path].map { .renamed($0) } ?? .kept(path)
  }

  private func existing(_ text: String, from path: String, inHeader: Bool) -> String? {
    let fromRoot = RootPath.normalized(text, in: root).map { "\(root)/\($0)" }
    let fromFile = Self.joined(path, text)
    let candidates = inHeader ? [fromRoot, fromFile] : [fromFile, fromRoot]
    return candidates.lazy.compactMap { $0 }.first { files.contains($0) }
  }

  /// A path from the folder of a file; nil when it leads out of the repository.
  private static func joined(_ file: String, _ text: String) -> String? {
    var words = text.hasPrefix("/") ? [] : file.split(separator: "/").dropLast().map(String.init)
    for word in text.split(separator: "/") where word != "." {
      if word == ".." {
        guard words.popLast() != nil else { return nil }
      } else {
        words.append(RootPath.spelled(String(word)))
      }
    }
    return words.joined(separator: "/")
  }

  /// A text with its URL escapes resolved.
  static func decoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
      if source[index] == 0x25, index + 2 < source.count, let high = source[index + 1].hexDigit,
        let low = source[index + 2].hexDigit
      {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
