internal import Frontmatter

extension RenumberPlan {
  /// Plans to give specs of one root other IDs, all at once: chains and swaps are fine.
  ///
  /// `attribution` is asked what a mention outside of the moved definition means, once for each
  /// move of the mention's ID until one says that it moves.
  package init<Failure: Error>(
    _ moves: [Move], in root: RenumberRoot,
    attribution: (Mention, Move) throws(Failure) -> Attribution
  ) throws(Failure) {
    let settings =
      root.settings.map { Settings.parse($0, path: root.settingsPath, root: root.path).settings }
      ?? Settings()
    let moves = moves.filter { $0.old != $0.new }
    let check = MoveCheck(moves, in: root, schema: settings.applied(to: .builtIn))
    problems = check.problems
    let trace = TracePlan(moves, in: root)
    if let problem = trace.problem { problems.append(problem) }
    if moves.isEmpty || !problems.isEmpty { return }
    let work = Renumbering(moves, in: root, renamed: check.renamed)
    var planner = RenumberPlanner(work: work)
    for spec in root.specs { try planner.read(spec, attribution) }
    planner.followAnchors()
    planner.readSettings(root, besides: trace.entriesRange)
    self.trace = trace.trace
    renames = check.renamed.values.map { Rename(old: $0.path, new: MoveCheck.newPath($0)) }
      .sorted { $0.old < $1.old }
    files = planner.edits.map { path, edits in
      FileEdits(
        path: path, edits: edits.sorted { $0.edit.range.lowerBound < $1.edit.range.lowerBound })
    }.sorted { $0.path < $1.path }
    doubtful = Self.sorted(planner.doubtful)
    leftAlone = Self.sorted(planner.leftAlone)
  }

  private static func sorted(_ remarks: [Remark]) -> [Remark] {
    remarks.sorted {
      ($0.mention.path, $0.mention.range.lowerBound)
        < ($1.mention.path, $1.mention.range.lowerBound)
    }
  }
}

/// Gathers the edits and remarks of all files.
private struct RenumberPlanner {
  let work: Renumbering
  var edits: [String: [RenumberPlan.PlannedEdit]] = [:]
  var doubtful: [RenumberPlan.Remark] = []
  var leftAlone: [RenumberPlan.Remark] = []
  private var anchors = Anchors()
  private var links: [(spec: Spec, occurrence: Occurrence, path: String?, fragment: String)] = []

  init(work: Renumbering) { self.work = work }

  private func mention(_ occurrence: Occurrence, in spec: Spec) -> Mention {
    Mention(
      occurrence.hit.range, of: work.scan.ids[occurrence.hit.id], occurrence.form, in: spec.text,
      at: spec.path)
  }

  mutating func read<Failure: Error>(
    _ spec: Spec, _ attribution: (Mention, Move) throws(Failure) -> Attribution
  ) throws(Failure) {
    if spec.parseError?.kind == .notUTF8 { return pass(by: spec) }
    for occurrence in FileReading(spec, work).occurrences {
      let new = try new(occurrence, in: spec, attribution)
      if let new { add(occurrence, new, in: spec) }
      if let heading = spec.body.heading(at: occurrence.hit.range.lowerBound) {
        anchors.add(spec, heading: heading, id: occurrence.hit.id, new: new)
      }
    }
  }

  /// The ID that takes the place of an occurrence; nil where it stays, which is noted.
  private mutating func new<Failure: Error>(
    _ occurrence: Occurrence, in spec: Spec,
    _ attribution: (Mention, Move) throws(Failure) -> Attribution
  ) throws(Failure) -> String? {
    let mention = mention(occurrence, in: spec)
    switch occurrence.meaning {
    case .definition(let move), .path(let move): return move.new
    case .mention: return try ask(mention, work.moves[occurrence.hit.id], attribution)
    case .anchor(let path, let fragment): links.append((spec, occurrence, path, fragment))
    case .other: break
    case .doubtful(let reason): doubtful.append(.init(mention: mention, reason: reason))
    case .left(let reason): leftAlone.append(.init(mention: mention, reason: reason))
    }
    return nil
  }

  private mutating func ask<Failure: Error>(
    _ mention: Mention, _ moves: [Move],
    _ attribution: (Mention, Move) throws(Failure) -> Attribution
  ) throws(Failure) -> String? {
    var doubt: String?
    for move in moves {
      switch try attribution(mention, move) {
      case .moves: return move.new
      case .stays: break
      case .doubtful(let reason): doubt = doubt ?? reason
      }
    }
    if let doubt {
      doubtful.append(.init(mention: mention, reason: doubt))
    } else {
      leftAlone.append(.init(mention: mention, reason: "it means the other `\(mention.id)`"))
    }
    return nil
  }

  private mutating func add(_ occurrence: Occurrence, _ new: String, in spec: Spec) {
    let mention = mention(occurrence, in: spec)
    var edit = Edit(
      mention.range,
      with: Self.replacement(
        occurrence.hit.isExact ? new : new.lowercased(), for: spec.text.bytes[mention.range]))
    if let scalar = occurrence.scalar, let document = spec.document {
      edit = document.replacing(scalar, with: new)
    }
    edits[spec.path, default: []].append(.init(edit: edit, mention: mention))
  }

  /// The new ID as the old one is written, with escapes for its hyphens.
  private static func replacement(_ new: String, for old: ArraySlice<UInt8>) -> [UInt8] {
    let text = Array(new.utf8)
    guard old.contains(0x25) else { return text }
    var hyphens: [ArraySlice<UInt8>] = []
    for index in old.indices {
      if old[index] == 0x2D { hyphens.append(old[index...index]) }
      if old[index] == 0x25, index + 2 < old.endIndex, old[index + 1] == 0x32 {
        hyphens.append(old[index...index + 2])
      }
    }
    var count = 0
    return text.flatMap { byte -> [UInt8] in
      guard byte == 0x2D, let last = hyphens.last else { return [byte] }
      count += 1
      return Array(count <= hyphens.count ? hyphens[count - 1] : last)
    }
  }

  /// Links to headings, once it is known what becomes of every heading.
  mutating func followAnchors() {
    for (spec, occurrence, path, fragment) in links {
      let answer = path.map { anchors.look(up: fragment, id: occurrence.hit.id, in: $0) }
      switch answer {
      case .becomes(let new): add(occurrence, new, in: spec)
      case .stays: break
      case .unknown, nil:
        doubtful.append(
          .init(mention: mention(occurrence, in: spec), reason: "no heading has this anchor"))
      }
    }
  }

  /// A file that cannot be read as text is not touched, only told about.
  private mutating func pass(by spec: Spec) {
    for hit in work.scan.hits(in: spec.text.bytes) where hit.isExact {
      let occurrence = Occurrence(hit, .brokenHeader, .other)
      doubtful.append(
        .init(
          mention: mention(occurrence, in: spec),
          reason: "the file is not UTF-8 and is left as it is"))
    }
  }

  /// Settings may name files, and people have to look after them.
  mutating func readSettings(_ root: RenumberRoot, besides trace: Range<Int>?) {
    guard let bytes = root.settings else { return }
    let text = SourceText(bytes)
    for hit in work.scan.hits(in: bytes)
    where hit.isExact && trace?.contains(hit.range.lowerBound) != true {
      let mention = Mention(
        hit.range, of: work.scan.ids[hit.id], .settings, in: text, at: root.settingsPath)
      doubtful.append(.init(mention: mention, reason: "it stands in the settings"))
    }
  }
}
