internal import Git
internal import Specs

/// Changes of several files that are made whole or taken back.
struct FileWork {
  struct Edit {
    let file: [UInt8]
    let name: String
    /// Nil for a file that is not there yet.
    let old: [UInt8]?
    let new: [UInt8]
  }

  struct Rename {
    let from: [UInt8]
    let to: [UInt8]
    let name: String
  }

  private let repository: Repository
  var edits: [Edit] = []
  var renames: [Rename] = []

  init(_ repository: Repository) { self.repository = repository }

  /// Looks at everything before the first byte is written; on trouble puts back what was written.
  func run() throws {
    for edit in edits { try requireUnchanged(edit) }
    let sources = Set(renames.map(\.from))
    for rename in renames where !sources.contains(rename.to) {
      guard !FilePlace.exists(String(decoding: rename.to, as: UTF8.self)) else {
        throw Failure(.file, "\(Terminal.safe(rename.name)) exists already; nothing was changed")
      }
    }
    var undo: [() throws -> Void] = []
    do {
      for edit in edits {
        try write(edit)
        undo.append { try takeBack(edit) }
      }
      // Through names of their own, since one's new name may be another's old one.
      for (number, rename) in renames.enumerated() {
        let between = Self.between(rename, number)
        try AtomicFile.move(rename.from, to: between)
        undo.append { try AtomicFile.move(between, to: rename.from) }
      }
      for (number, rename) in renames.enumerated() {
        let between = Self.between(rename, number)
        try AtomicFile.move(between, to: rename.to)
        undo.append { try AtomicFile.move(rename.to, to: between) }
      }
    } catch {
      try rollBack(undo, after: Failure(error))
    }
  }

  private static func between(_ rename: Rename, _ number: Int) -> [UInt8] {
    rename.from + Array(".git-spec-\(number)".utf8)
  }

  private func write(_ edit: Edit) throws {
    if edit.old == nil {
      try AtomicFile.create(edit.file, with: edit.new)
    } else {
      try AtomicFile.replace(edit.file, with: edit.new)
    }
  }

  private func takeBack(_ edit: Edit) throws {
    guard let old = edit.old else { return FilePlace.remove(edit.file) }
    try AtomicFile.replace(edit.file, with: old)
  }

  private func requireUnchanged(_ edit: Edit) throws {
    let now: [UInt8]? =
      if case .bytes(let bytes) = try repository.file(
        atAbsolute: edit.file, limit: SpecFile.sizeLimit)
      { bytes } else { nil }
    guard now == edit.old else {
      throw Failure(
        .stale, "\(Terminal.safe(edit.name)) changed while the plan was made",
        hints: ["try again; nothing was changed"])
    }
  }

  /// Ends with the failure that began it, and with what could not be put back.
  private func rollBack(_ undo: [() throws -> Void], after failure: Failure) throws -> Never {
    var failure = failure
    for step in undo.reversed() {
      do { try step() } catch { failure.causes.append("not put back: \(Failure(error).brief)") }
    }
    failure.hints.append(
      failure.causes.contains { $0.hasPrefix("not put back") }
        ? "`git status` shows what is left; the other files are as they were"
        : "everything is as it was")
    throw failure
  }
}
