internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec renumber`: gives a spec of this branch another ID, with every reference to it.
struct Renumber: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "renumber",
    abstract: "Gives a spec another ID, and changes every reference to it.",
    discussion: """
      Changes the ID, the file's name, the heading, and references in frontmatter and text; what \
      means another spec is left, what is doubtful is listed. Everything is planned first and done \
      whole or not at all; nothing is staged. Without NEW the spec gets the next free number.
      """)

  @Argument(help: "The spec's ID; its path where two files have the ID.")
  var spec: String?

  @Argument(help: "The new ID.")
  var new: String?

  @Option(
    help: ArgumentHelp(
      "The branch that this one is to be merged into; may be repeated.", valueName: "rev"))
  var against: [String] = []

  @Flag(help: "Renumber every spec of this branch whose ID means something else elsewhere.")
  var allCollisions = false

  @Option(help: ArgumentHelp("The spec root.", valueName: "path"))
  var root: String?

  @OptionGroup var writing: WriterOptions

  func validate() throws {
    if allCollisions && spec != nil {
      throw ValidationError("--all-collisions names the specs itself; leave out \(spec ?? "")")
    }
    if !allCollisions && spec == nil {
      throw ValidationError("name a spec by its ID or path, or give --all-collisions")
    }
  }

  func run() throws {
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: Surroundings.environment)
    let lock = writing.dryRun ? nil : try AllocationLock(repository)
    defer { lock?.release() }
    let allocation = try Allocation(repository, root: root)
    let others = try OtherPlaces(allocation, against: against)
    var movers = Movers(
      allocation, PathArgument(top: repository.layout.workTree, prefix: repository.prefix()))
    let sides = try Sides(allocation, others.own, bases: others.bases())
    if let spec {
      try movers.add(spec, new: new)
      if new != nil { try others.requireFree(movers.moves) }
    } else {
      let answer = try others.collisions()
      for trouble in answer.troubles { Talk.say("note: \(Terminal.safe(trouble))") }
      let published = try PlaceList.published(repository)
      try movers.addDuplicates(sides, published: published, onDefault: try others.isOnDefault())
      try movers.addCollisions(answer.collisions, published: published)
    }
    let run = try RenumberRun(allocation, movers.moves, sides: sides)
    if !writing.dryRun { try run.apply() }
    try RenumberReport(run.plan, moves: movers.moves, left: movers.left, dryRun: writing.dryRun)
      .answer(as: writing.format, quiet: writing.talk.quiet)
    if allCollisions, !movers.left.isEmpty { throw ExitStatus.findings }
  }
}
