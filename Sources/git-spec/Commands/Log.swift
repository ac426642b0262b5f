internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec log`: the field changes of one spec over its history.
struct Log: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Shows what changed in one spec, commit by commit.",
    discussion: """
      Fields are compared by what they mean, under the schema's names; the spec is followed across \
      renames and other numbers, and found after it was deleted. A requirement under a heading is \
      a spec too. Newest first, beginning with what is not committed yet.
      """)

  @Argument(help: "The spec's ID.")
  var id: String

  @Option(
    help: ArgumentHelp("Look back from this revision, not from what is here.", valueName: "rev"))
  var rev: String?

  @Option(help: ArgumentHelp("Look at this spec root only.", valueName: "path"))
  var root: String?

  @Option(
    name: [.customShort("n"), .long],
    help: ArgumentHelp("Show at most so many changes.", valueName: "number"))
  var maxCount: Int?

  @Option(help: "How to print the answer: text or json.")
  var format: AnswerFormat = .text

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if let maxCount, maxCount < 1 { throw ValidationError("--max-count is 1 or more") }
    if id.isEmpty { throw ValidationError("name a spec by its ID") }
  }

  func run() throws {
    let environment = Surroundings.environment
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: environment)
    let place = PathArgument(top: repository.layout.workTree, prefix: repository.prefix())
    let only = try root.map(place.fromTop)
    let workspace = Workspace(repository, onlyRoots: only.map { [$0] } ?? [])
    let answer = try SpecLog(workspace, revision: rev, limit: maxCount).run(id)
    for note in answer.notes { Talk.say("note: \(Terminal.safe(note))") }
    let report = LogReport(
      id: id, sections: answer.sections, usesColor: talk.color.usesColor(on: 1, environment))
    Talk.answer(try report.rendered(as: format))
  }
}
