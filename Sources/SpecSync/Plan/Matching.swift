/// Which item each candidate is: the one of its ID, of the ID it had, of its path, or a new one.
package struct Matching {
  /// Why an item is left out.
  package struct Refusal {
    package let item: SyncItem
    package let reason: String
  }

  private let input: SyncInput
  /// Items of the candidates with the uid of each, by place.
  package private(set) var matched: [MatchedItem] = []
  package private(set) var refused: [Refusal] = []
  /// Items whose spec is gone.
  package private(set) var gone: [IndexEntry] = []
  /// Items of the state that a candidate is, by uid.
  private var taken: Set<String> = []
  private var wanted: [(item: SyncItem, file: CandidateFile)] = []
  private let fileByPath: [String: CandidateFile]
  private let removed: Set<String>

  package init(_ input: SyncInput) {
    self.input = input
    fileByPath = Dictionary(
      input.candidates.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    removed = Set(input.removed)
    gather()
    match()
    findGone()
    matched.sort { $0.order < $1.order }
  }

  // MARK: Candidates

  /// Every item of the candidates but those whose ID stands twice.
  private mutating func gather() {
    var places: [UIDKey: [(SyncItem, CandidateFile)]] = [:]
    var order: [UIDKey] = []
    for file in input.candidates {
      for item in file.items {
        let key = UIDKey(item)
        if places[key] == nil { order.append(key) }
        places[key, default: []].append((item, file))
      }
    }
    let files = filesByID()
    for key in order {
      let found = places[key] ?? []
      let paths = claimants(of: key, found.map(\.1.path), files)
      for (item, file) in found {
        if let problem = file.problems[key] {
          refused.append(Refusal(item: item, reason: problem))
        } else if paths.count > 1 {
          let others = paths.filter { $0 != item.path }.joined(separator: ", ")
          refused.append(Refusal(item: item, reason: "its ID is also claimed by \(others)"))
        } else if found.count > 1 {
          refused.append(Refusal(item: item, reason: "its ID stands twice in \(file.path)"))
        } else {
          wanted.append((item, file))
        }
      }
    }
  }

  /// Candidates by the ID of the file, refused ones included: a broken file claims its ID too.
  private func filesByID() -> [String: [String]] {
    var result: [String: [String]] = [:]
    for file in input.candidates where !file.isUnchanged {
      if let id = file.id { result["\(file.root)\0\(id)", default: []].append(file.path) }
    }
    return result
  }

  /// Every file that claims an ID: candidates, and unchanged files that the state knows.
  private func claimants(
    of key: UIDKey, _ paths: [String], _ files: [String: [String]]
  ) -> [String] {
    var result = Set(paths)
    result.formUnion(files["\(key.root)\0\(key.id)"] ?? [])
    for entry in input.index.entries(id: key.id, root: key.root)
    where !entry.isDeleted && !entry.path.isEmpty && fileByPath[entry.path] == nil
      && !removed.contains(entry.path)
    {
      result.insert(entry.path)
    }
    return result.sorted()
  }

  // MARK: Items

  private mutating func match() {
    // The surest first, so that an ID that moved on does not take another's item.
    take { input, item in
      input.index.entries(id: item.id, root: item.root).filter { $0.path == item.path }
    }
    take { input, item in input.index.entries(id: item.id, root: item.root) }
    take { input, item in
      (input.renumbered[item.root] ?? [:]).filter { $0.value == item.id }.keys.sorted()
        .flatMap { input.index.entries(id: $0, root: item.root) }
    }
    // A heading is no file: another heading at the same path is another requirement.
    takeFiles({ $0.path }) { _, _ in true }
    // Two specs from one template are alike enough for git: the title tells them apart.
    let titles = input.formerTitles
    takeFiles({ $0.formerPath }) { entry, item in
      titles[entry.uid].map { $0 == FieldHash.of(item.fields[.title] ?? "", .title) } ?? true
    }
    takeOver()
    for (item, file) in wanted {
      let uid = input.minted[UIDKey(item)] ?? UID.mint(root: item.root)
      matched.append(MatchedItem(item: item, uid: uid, blob: file.blob, entry: nil))
    }
    wanted = []
  }

  private mutating func take(_ entries: (SyncInput, SyncItem) -> [IndexEntry]) {
    var rest: [(item: SyncItem, file: CandidateFile)] = []
    for (item, file) in wanted {
      let found = entries(input, item).filter {
        !taken.contains($0.uid) && !stays($0, item) && !$0.isEnded
      }
      guard let entry = found.first(where: { $0.kind == item.kind }) else {
        rest.append((item, file))
        continue
      }
      taken.insert(entry.uid)
      matched.append(MatchedItem(item: item, uid: entry.uid, blob: file.blob, entry: entry))
    }
    wanted = rest
  }

  private mutating func takeFiles(
    _ path: (CandidateFile) -> String?, where isSame: (IndexEntry, SyncItem) -> Bool
  ) {
    let files = fileByPath
    take { input, item in
      guard item.kind != .requirement, let file = files[item.path], let path = path(file)
      else { return [] }
      return input.index.entries(path: path).filter { isSame($0, item) }
    }
  }

  /// Whether an item of the state still is the spec that it was, which is not this one.
  private func stays(_ entry: IndexEntry, _ item: SyncItem) -> Bool {
    if entry.path == item.path { return entry.id != item.id && claims(entry) }
    return claims(entry)
  }

  /// Whether the file at an entry's path claims its ID in the new commit.
  private func claims(_ entry: IndexEntry) -> Bool {
    // One that was found by its marker has no path yet.
    guard !entry.isDeleted, !entry.path.isEmpty, !removed.contains(entry.path) else {
      return false
    }
    guard let file = fileByPath[entry.path] else { return true }
    return file.items.contains { $0.id == entry.id && $0.kind == entry.kind }
  }

  /// A design that comes after its requirements takes over the spec that they were given.
  private mutating func takeOver() {
    var rest: [(item: SyncItem, file: CandidateFile)] = []
    for (item, file) in wanted {
      guard let home = home(takenOverBy: item) else {
        rest.append((item, file))
        continue
      }
      taken.insert(home.uid)
      matched.append(MatchedItem(item: item, uid: home.uid, blob: file.blob, entry: home))
    }
    let former = Set(
      matched.compactMap { $0.entry.map(\.path) == $0.item.path ? nil : $0.entry?.path })
    // The requirements file is no spec of its own any more.
    wanted = rest.filter { item, _ in
      !(item.kind == .spec && item.links.file != nil && former.contains(item.path))
    }
  }

  /// The spec that a requirements file was given, for the design that names its requirements.
  private func home(takenOverBy design: SyncItem) -> IndexEntry? {
    guard design.kind == .spec else { return nil }
    let index = input.index
    let homes = design.links.requirements.flatMap { index.entries(id: $0, root: design.root) }
      .compactMap { $0.kind == .spec ? $0 : $0.parent.flatMap { index.entry(uid: $0) } }
    return homes.first { home in
      !home.isDeleted && !taken.contains(home.uid)
        && index.children(of: home.uid).contains {
          $0.kind == .requirement && $0.path == home.path
        }
    }
  }

  /// Items of removed files, and of candidates that have them no longer.
  private mutating func findGone() {
    let refusedFiles = Set(
      input.candidates.lazy.filter {
        if case .refused = $0.content { true } else { false }
      }.map(\.path))
    let refusedItems = Set(refused.map { UIDKey($0.item) })
    for path in Set(input.removed + input.candidates.map(\.path)).sorted() {
      for entry in input.index.entries(path: path)
      where !taken.contains(entry.uid) && !entry.isDeleted && !refusedFiles.contains(path)
        && !refusedItems.contains(UIDKey(root: entry.root, kind: entry.kind, id: entry.id))
      {
        gone.append(entry)
      }
    }
  }
}

extension MatchedItem {
  /// Specs, requirements, tickets, tasks; each by root and ID.
  var order: (Int, String, String) {
    (SyncItem.Kind.allCases.firstIndex(of: item.kind) ?? 0, item.root, item.id)
  }
}
