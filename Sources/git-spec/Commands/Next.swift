internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec next`: prints the next free ID.
struct Next: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "next",
    abstract: "Prints the next free ID of a kind.",
    discussion: """
      Above everything in use on any branch, in any working tree or index of this clone, ever used \
      in its history, or only mentioned in a spec. Nothing is reserved: `git spec new` gives out a \
      number and writes the file in one step.
      """)

  @Argument(help: "prd, requirement, design, ticket, task, or a kind of the settings.")
  var kind: String

  @Option(help: ArgumentHelp("The feature that the ID names.", valueName: "name"))
  var feature: String?

  @Option(help: ArgumentHelp("The spec root.", valueName: "path"))
  var root: String?

  @Option(help: "How to print the answer: text or json.")
  var format: AnswerFormat = .text

  @OptionGroup var talk: TalkOptions

  private struct Answer: Encodable {
    let schemaVersion = 1
    let command = "next"
    let kind: String
    let id: String
    let root: String
  }

  func run() throws {
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: Surroundings.environment)
    let allocation = try Allocation(repository, root: root)
    let series = try Series(
      of: KindName(rawValue: kind), feature: try feature.map { try Feature($0) },
      in: allocation.root.schema)
    let id = try allocation.next(in: series)
    guard format == .json else { return Talk.answer(Terminal.safe(id) + "\n") }
    Talk.answer(
      try JSONText.text(Answer(kind: kind, id: id, root: allocation.root.path)))
  }
}
