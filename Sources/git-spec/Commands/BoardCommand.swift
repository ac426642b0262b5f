internal import ArgumentParser
internal import Specs

/// `git spec board`: columns by status.
struct BoardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "board",
    abstract: "Shows tickets and tasks in columns by status.")

  /// What rows of the board stand for.
  enum Lane: String, ExpressibleByArgument, CaseIterable {
    case feature, priority, assignee
  }

  @Argument(help: ArgumentHelp("tickets or tasks; without it both.", valueName: "kind"))
  var kind: String?

  @Option(help: ArgumentHelp("Rows by feature, priority or assignee.", valueName: "field"))
  var by: Lane?

  @OptionGroup var source: SourceOptions
  @OptionGroup var filters: FilterOptions

  @Option(help: "How to print the board: text or json.")
  var format: AnswerFormat = .text

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if let kind, !["tickets", "tasks"].contains(kind) {
      throw ValidationError("there is no board of `\(kind)`; there are tickets and tasks")
    }
  }

  func run() throws {
    let views = try SpecViews(source, talk)
    let kinds: [KindName] =
      switch kind {
      case "tickets": [.ticket]
      case "tasks": [.task]
      default: [.ticket, .task]
      }
    let report = BoardReport(
      views, kinds, by: by, filter: try views.checked(filters.filter))
    views.answer(try format == .json ? report.json : report.text(on: Paper(talk)))
  }
}
