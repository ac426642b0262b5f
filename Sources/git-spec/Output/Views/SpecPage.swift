internal import Frontmatter
internal import Git
internal import Specs

/// One spec: its fields, what it refers to, what refers to it, and its state on every branch.
struct SpecPage {
  struct Part {
    let found: SpecViews.Found
    let card: SpecCard
    let spec: Spec?
    let places: PlaceStates?
  }

  let parts: [Part]
  /// Of an ID that only other branches have: what it is there, by root.
  let elsewhere: [(root: String, places: PlaceStates)]
  let id: String
  let troubles: [Trouble]

  init(_ views: SpecViews, _ name: String, allRefs: Bool) throws {
    id = name
    var found: [SpecViews.Found] = []
    var elsewhere: [(root: String, places: PlaceStates)] = []
    do {
      found = try views.find(name)
    } catch {
      guard allRefs else { throw error }
      elsewhere = try views.roots.map { ($0.root, try PlaceStates(of: name, in: $0.root, views)) }
        .filter { $0.1.states.contains { $0.definition != nil } }
      if elsewhere.isEmpty { throw error }
    }
    self.elsewhere = elsewhere
    parts = try found.flatMap { found in
      let places = allRefs ? try PlaceStates(of: found.id, in: found.specs.root, views) : nil
      for trouble in places?.troubles ?? [] { Talk.say("note: \(Terminal.safe(trouble))") }
      return try found.cards.map {
        Part(found: found, card: $0, spec: try views.spec($0), places: places)
      }
    }
    let paths = Set(parts.map(\.card.path))
    troubles = views.troubles.filter { paths.contains($0.path) }
  }

  // MARK: Text

  func text(on paper: Paper) -> String {
    elsewhere.map { root, places in
      paper.paragraph("\(id) is not here; in \(root) it is", .bold) + table(places, paper) + "\n"
    }.joined()
      + parts.map { part in
        head(part, paper) + (part.found.heading == nil ? fields(part, paper) : heading(part, paper))
          + relations(part, paper) + places(part, paper) + "\n"
      }.joined() + TroubleList(troubles: troubles, paper: paper).text
  }

  private func head(_ part: Part, _ paper: Paper) -> String {
    let title = part.found.heading?.title ?? part.card.title
    let line = part.found.heading?.position.line ?? part.card.position.line
    return paper.paragraph("\(part.found.id): \(title.isEmpty ? "(no title)" : title)", .bold)
      + paper.styled(String(repeating: "─", count: min(paper.columns, 62)), .quiet) + "\n"
      + pair("file", "\(part.card.path):\(line)", paper)
  }

  private static let nameWidth = 14

  /// `name: value`, the value broken into lines beside its name.
  private func pair(
    _ name: String, _ value: String, _ paper: Paper, _ style: Terminal.Style? = nil
  ) -> String {
    let width = min(Self.nameWidth, paper.columns / 3)
    let margin = String(repeating: " ", count: width)
    return Terminal.wrapped(value, to: max(12, paper.columns - width)).enumerated().map {
      (number, line) in
      (number == 0 ? paper.styled(Terminal.padded(name, to: width - 1), .quiet) + " " : margin)
        + paper.styled(line, style) + "\n"
    }.joined()
  }

  private func fields(_ part: Part, _ paper: Paper) -> String {
    let (card, specs) = (part.card, part.found.specs)
    var text = pair("kind", card.kind.rawValue, paper)
    if let fault = card.fault {
      text += pair("problem", "\(fault.message) (line \(fault.position.line))", paper, .bad)
    }
    let shown = Set(["id", "title", "dependencies"])
    let references = Set(card.summary.references.map(\.field))
    var told: Set<String> = []
    for use in part.spec?.fields.uses ?? []
    where !shown.contains(use.name) && !references.contains(use.name) {
      var value = FieldValue(use.value).words
      if value.isEmpty { continue }
      if let meant = part.spec?.meaning(of: use.name), use.name == "status", meant != value {
        value = "\(meant) (written `\(value)`)"
      }
      text += pair(use.name, value, paper)
      told.insert(use.name)
    }
    for (name, value) in [
      ("priority", specs.priority(of: card)), ("feature", specs.feature(of: card)),
    ] where !told.contains(name) {
      if let value { text += pair(name, "\(value) (of what it belongs to)", paper) }
    }
    if card.kind == .task || card.kind == .ticket {
      let readiness = specs.readiness.of(card)
      let sign = Sign(card, in: specs)
      text += pair("state", "\(sign.mark) \(sign.word)", paper, sign.style)
      for reason in readiness.reasons { text += pair("", reason.text, paper) }
    }
    if card.kind == .ticket {
      let (done, all) = specs.progress(of: card.id ?? "")
      text += pair("tasks", all == 0 ? "none" : "\(done) of \(all) done", paper)
    }
    let criteria = part.spec?.criteria ?? []
    if !criteria.isEmpty {
      text += pair("criteria", "\(criteria.count(where: \.isMet)) of \(criteria.count) met", paper)
      for criterion in criteria {
        text += pair("", "\(criterion.isMet ? "✓" : "○") \(criterion.text)", paper)
      }
    }
    return text
  }

