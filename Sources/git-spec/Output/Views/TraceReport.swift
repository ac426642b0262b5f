internal import Specs

/// `git spec show traceability`: what builds what, how much of it, and what belongs to nothing.
struct TraceReport {
  let roots: [RootSpecs]
  let filter: SpecFilter
  let troubles: [Trouble]

  /// Of a part of the specs only what is wrong with that part.
  private var shownTroubles: [Trouble] {
    if filter.isEmpty { return troubles }
    return troubles.concerning(
      roots.flatMap { specs in
        specs.cards.filter { filter.includes($0, in: specs) }.map(\.path)
          + trace(specs).sources.map(\.card.path)
      })
  }

  private func trace(_ specs: RootSpecs) -> Traceability {
    Traceability(specs) { filter.includes($0, in: specs) }
  }

  // MARK: Text

  func text(on paper: Paper) -> String {
    var text = ""
    for specs in roots {
      let trace = trace(specs)
      let tables = SpecTables(
        specs: specs, filter: filter, paper: paper,
        rootName: roots.count > 1 ? specs.root : nil)
      text += paper.heading("TRACEABILITY of \(specs.root)")
      text += coverage(trace, paper) + "\n"
      text += tables.sources(trace.sources)
      if !trace.documents.isEmpty {
        text += "\n" + paper.styled("defined in documents, not counted above", .quiet) + "\n"
        text += tables.sources(trace.documents)
      }
      text += orphans(trace, paper) + "\n"
    }
    return text + TroubleList(troubles: shownTroubles, paper: paper).text
  }

  /// Each share as a bar; empty ones say so.
  private func coverage(_ trace: Traceability, _ paper: Paper) -> String {
    var table = TextTable([
      .init(title: "what", isFlexible: true), .init(title: "bar", rank: 1),
      .init(title: "share", isRightward: true), .init(title: "percent", isRightward: true),
    ])
    for (name, share) in Self.shares(trace) {
      let full = share.percent.map { $0 / 10 } ?? 0
      let style: Terminal.Style? =
        share.percent.map { $0 == 100 ? .good : $0 < 50 ? .bad : .doubtful }
      table.add([
        .init(name),
        .init(
          String(repeating: "█", count: full) + String(repeating: "░", count: 10 - full), style),
        .init("\(share.count) of \(share.all)"),
        .init(share.percent.map { "\($0) %" } ?? "–", style),
      ])
    }
    return table.text(on: paper)
  }

  static func shares(_ trace: Traceability) -> [(String, Traceability.Share)] {
    [
      ("requirements with a ticket", trace.requirementsLinked),
      ("requirements that are built", trace.requirementsBuilt),
      ("tickets with a requirement", trace.ticketsLinked),
      ("tickets with a design", trace.ticketsDesigned),
      ("tasks with a ticket", trace.tasksLinked),
    ]
  }

  private func orphans(_ trace: Traceability, _ paper: Paper) -> String {
    let shown = Self.orphans(trace).filter { !$0.1.isEmpty }
    guard !shown.isEmpty else { return "" }
    return "\n"
      + shown.map { name, ids in
        paper.styled("\(name) (\(ids.count)):", .bold) + "\n"
          + paper.paragraph(ids.joined(separator: ", "), indent: 2)
      }.joined()
  }

  /// What belongs to nothing, by IDs, under the words that say which.
  static func orphans(_ trace: Traceability) -> [(String, [String])] {
    [
      ("requirements without a ticket", trace.requirementsWithoutTicket.map(\.id)),
      ("tickets without a requirement", trace.ticketsWithoutRequirement.map(\.label)),
      ("tickets without a task", trace.ticketsWithoutTask.map(\.label)),
      ("tasks without a ticket", trace.tasksWithoutTicket.map(\.label)),
      ("designs without a requirement", trace.designsWithoutRequirement.map(\.label)),
    ]
  }

  // MARK: JSON

  private struct Document: Encodable {
    let schemaVersion = 1
    let command = "show"
    let view = "traceability"
    let roots: [TraceRow]
    let problems: [TroubleRow]
  }

  var json: String {
    get throws {
      try JSONText.text(
        Document(
          roots: roots.map { TraceRow(trace($0), of: $0) },
          problems: shownTroubles.map(TroubleRow.init)))
    }
  }
}

/// The traceability of one root in JSON.
struct TraceRow: Encodable {
  struct Share: Encodable {
    let count: Int
    let all: Int
    @OrNull var percent: Int?

    init(_ share: Traceability.Share) {
      count = share.count
      all = share.all
      percent = share.percent
    }
  }
  struct Coverage: Encodable {
    let requirementsLinked: Share
    let requirementsBuilt: Share
    let ticketsLinked: Share
    let ticketsDesigned: Share
    let tasksLinked: Share
  }
  struct Source: Encodable {
    @OrNull var id: String?
    let path: String
    let title: String
    let linked: Share
    let designs: [String]
    /// Tickets that name the file as a whole, which counts for none of its headings.
    let tickets: [String]
    let requirements: [SpecRow.Requirement]

    init(_ source: Traceability.Source) {
      id = source.card.id
      path = source.card.path
      title = source.card.title
      linked = Share(source.linked)
      designs = source.designs
      tickets = source.tickets.map(\.label)
      requirements = source.requirements.map(SpecRow.Requirement.init)
    }
  }
  struct Orphans: Encodable {
    let requirementsWithoutTicket: [String]
    let ticketsWithoutRequirement: [String]
    let ticketsWithoutTask: [String]
    let tasksWithoutTicket: [String]
    let designsWithoutRequirement: [String]
  }

  let root: String
  let coverage: Coverage
  let sources: [Source]
  let documents: [Source]
  let orphans: Orphans

  init(_ trace: Traceability, of specs: RootSpecs) {
    root = specs.root
    coverage = Coverage(
      requirementsLinked: Share(trace.requirementsLinked),
      requirementsBuilt: Share(trace.requirementsBuilt),
      ticketsLinked: Share(trace.ticketsLinked), ticketsDesigned: Share(trace.ticketsDesigned),
      tasksLinked: Share(trace.tasksLinked))
    sources = trace.sources.map(Source.init)
    documents = trace.documents.map(Source.init)
    orphans = Orphans(
      requirementsWithoutTicket: trace.requirementsWithoutTicket.map(\.id),
      ticketsWithoutRequirement: trace.ticketsWithoutRequirement.map(\.label),
      ticketsWithoutTask: trace.ticketsWithoutTask.map(\.label),
      tasksWithoutTicket: trace.tasksWithoutTicket.map(\.label),
      designsWithoutRequirement: trace.designsWithoutRequirement.map(\.label))
  }
}
