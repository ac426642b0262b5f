internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec collisions`: IDs that mean two things on different branches.
struct Collisions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collisions",
    abstract: "Finds IDs that mean two things on different branches.",
    discussion: """
      Compares the specs here, committed or not, with all local and remote-tracking branches and \
      working trees. Exits with 1 when an ID of the current branch means something else elsewhere.
      """)

  @Option(
    help: ArgumentHelp("Compare with this revision only; may be repeated.", valueName: "rev"))
  var against: [String] = []

  @Option(
    help: ArgumentHelp(
      "Compare with branches of these names only (`feature/*`); may be repeated.",
      valueName: "glob"))
  var ref: [String] = []

  @Flag(help: "Report collisions between any two branches.")
  var all = false

  @Option(help: ArgumentHelp("Look at this spec root only.", valueName: "path"))
  var root: String?

  @Option(help: "How to print the answer: text, json or mermaid.")
  var format: CollisionFormat = .text

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if !against.isEmpty && !ref.isEmpty {
      throw ValidationError("--against and --ref exclude each other")
    }
  }

  func run() throws {
    let environment = Surroundings.environment
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: environment)
    let place = PathArgument(top: repository.layout.workTree, prefix: repository.prefix())
    let only = try root.map(place.fromTop)
    let workspace = Workspace(repository, onlyRoots: only.map { [$0] } ?? [])
    let here = try CurrentPlace(repository)
    let own = try here.specs(workspace)
    guard !own.snapshot.roots.isEmpty else {
      throw only.map(Failure.noRoot) ?? Failure.noSpecRoot
    }
    let list = try places(here, repository, own)
    let specs = BranchSpecs(
      workspace, roots: own.snapshot.roots, base: own.base, places: list.places)
    var answer = try CollisionSearch(own, specs, name: here.name)
      .run(all: all, places: list.places)
    answer.troubles = list.troubles + answer.troubles
    for trouble in answer.troubles { Talk.say("note: \(Terminal.safe(trouble))") }
    let report = CollisionReport(
      answer, current: here.name, showsAll: all,
      keepsItsNumbers: try PlaceList.isDefault(here.branch, repository),
      usesColor: talk.color.usesColor(on: 1, environment), isQuiet: talk.quiet)
    Talk.answer(try report.rendered(as: format))
    if all ? !answer.collisions.isEmpty : answer.concernsCurrent { throw ExitStatus.findings }
  }

  private func places(
    _ here: CurrentPlace, _ repository: Repository, _ own: OwnSpecs
  ) throws -> PlaceList {
    if !against.isEmpty { return try PlaceList.named(against, repository) }
    var list = try PlaceList.others(than: here.branch, repository, own.snapshot.roots)
    try list.addBroken(repository)
    list.keep(matching: ref)
    return list
  }
}
