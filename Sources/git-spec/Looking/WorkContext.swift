internal import Specs

/// The task to begin with and all that somebody has to read for it: for an agent, in one document.
struct WorkContext {
  private let task: SpecDetail?
  private let ticket: SpecDetail?
  private let requirements: [SpecDetail.Requirement]
  /// Files of requirements that the ticket names as a whole.
  private let documents: [SpecDetail]
  private let designs: [SpecDetail]
  /// Tasks that the task builds on, all done.
  private let builtOn: [SpecRow]
  private let problems: [TroubleRow]

  init(_ views: SpecViews, _ filter: SpecFilter) throws {
    problems = views.troubles.map(TroubleRow.init)
    let first = FirstTask(views.roots, filter)
    guard let specs = first?.specs, let card = first?.card else {
      (task, ticket, requirements, documents, designs, builtOn) = (nil, nil, [], [], [], [])
      return
    }
    func detail(_ card: SpecCard) throws -> SpecDetail? {
      try views.spec(card).map { SpecDetail($0, card, in: specs) }
    }
    let parent = card.ticket.flatMap { specs.cards(withID: $0).first }
    task = try detail(card)
    ticket = try parent.flatMap(detail)
    var headings: [SpecDetail.Requirement] = []
    var documents: [SpecDetail] = []
    var files: [String] = []
    for id in Self.targets(of: "requirements", [card, parent]) {
      if let heading = specs.heading(id) {
        files.append(heading.card.label)
        headings += (try detail(heading.card)?.requirements ?? []).filter { $0.id == id }
      } else if let document = specs.cards(withID: id).first {
        files.append(id)
        documents += [try detail(document)].compactMap { $0 }
      }
    }
    requirements = headings
    self.documents = documents
    designs = try Self.designs([card, parent], for: files, specs).compactMap(detail)
    builtOn = card.prerequisites.flatMap { specs.cards(withID: $0) }
      .map { SpecRow($0, in: specs) }
  }

  private static func targets(of field: String, _ cards: [SpecCard?]) -> [String] {
    var seen: Set<String> = []
    return cards.compactMap { $0 }.flatMap { $0.targets(of: field) }
      .filter { seen.insert($0).inserted }
  }

  /// The designs that task and ticket name, else those of their requirements' files.
  private static func designs(
    _ cards: [SpecCard?], for files: [String], _ specs: RootSpecs
  ) -> [SpecCard] {
    var found: [SpecCard] = []
    for reference in cards.compactMap({ $0 }).flatMap(\.summary.references)
    where reference.field == "design_ref" {
      guard let design = specs.card(referredTo: reference),
        !found.contains(where: { $0.path == design.path })
      else { continue }
      found.append(design)
    }
    if !found.isEmpty { return found }
    let wanted = Set(files)
    return specs.cards(of: .design).filter {
      !wanted.isDisjoint(with: $0.targets(of: "requirements"))
    }
  }

  // MARK: Output

  private struct Document: Encodable {
    let schemaVersion = 1
    let command = "show"
    let view = "ready"
    @OrNull var task: SpecDetail?
    @OrNull var ticket: SpecDetail?
    let requirements: [SpecDetail.Requirement]
    let requirementDocuments: [SpecDetail]
    let designs: [SpecDetail]
    let dependencies: [SpecRow]
    let problems: [TroubleRow]
  }

  var json: String {
    get throws {
      try JSONText.text(
        Document(
          task: task, ticket: ticket, requirements: requirements, requirementDocuments: documents,
          designs: designs, dependencies: builtOn, problems: problems))
    }
  }

  /// The same as Markdown: each text below a line that says what it is and where it stands.
  var text: String {
    guard let task else { return "no task is ready; `git spec show tasks` says what blocks them\n" }
    var parts = [section("Task", task)]
    if let ticket { parts.append(section("Ticket", ticket)) }
    parts += requirements.map {
      "<!-- Requirement: \($0.path):\($0.line) -->\n### \($0.id): \($0.title)\n\n\($0.text)"
    }
    parts += documents.map { section("Requirements", $0) }
    parts += designs.map { section("Design", $0) }
    if !builtOn.isEmpty {
      let lines = builtOn.map { "- \($0.id ?? $0.path): \($0.title) (\($0.path))" }
      parts.append("<!-- Done before -->\n" + lines.joined(separator: "\n"))
    }
    // Controls are shown; ends of lines and the tabs of code are none here.
    return parts.joined(separator: "\n\n").split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        line.split(separator: "\t", omittingEmptySubsequences: false)
          .map { Terminal.safe(String($0)) }.joined(separator: "\t")
      }.joined(separator: "\n") + "\n"
  }

  private func section(_ name: String, _ detail: SpecDetail) -> String {
    let fields = detail.fields.sorted { $0.key < $1.key }
      .map { (name: $0.key, words: $0.value.words) }.filter { !$0.words.isEmpty }
      .map { "\($0.name): \($0.words)" }.joined(separator: "\n")
    return "<!-- \(name): \(detail.spec.path) -->\n\(fields)"
      + (detail.body.isEmpty ? "" : "\n\n\(detail.body)")
  }
}

/// The task to begin with, over all roots: each root's first ones compared.
struct FirstTask {
  let specs: RootSpecs
  let card: SpecCard

  /// Nil when no task is ready.
  init?(_ roots: [RootSpecs], _ filter: SpecFilter) {
    let firsts = roots.compactMap { specs -> (specs: RootSpecs, card: SpecCard)? in
      ReadyTasks(specs) { filter.includes($0, in: specs) }.cards.first.map { (specs, $0) }
    }
    // The first root wins among equals.
    let best = firsts.enumerated().min { a, b in
      (Self.rank(a.element), a.offset) < (Self.rank(b.element), b.offset)
    }?.element
    guard let best else { return nil }
    (specs, card) = best
  }

  private static func rank(_ task: (specs: RootSpecs, card: SpecCard)) -> Int {
    ReadyTasks.rank(of: task.card, in: task.specs)
  }
}
