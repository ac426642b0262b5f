internal import Git
internal import Specs

/// Finds what a spec was before a change: in its file, or in one that gave it up in the same change.
struct SpecOrigin {
  private let reader: LogReader

  init(_ reader: LogReader) { self.reader = reader }

  /// Nil for a spec that the change brought.
  func of(_ version: LogVersion, in changes: LogChanges) throws -> LogVersion? {
    let (entry, id) = (version.entry, version.id)
    let same = changes.byPath[entry.path]?.old
    if let same, try goesOn(version, in: same) { return LogVersion(entry: same, id: id) }
    // The same content under another name.
    for change in changes.all where change.path != entry.path {
      guard let old = change.old, old.file.id == entry.file.id, reader.schema(of: old) != nil
      else { continue }
      // A copy, whose model goes on to be the spec.
      if let new = change.new, try reader.defines(id, new) { continue }
      return LogVersion(entry: old, id: id)
    }
    for old in try changes.gaveUp(id, reader) where old.path != entry.path {
      if try !isElsewhere(LogVersion(entry: old, id: id), than: version, changes) {
        return LogVersion(entry: old, id: id)
      }
    }
    return try renumbered(version, changes)
  }

  /// Whether the file that a spec is in had it before; who cannot tell, takes it for granted.
  private func goesOn(_ version: LogVersion, in old: SpecEntry) throws -> Bool {
    if try reader.defines(version.id, old) { return true }
    guard try reader.part(version)?.section == nil,
      let part = try reader.part(LogVersion(entry: old, id: version.id))
    else { return try !reader.isHere(old) }
    return part.trouble != nil
  }

  /// Whether the number was given to this spec in the very change that gave its old spec another.
  private func isElsewhere(
    _ old: LogVersion, than new: LogVersion, _ changes: LogChanges
  ) throws -> Bool {
    guard let title = try reader.part(old)?.title, !title.isEmpty,
      try reader.part(new)?.title != title
    else { return false }
    return try changes.all.contains { change in
      guard change.old == nil, let other = change.new, other.path != new.entry.path else {
        return false
      }
      return try reader.definitions(other)?.contains { $0.title == title } ?? false
    }
  }

  // MARK: Other numbers

  /// The spec that had another ID before: by the trace that renumbering leaves, by its title, or by
  /// most of its text.
  private func renumbered(_ version: LogVersion, _ changes: LogChanges) throws -> LogVersion? {
    guard let part = try reader.part(version) else { return nil }
    let trace = reader.settings(of: version.entry.root).renumbered
    var best: (version: LogVersion, rank: Double)?
    for old in try candidates(for: version, changes) {
      for definition in try reader.definitions(old) ?? []
      where definition.id != version.id && definition.isHeading == (part.section != nil)
        && definition.kind == part.kind
      {
        if try goesOnElsewhere(definition, part, changes) { continue }
        let before = LogVersion(entry: old, id: definition.id)
        let rank =
          trace[definition.id] == version.id ? 3 : try likeness(of: before, to: part, version)
        if rank > best?.rank ?? 0 { best = (before, rank) }
      }
    }
    return best?.version
  }

  /// Whether another spec keeps the ID after the change; one to which it was only given does not.
  private func goesOnElsewhere(
    _ old: Definition, _ part: SpecPart, _ changes: LogChanges
  ) throws -> Bool {
    let holders = try changes.definitionsAfter(old.id, reader)
    guard Phrase.areAlike(old.title, part.title) else { return !holders.isEmpty }
    return holders.contains { Phrase.areAlike($0.title, old.title) }
  }

  /// The file itself first, then those that the change touched.
  private func candidates(
    for version: LogVersion, _ changes: LogChanges
  ) throws -> [SpecEntry] {
    let olds = changes.all.compactMap(\.old)
    try reader.learn(olds)
    return olds.filter { $0.path == version.entry.path }
      + olds.filter { $0.path != version.entry.path }
  }

  /// Above zero for what is one spec: two for the same title, less for most of the text.
  private func likeness(
    of old: LogVersion, to part: SpecPart, _ version: LogVersion
  ) throws -> Double {
    guard let before = try reader.part(old) else { return 0 }
    let share = Predecessor.share(of: before.content, in: part.content)
    if before.title == part.title, !part.title.isEmpty { return 2 + share / 2 }
    if Phrase.areAlike(before.title, part.title) { return 1 + share / 2 }
    return share >= Predecessor.shareOfRename ? share : 0
  }

  /// What a spec became that lost its ID in a change; nil when it was taken away.
  func successor(of old: LogVersion, in changes: LogChanges) throws -> LogVersion? {
    let news = changes.all.compactMap(\.new)
    for new in news.filter({ $0.path == old.entry.path })
      + news.filter({ $0.path != old.entry.path && changes.byPath[$0.path]?.old == nil })
    {
      for definition in try reader.definitions(new) ?? [] where !definition.isFromName {
        let version = LogVersion(entry: new, id: definition.id)
        if let origin = try of(version, in: changes), origin.isFile(of: old) { return version }
      }
    }
    return nil
  }
}
