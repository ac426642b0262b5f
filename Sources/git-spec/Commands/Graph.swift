internal import ArgumentParser
internal import Specs

/// `git spec graph`: what depends on what, as a drawing.
struct Graph: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Draws what depends on what: tasks, tickets, or the whole trace.",
    discussion: """
      Each spec is drawn once, however many ways lead to it, with the longest way of what is not \
      done. Circles are shown, not followed.
      """)

  @Argument(help: ArgumentHelp("tasks, tickets or trace.", valueName: "content"))
  var content: String = SpecGraph.Content.tasks.rawValue

  @Option(help: ArgumentHelp("Only what leads to this spec and what it leads to.", valueName: "id"))
  var focus: String?

  @Option(help: ArgumentHelp("With --focus, so many steps each way.", valueName: "n"))
  var depth: Int?

  @OptionGroup var source: SourceOptions
  @OptionGroup var filters: FilterOptions

  @Option(help: "How to print the graph: text, mermaid, dot, svg or json.")
  var format: GraphFormat = .text

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if SpecGraph.Content(rawValue: content) == nil {
      throw ValidationError("there is no graph of `\(content)`; there are tasks, tickets and trace")
    }
    if let depth {
      if focus == nil { throw ValidationError("--depth counts steps from --focus") }
      if depth < 0 { throw ValidationError("--depth is a number of steps, 0 or more") }
    }
  }

  func run() throws {
    let views = try SpecViews(source, talk)
    let paper = Paper(talk)
    let graph = try GraphAnswer(
      views, SpecGraph.Content(rawValue: content) ?? .tasks, views.checked(filters.filter),
      focus: focus, depth: depth
    )
    views.answer(
      try graph.printed(as: format, on: paper),
      notes: paper.isQuiet ? [] : graph.notes(beside: format))
  }
}
