internal import ArgumentParser
internal import Specs

/// Which snapshot is looked at.
struct SourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Look at a commit instead of the working tree.", valueName: "rev"))
  var rev: String?

  @Option(help: ArgumentHelp("Look at this spec root only.", valueName: "path"))
  var root: String?
}

/// Which specs are shown; each may be repeated, or list values with commas.
struct FilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only of this status; several with commas, as of all filters.", valueName: "status"))
  var status: [String] = []

  @Option(help: ArgumentHelp("Only of this feature.", valueName: "name"))
  var feature: [String] = []

  @Option(help: ArgumentHelp("Only this ticket and its tasks.", valueName: "id"))
  var ticket: [String] = []

  @Option(
    help: ArgumentHelp("Only of this priority; a task has its ticket's.", valueName: "priority"))
  var priority: [String] = []

  var filter: SpecFilter {
    func words(_ values: [String]) -> [String] {
      values.flatMap { $0.split(separator: ",").map(\.trimmingBlanks) }.filter { !$0.isEmpty }
    }
    var filter = SpecFilter()
    filter.statuses = words(status)
    filter.features = words(feature)
    filter.tickets = words(ticket)
    filter.priorities = words(priority)
    return filter
  }
}
