internal import Frontmatter
internal import Git
internal import Specs

/// One spec: its fields, what it refers to, what refers to it, and its state on every branch.
struct SpecPage {
  private struct Part {
    let found: SpecViews.Found
    let card: SpecCard
    let spec: Spec?
    let places: PlaceStates?
  }

  private let parts: [Part]
  private let troubles: [Trouble]

  init(_ views: SpecViews, _ found: [SpecViews.Found], allRefs: Bool) throws {
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
    parts.map { part in
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
    for use in part.spec?.fields.uses ?? []
    where !shown.contains(use.name) && !references.contains(use.name) {
      let value = FieldValue(use.value).words
      if !value.isEmpty { text += pair(use.name, value, paper) }
    }
    if card.kind == .task || card.kind == .ticket {
      let readiness = specs.readiness.of(card)
      let sign = Sign(readiness.state)
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
        let card =
          reference.isFile
          ? specs.card(referredTo: reference) : specs.cards(withID: reference.target).first
        let title = card?.title ?? specs.heading(reference.target)?.definition.title
        let isKnown = specs.isKnown(reference)
        table.add([
          .init(
            card.map { Sign($0, in: specs).mark } ?? (isKnown ? "·" : "✗"), isKnown ? nil : .bad),
          .init(reference.target, .bold),
          .init(isKnown ? title : "does not exist", isKnown ? nil : .bad),
          .init(reference.field, .quiet), .init(card?.status),
        ])
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

  private func referrers(_ part: Part) -> [(card: SpecCard, fields: [String])] {
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
    var text = "\n" + paper.styled("on branches", .bold) + "\n"
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
      let isElsewhere = definition.path != part.card.path
      table.add(
        [
          .init(state.place.name, .bold), .init(state.status ?? "–"),
          .init(state.isAsHere ? "as in HEAD" : "differs", state.isAsHere ? .quiet : .doubtful),
          .init(definition.title),
        ], notes: isElsewhere ? [.init("in \(definition.path)", .doubtful)] : [])
    }
    if places.states.isEmpty { text += paper.styled("no branch yet", .quiet) + "\n" }
    return text + table.text(on: paper)
  }

  // MARK: JSON

  private struct Document: Encodable {
    struct Relation: Encodable {
      let field: String
      let target: String
      let file: Bool
      let exists: Bool
      @OrNull var title: String?
      @OrNull var status: String?
    }
    struct Referrer: Encodable {
      @OrNull var id: String?
      let path: String
      let title: String
      let fields: [String]
      @OrNull var status: String?
    }
    struct Ref: Encodable {
      let ref: String
      let commit: String
      @OrNull var path: String?
      @OrNull var line: Int?
      @OrNull var title: String?
      @OrNull var status: String?
      let asInHead: Bool
    }
    struct Found: Encodable {
      let root: String
      let id: String
      /// Nil for a file that is no longer there.
      @OrNull var detail: SpecDetail?
      let refersTo: [Relation]
      let referredToBy: [Referrer]
      /// Nil where branches were not asked for.
      @OrNull var refs: [Ref]?
    }
    let schemaVersion = 1
    let command = "show"
    let view = "spec"
    let specs: [Found]
    let problems: [TroubleRow]
  }

  private func detail(_ part: Part) -> SpecDetail? {
    part.spec.map { SpecDetail($0, part.card, in: part.found.specs) }
  }

  var json: String {
    get throws {
      try JSONText.text(
        Document(specs: parts.map(document), problems: troubles.map(TroubleRow.init)))
    }
  }

  private func document(_ part: Part) -> Document.Found {
    let specs = part.found.specs
    let references = part.found.heading == nil ? part.card.summary.references : []
    return Document.Found(
      root: specs.root, id: part.found.id, detail: detail(part),
      refersTo: references.map { reference in
        let card =
          reference.isFile
          ? specs.card(referredTo: reference) : specs.cards(withID: reference.target).first
        return .init(
          field: reference.field, target: reference.target, file: reference.isFile,
          exists: specs.isKnown(reference),
          title: card?.title ?? specs.heading(reference.target)?.definition.title,
          status: card?.status)
      },
      referredToBy: referrers(part).map {
        .init(
          id: $0.card.id, path: $0.card.path, title: $0.card.title, fields: $0.fields,
          status: $0.card.status)
      },
      refs: part.places?.states.map {
        .init(
          ref: $0.place.name, commit: $0.place.commit.hex, path: $0.definition?.path,
          line: $0.definition?.position.line, title: $0.definition?.title, status: $0.status,
          asInHead: $0.isAsHere)
      })
  }
}
