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

    func moved(to file: [UInt8]) -> Edit { Edit(file: file, name: name, old: old, new: new) }
  }

  struct Rename {
    let from: [UInt8]
    let to: [UInt8]
    let name: String
    /// What changes in the file beside its name.
    let edit: Edit?
  }

  private let repository: Repository
  var edits: [Edit] = []
  var renames: [Rename] = []

  init(_ repository: Repository) { self.repository = repository }

  /// Looks at everything before the first byte is written; on trouble puts back what was written.
  ///
  /// What refers to a file changes before it, and its name before its content: whenever a run is
  /// cut short, the specs still have the IDs that it was told, and it can be run again to its end.
  func run() throws {
    for edit in edits + renames.compactMap(\.edit) { try requireUnchanged(edit) }
    let sources = Set(renames.map(\.from))
    for rename in renames where !sources.contains(rename.to) {
      guard !FilePlace.exists(rename.to) else {
        throw Failure(.file, "\(Terminal.safe(rename.name)) exists already; nothing was changed")
      }
    }
    var undo: [() throws -> Void] = []
    func move(_ old: [UInt8], to new: [UInt8]) throws {
      try AtomicFile.move(old, to: new)
      undo.append { try AtomicFile.move(new, to: old) }
    }
    do {
      for edit in edits {
        try write(edit)
        undo.append { try takeBack(edit) }
      }
      // One's new name may be another's old one: those wait under a name of their own.
      var waiting: [(between: [UInt8], to: [UInt8])] = []
      for (number, rename) in renames.enumerated() {
        if sources.contains(rename.to) {
          let between = Self.between(rename, number)
          try move(rename.from, to: between)
          waiting.append((between, rename.to))
        } else {
          try move(rename.from, to: rename.to)
        }
      }
      for (between, to) in waiting { try move(between, to: to) }
      for rename in renames {
        guard let edit = rename.edit?.moved(to: rename.to) else { continue }
        try write(edit)
        undo.append { try takeBack(edit) }
      }
    } catch {
      try rollBack(undo, after: Failure(error))
    }
  }

  private static func between(_ rename: Rename, _ number: Int) -> [UInt8] {
    rename.from + Array(".git-spec-\(number)".utf8)
  }

  /// Looks once more, because others may save while a thousand files are written.
  private func write(_ edit: Edit) throws {
    try requireUnchanged(edit)
    guard let old = edit.old else { return try AtomicFile.create(edit.file, with: edit.new) }
    guard try AtomicFile.replace(edit.file, holding: old, with: edit.new) else {
      throw changed(edit)
    }
  }

  private func takeBack(_ edit: Edit) throws {
    guard try content(of: edit.file) == edit.new else {
      throw Failure(.file, "\(Terminal.safe(edit.name)) was changed meanwhile")
    }
    guard let old = edit.old else { return FilePlace.remove(edit.file) }
    guard try AtomicFile.replace(edit.file, holding: edit.new, with: old) else {
      throw Failure(.file, "\(Terminal.safe(edit.name)) was changed meanwhile")
    }
  }

  private func requireUnchanged(_ edit: Edit) throws {
    guard try content(of: edit.file) == edit.old else { throw changed(edit) }
  }

  private func changed(_ edit: Edit) -> Failure {
    Failure(
      .stale, "\(Terminal.safe(edit.name)) changed while the plan was made or written",
      hints: ["try again"])
  }

  private func content(of file: [UInt8]) throws -> [UInt8]? {
    if case .bytes(let bytes) = try repository.file(atAbsolute: file, limit: SpecFile.sizeLimit) {
      return bytes
    }
    return nil
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
