internal import Frontmatter
internal import Git
internal import Specs

/// From the words of `git spec new` to the files that are to be written.
struct NewSpecs {
  private let words: New
  private let allocation: Allocation
  private let today: CalendarDate

  init(_ words: New, _ allocation: Allocation, today: CalendarDate) {
    self.words = words
    self.allocation = allocation
    self.today = today
  }

  private var schema: Schema { allocation.root.schema }

  func made() throws -> [NewFile] {
    try requireKnownKind()
    let drafts = words.kind == "feature" ? try feature() : [try single()]
    return try drafts.map(spec)
  }

  /// A spec from the project's own template where it has one.
  private func spec(_ draft: SpecDraft) throws -> NewFile {
    let made = try Scaffold.spec(draft, in: schema, isTaken: allocation.isTaken)
    let path = "\(allocation.root.path)/\(UserTemplate.path(of: draft.kind))"
    switch try allocation.repository.workingFile(
      RepositoryPath(text: path), limit: SpecFile.sizeLimit)
    {
    case .missing: return NewFile(id: made.id, path: made.path, bytes: Array(made.text.utf8))
    case .bytes(let bytes):
      guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
        throw Failure(.file, "the template \(Terminal.safe(path)) is no text in UTF-8")
      }
      let filled = try UserTemplate(filling: bytes, with: draft, in: schema)
      for rest in filled.leftovers {
        Talk.say(
          "note: \(Terminal.safe(path)):\(rest.line): `\(rest.placeholder)` is left to fill in")
      }
      try requireUse(of: filled, path, draft)
      return NewFile(id: made.id, path: made.path, bytes: filled.bytes)
    default:
      throw Failure(
        .file, "the template \(Terminal.safe(path)) is no regular file of at most 5 MB",
        hints: ["the built-in template is used where there is no file of that name"])
    }
  }

  /// A project's template has to make a spec that can be read, under the number that was given out.
  private func requireUse(of filled: UserTemplate, _ path: String, _ draft: SpecDraft) throws {
    guard let schema = schema[draft.kind] else { return }
    let spec = Spec(
      SpecFile(
        path: path, root: allocation.root.path, kind: draft.kind, content: .bytes(filled.bytes)),
      schema: schema)
    let problem: String? =
      if let error = spec.parseError {
        "line \(spec.text.position(at: error.range.lowerBound).line): \(error.message)"
      } else if spec.document == nil {
        "it has no frontmatter"
      } else if spec.id != draft.id {
        "its `id` comes out as `\(Terminal.safe(spec.id ?? ""))`, not `\(draft.id)`"
      } else {
        nil
      }
    guard let problem else { return }
    throw Failure(
      .usage, "the template \(Terminal.safe(path)) makes no spec that can be read",
      causes: [problem], hints: ["an `id` of placeholders is filled in: `id: TKT-{NNN}`"])
  }

  /// Kinds whose IDs can be counted, and the word for several specs at once.
  private func requireKnownKind() throws {
    let kinds = schema.kinds.filter { $0.idShape != .free }.map(\.name.rawValue) + ["feature"]
    guard kinds.contains(words.kind) else {
      throw ScaffoldError.unknownKind(Terminal.safe(words.kind), known: kinds)
    }
  }

  private func single() throws -> SpecDraft {
    if let name = words.name {
      throw Failure(
        .usage, "`\(Terminal.safe(name))` is one word too many",
        hints: [
          "name the spec with --title: `git spec new \(words.kind) --title \(ShellWord.literal(name))`"
        ])
    }
    guard let title = words.title else {
      throw Failure(
        .usage, "a new \(words.kind) needs a title",
        hints: ["`git spec new \(words.kind) --title 'What it is about'`"])
    }
    let kind = KindName(rawValue: words.kind)
    let feature = try words.feature.map { try Feature($0) }
    let series = try Series(of: kind, feature: feature, in: schema)
    let id = try freeID(of: kind, series, feature)
    var draft = SpecDraft(kind, id: id, title: title, today: today)
    draft.feature = feature
    draft.author = try author(for: kind)
    draft.priority = words.priority
    draft.estimate = words.estimate
    draft.type = words.type
    draft.ticket = try ticket(for: kind)
    if kind == .prd || kind == .requirement, !words.requirement.isEmpty {
      throw Failure(
        .usage, "\(kind.withArticle) refers to no requirement", hints: ["leave out --requirement"])
    }
    for id in words.requirement where !draft.requirements.contains(id) {
      draft.requirements.append(try known(id, [.requirement]))
    }
    if kind == .requirement, let feature {
      draft.headings = [try allocation.next(in: try .headings(of: feature, in: schema))]
    }
    if let feature { try addRelatives(&draft, feature) }
    return draft
  }

  /// The next ID whose file is free, too: one that git ignores has no number that counts.
  private func freeID(of kind: KindName, _ series: Series, _ feature: Feature?) throws -> String {
    var tried: [String] = []
    var id = try allocation.next(in: series)
    while try !hasFreeName(id, kind, feature), tried.count < Self.triedLimit {
      tried.append(id)
      id = try allocation.next(in: series, besides: tried)
    }
    return id
  }

  private func hasFreeName(_ id: String, _ kind: KindName, _ feature: Feature?) throws -> Bool {
    var draft = SpecDraft(kind, id: id, title: "", today: today)
    draft.feature = feature
    return try Scaffold.paths(of: draft, in: schema).contains { !allocation.isTaken($0) }
  }

  private static let triedLimit = 1000

  private func feature() throws -> [SpecDraft] {
    guard let name = words.name ?? words.feature else {
      throw Failure(
        .usage, "a new feature needs a name", hints: ["`git spec new feature 'Password reset'`"])
    }
    for (option, value) in [
      ("--ticket", words.ticket), ("--estimate", words.estimate), ("--type", words.type),
      ("--requirement", words.requirement.first),
      ("--feature", words.name == nil ? nil : words.feature),
    ] where value != nil {
      throw Failure(
        .usage, "a feature has no \(option.dropFirst(2))", hints: ["leave out \(option)"])
    }
    let feature = try Feature(name)
    func next(_ kind: KindName) throws -> String {
      try allocation.next(in: try Series(of: kind, feature: feature, in: schema))
    }
    let known = try [KindName.prd, .requirement, .design].flatMap { try specs(of: feature, $0) }
    if let first = known.first {
      Talk.say(
        "note: `\(feature.slug)` has \(TextReport.counted(known.count, "spec")) already:"
          + " \(Terminal.safe(first.path))\(known.count > 1 ? " and others" : "")")
    }
    let ids = FeatureIDs(
      prd: try next(.prd), requirement: try next(.requirement),
      heading: try allocation.next(in: try .headings(of: feature, in: schema)),
      design: try next(.design))
    return try Scaffold.drafts(
      of: feature, title: words.title, ids: ids, today: today, author: try author(for: .prd),
      priority: words.priority, in: schema, isTaken: allocation.isTaken)
  }

  // MARK: What the words name

  /// Kinds that have an author get git's.
  private func author(for kind: KindName) throws -> String? {
    if let author = words.author { return author }
    guard schema[kind]?.field(named: "author")?.isRequired == true else { return nil }
    let name = try allocation.repository.setting("user.name") ?? ""
    return name.isEmpty ? nil : name
  }

  private func ticket(for kind: KindName) throws -> String? {
    guard kind == .task else {
      if words.ticket != nil { throw Failure(.usage, "only a task has a ticket") }
      return nil
    }
    guard let ticket = words.ticket else {
      throw Failure(
        .usage, "a task belongs to a ticket",
        hints: ["name it: `--ticket TKT-001`", "or make one: `git spec new ticket --title …`"])
    }
    return try known(ticket, [.ticket])
  }

  /// An ID that some spec here has, of one of these kinds.
  private func known(_ id: String, _ kinds: [KindName]) throws -> String {
    if let found = allocation.definition(of: id) {
      guard kinds.contains(found.kind) else {
        throw Failure(
          .usage, "`\(id)` is \(found.kind.withArticle), not \(kinds[0].withArticle)",
          causes: [found.path])
      }
      return id
    }
    let ids = allocation.snapshot.specPaths.flatMap {
      allocation.snapshot.index.summary(at: $0)?.definitions ?? []
    }.filter { kinds.contains($0.kind) }.map(\.id)
    let near = Nearest.match(id, in: ids)
    throw Failure(
      .usage, "there is no \(kinds[0]) `\(Terminal.safe(id))` here",
      hints: near.map { ["did you mean `\($0)`?"] } ?? ["`git spec check` reads what is here"])
  }

  /// Specs of the same feature that exist already, each where it is the only one of its kind.
  private func addRelatives(_ draft: inout SpecDraft, _ feature: Feature) throws {
    func only(_ kind: KindName) throws -> Definition? {
      guard kind != draft.kind else { return nil }
      let found = try specs(of: feature, kind)
      return found.count == 1 ? found[0] : nil
    }
    func relative(_ definition: Definition) -> String? {
      definition.path.dropPrefix(allocation.root.path + "/")
    }
    draft.prd = try only(.prd).flatMap(relative)
    draft.design = try only(.design).flatMap(relative)
    if draft.kind == .design, draft.requirements.isEmpty, let requirement = try only(.requirement) {
      draft.requirements = [requirement.id]
    }
  }

  /// Specs of a kind whose IDs name a feature.
  private func specs(of feature: Feature, _ kind: KindName) throws -> [Definition] {
    let series = try Series(of: kind, feature: feature, in: schema)
    return allocation.snapshot.specPaths.compactMap {
      allocation.snapshot.index.summary(at: $0)?.definitions.first
    }.filter { definition in
      definition.kind == kind && !definition.isFromName
        && (SpecID(definition.id).map(series.contains) ?? false)
    }
  }
}
