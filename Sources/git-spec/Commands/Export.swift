internal import ArgumentParser
internal import Specs

/// `git spec export`: everything, for machines.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Prints all specs with all that is in them, for other programs.",
    discussion: "`git spec schema export` prints the JSON Schema of the answer.")

  @Argument(help: ArgumentHelp("The format; json is the only one.", valueName: "format"))
  var format: ExportFormat

  @OptionGroup var source: SourceOptions
  @OptionGroup var filters: FilterOptions

  @OptionGroup var talk: TalkOptions

  enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    case json
  }

  func run() throws {
    do {
      let views = try SpecViews(source, talk)
      Talk.answer(try ExportDocument(views, try views.checked(filters.filter)).json)
    } catch {
      // The answer was to be JSON, though no option says so.
      let failure = Failure(error)
      Talk.answer(FailureDocument.json(failure, command: "export"))
      Talk.write(failure.text, to: 2)
      throw failure.kind.status
    }
  }
}
