internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec show`: the specs as lists, and one of them in full.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows specs: what there is, what is ready, what belongs to what.",
    discussion: """
      WHAT is all, docs, requirements, designs, tickets, tasks, graph, ticket-graph, traceability \
      or ready; or the ID of a spec, which is shown with what it refers to and what refers to it.
      """)

  @Argument(
    help: ArgumentHelp("A view, an ID, or the name or path of a file.", valueName: "what"))
  var what = "all"

  @OptionGroup var source: SourceOptions
  @OptionGroup var filters: FilterOptions

  @Flag(help: "Of ready, only the task to begin with.")
  var first = false

  @Flag(help: "With --first, the task with its ticket, requirements and design.")
  var context = false

  @Flag(help: "Of a spec, its state on every branch as well.")
  var allRefs = false

  @Option(help: "How to print the answer: text or json.")
  var format: AnswerFormat = .text

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if first || context, what != "ready" {
      throw ValidationError("--first and --context belong to `show ready`")
    }
    if context && !first { throw ValidationError("--context belongs to `show ready --first`") }
    if allRefs, Self.views.contains(what) {
      throw ValidationError("--all-refs belongs to `show ID`")
    }
  }

  func run() throws {
    let views = try SpecViews(source, talk)
    let filter = try views.checked(filters.filter)
    let paper = Paper(talk)
    if let content = Self.graphs[what] {
      let graph = try GraphAnswer(views, content, filter, view: what)
      return views.answer(try graph.printed(as: format == .json ? .json : .text, on: paper))
    }
    if what == "traceability" {
      let report = TraceReport(roots: views.roots, filter: filter, troubles: views.troubles)
      return views.answer(try format == .json ? report.json : report.text(on: paper))
    }
    let ownKind = views.ownKind(what)
    guard let view = ownKind.map({ _ in .all }) ?? ShowReport.View(rawValue: what) else {
      if !filter.isEmpty {
        throw Failure(
          .usage, "--status, --feature, --ticket and --priority belong to lists",
          hints: ["`git spec show tasks` is one"])
      }
      let page = try SpecPage(views, what, allRefs: allRefs)
      return Talk.answer(try format == .json ? page.json : page.text(on: paper))
    }
    if context {
      let work = try WorkContext(views, filter)
      return views.answer(try format == .json ? work.json : work.text)
    }
    let report = ShowReport(
      view, views.roots, views.troubles, filter, isFirstOnly: first, ownKind: ownKind)
    views.answer(try format == .json ? report.json : report.text(on: paper))
  }

  /// All that is no ID.
  static let views =
    ShowReport.View.allCases.map(\.rawValue) + ["graph", "ticket-graph", "traceability"]

  private static let graphs: [String: SpecGraph.Content] = [
    "graph": .tasks, "ticket-graph": .tickets,
  ]
}
