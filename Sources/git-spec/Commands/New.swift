internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec new`: writes a spec from its template under the next free ID.
struct New: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a new spec from its template, under the next free ID.",
    discussion: """
      `new feature NAME` writes a PRD, requirements and a design that refer to each other. A file \
      `templates/KIND.md` in the spec root takes the place of the built-in template. No file is ever \
      written over; two that run at once get different numbers, in all working trees of a clone.
      """)

  @Argument(help: "prd, requirement, design, ticket, task, feature, or a kind of the settings.")
  var kind: String

  @Argument(help: "The feature's name, with `feature`.")
  var name: String?

  @Option(help: ArgumentHelp("The title.", valueName: "text"))
  var title: String?

  @Option(help: ArgumentHelp("The feature that it belongs to.", valueName: "name"))
  var feature: String?

  @Option(help: ArgumentHelp("The ticket of a task.", valueName: "id"))
  var ticket: String?

  @Option(help: ArgumentHelp("CRITICAL, HIGH, MEDIUM or LOW.", valueName: "word"))
  var priority: String?

  @Option(help: ArgumentHelp("S, M, L or XL, or a duration.", valueName: "size"))
  var estimate: String?

  @Option(help: ArgumentHelp("implementation, refactor, test, …", valueName: "word"))
  var type: String?

  @Option(help: ArgumentHelp("A requirement that it implements; may be repeated.", valueName: "id"))
  var requirement: [String] = []

  @Option(help: ArgumentHelp("The author; without it git's user.name.", valueName: "name"))
  var author: String?

  @Option(help: ArgumentHelp("The spec root.", valueName: "path"))
  var root: String?

  @OptionGroup var writing: WriterOptions

  func run() throws {
    let environment = Surroundings.environment
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: environment)
    // What is only shown gives no number out.
    let lock = writing.dryRun ? nil : try AllocationLock(repository)
    defer { lock?.release() }
    let allocation = try Allocation(repository, root: root)
    let specs = try NewSpecs(self, allocation, today: Surroundings.today(environment)).made()
    if !writing.dryRun { try NewFiles(specs, allocation).write() }
    try answer(specs, allocation.root.path, from: repository.prefix())
  }

  private struct Answer: Encodable {
    struct Spec: Encodable {
      let id: String
      let path: String
    }
    let schemaVersion = 1
    let command = "new"
    let dryRun: Bool
    let root: String
    let specs: [Spec]
  }

  /// The paths, one a line, for whoever opens them next: from the current folder, as a shell reads
  /// them; from the top in JSON.
  private func answer(_ specs: [NewFile], _ root: String, from prefix: String) throws {
    let paths = specs.map { "\(root)/\($0.path)" }
    if writing.format == .json {
      let answer = Answer(
        dryRun: writing.dryRun, root: root,
        specs: zip(specs, paths).map { Answer.Spec(id: $0.id, path: $1) })
      return Talk.answer(try JSONText.text(answer))
    }
    for (spec, path) in zip(specs, paths) {
      let path = Terminal.safe(PathArgument.fromFolder(prefix, to: path))
      Talk.answer(
        writing.dryRun ? "would write \(path) (\(Terminal.safe(spec.id)))\n" : path + "\n")
    }
  }
}