  private func heading(_ part: Part, _ paper: Paper) -> String {
    var text = pair("kind", "requirement heading", paper)
    text += pair("in", "\(part.card.label) \(Phrase.quoted(part.card.title) ?? "")", paper)
    guard let detail = detail(part)?.requirements.first(where: { $0.id == part.found.id })
    else { return text }
    if !detail.condition.isEmpty { text += pair("condition", detail.condition, paper) }
    if !detail.action.isEmpty { text += pair("action", detail.action, paper) }
    for criterion in detail.criteria {
      text += pair("criterion", "\(criterion.met ? "✓" : "○") \(criterion.text)", paper)
    }
    return text
  }

  private func relations(_ part: Part, _ paper: Paper) -> String {
    let specs = part.found.specs
    var text = ""
    if part.found.heading == nil, !part.card.summary.references.isEmpty {
      text += "\n" + paper.styled("refers to", .bold) + "\n"
      var table = relationTable
      for reference in part.card.summary.references {
        // Of duplicates nobody can tell which is meant.
        let cards: [SpecCard?] =
          reference.isFile
          ? [specs.card(referredTo: reference)] : specs.cards(withID: reference.target)
        for card in cards.isEmpty ? [nil] : cards {
          let title = card?.title ?? specs.heading(reference.target)?.definition.title
          let isKnown = specs.isKnown(reference)
          table.add(
            [
              .init(
                card.map { Sign($0, in: specs).mark } ?? (isKnown ? "·" : "✗"),
                isKnown ? nil : .bad),
              .init(reference.target, .bold),
              .init(isKnown ? title : "does not exist", isKnown ? nil : .bad),
              .init(reference.field, .quiet), .init(card?.status),
            ],
            notes: cards.count > 1
              ? [.init("in \(card?.path ?? ""), one of \(cards.count)", .doubtful)] : [])
        }
      }
      text += table.text(on: paper)
    }
    let others = referrers(part)
    text += "\n" + paper.styled("referred to by", .bold) + "\n"
    if others.isEmpty { return text + paper.styled("nothing", .quiet) + "\n" }
    var table = relationTable
    for (card, fields) in others {
      let sign = Sign(card, in: specs)
      table.add([
        .init(sign.mark, sign.style), .init(card.label, .bold), .init(card.title),
        .init(fields.joined(separator: ", "), .quiet), .init(card.status, sign.style),
      ])
    }
    return text + table.text(on: paper)
  }

  func referrers(_ part: Part) -> [(card: SpecCard, fields: [String])] {
    part.found.specs.referrers(
      to: part.found.id, at: part.found.heading == nil ? [part.card.path] : [])
  }

  private var relationTable: TextTable {
    TextTable([
      .init(title: ""), .init(title: "ID", isName: true), .init(title: "title", isFlexible: true),
      .init(title: "field", rank: 2), .init(title: "status", rank: 1),
    ])
  }

  private func places(_ part: Part, _ paper: Paper) -> String {
    guard let places = part.places else { return "" }
    return "\n" + paper.styled("on branches", .bold) + "\n"
      + table(places, paper, here: part.card.path)
  }

  private func table(_ places: PlaceStates, _ paper: Paper, here: String? = nil) -> String {
    var table = TextTable([
      .init(title: "ref", isFlexible: true, isName: true), .init(title: "status"),
      .init(title: "same"),
      .init(title: "title", rank: 1, isFlexible: true),
    ])
    for state in places.states {
      guard let definition = state.definition else {
        table.add([.init(state.place.name), .init("–"), .init("not there", .quiet)])
        continue
      }
      let isElsewhere = definition.path != here
      table.add(
        [
          .init(state.place.name, .bold), .init(state.status ?? "–"),
          Self.cell(state.likeness),
          .init(definition.title),
        ], notes: isElsewhere ? [.init("in \(definition.path)", .doubtful)] : [])
    }
    if places.states.isEmpty { return paper.styled("no branch yet", .quiet) + "\n" }
    return table.text(on: paper)
  }

  private static func cell(_ likeness: PlaceStates.Likeness) -> TextTable.Cell {
    switch likeness {
    case .same: .init("as in HEAD", .quiet)
    case .changed: .init("changed", .doubtful)
    case .other: .init("another spec", .bad)
    case .absent: .init("not there", .quiet)
    }
  }

  func detail(_ part: Part) -> SpecDetail? {
    part.spec.map { SpecDetail($0, part.card, in: part.found.specs) }
  }
}
