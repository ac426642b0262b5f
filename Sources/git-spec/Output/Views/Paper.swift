internal import Specs

/// What the text of a view is written on: so many columns, with colour or without.
struct Paper {
  let columns: Int
  let usesColor: Bool
  /// Whether only the view itself is asked for, without what is wrong with the specs.
  var isQuiet = false

  init(_ talk: TalkOptions, _ environment: [String: String] = Surroundings.environment) {
    columns = Terminal.columns(environment)
    usesColor = talk.color.usesColor(on: 1, environment)
    isQuiet = talk.quiet
  }

  init(columns: Int, usesColor: Bool) {
    self.columns = columns
    self.usesColor = usesColor
  }

  /// `TICKETS (11)`, underlined over the width of a page.
  func heading(_ title: String) -> String {
    styled(Terminal.clipped(title, to: columns), .bold) + "\n"
      + styled(String(repeating: "─", count: min(columns, 62)), .quiet) + "\n"
  }

  func styled(_ text: String, _ style: Terminal.Style?) -> String {
    style.map { Terminal.styled(text, $0, usesColor) } ?? text
  }

  /// A paragraph below an indent; further lines are indented once more.
  func paragraph(_ text: String, indent: Int = 0, _ style: Terminal.Style? = nil) -> String {
    let margin = String(repeating: " ", count: indent)
    return Terminal.wrapped(text, to: max(20, columns - indent - 2)).enumerated()
      .map { margin + ($0.offset > 0 ? "  " : "") + styled($0.element, style) + "\n" }.joined()
  }
}

/// How the state of a spec looks: a sign that reads without colour, and a colour.
struct Sign {
  let mark: String
  let style: Terminal.Style?
  /// The state in a word.
  let word: String

  init(_ state: Readiness.State) {
    (mark, style, word) =
      switch state {
      case .done: ("✓", .good, "done")
      case .underWay: ("●", .busy, "under way")
      case .ready: ("○", nil, "ready")
      case .blocked: ("⊘", .bad, "blocked")
      case .unknown: ("?", .doubtful, "unknown")
      }
  }

  private init(_ mark: String, _ style: Terminal.Style?, _ word: String) {
    (self.mark, self.style, self.word) = (mark, style, word)
  }

  /// Of a requirement by the tickets that build it.
  init(_ requirement: Traceability.Requirement) {
    self =
      requirement.isBuilt
      ? Sign("✓", .good, "built")
      : requirement.isBegun
        ? Sign("●", .busy, "begun")
        : requirement.isLinked ? Sign("○", nil, "planned") : Sign("✗", .doubtful, "no ticket")
  }

  /// Of what is referred to and not there.
  static let missing = Sign("✗", .bad, "missing")
  /// Of what is no work, where its status does not matter.
  static let document = Sign("·", .quiet, "document")

  /// Of a document by how far it is in its workflow.
  init(document card: SpecCard, _ schema: Schema) {
    let workflow = schema[card.kind]?.workflow ?? []
    guard let status = card.status, let place = workflow.firstIndex(of: status) else {
      self.init("·", nil, card.status ?? "")
      return
    }
    self =
      place == 0
      ? Sign("○", nil, status)
      : place == workflow.count - 1 ? Sign("✓", .good, status) : Sign("●", .busy, status)
  }

  /// Of any spec.
  init(_ card: SpecCard, in specs: RootSpecs) {
    if card.fault != nil {
      self.init("!", .bad, "unreadable")
    } else if card.kind == .task || card.kind == .ticket {
      self.init(specs.readiness.of(card).state)
    } else {
      self.init(document: card, specs.schema)
    }
  }
}
