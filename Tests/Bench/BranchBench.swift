import FoundationEssentials

/// What other branches cost: by the trees that differ, not by the number of refs.
struct BranchBench {
  private let place: Place
  init(_ place: Place) { self.place = place }

  func run() throws {
    try refs()
    try branches()
    try commits()
    try numbers()
  }

  private func collisions(_ repository: SampleRepository) throws -> Run {
    try Measure.run(
      [place.program, "collisions", "--format", "json"], in: repository.path, allowing: [0, 1])
  }

  private func refs() throws {
    let many = try SampleRepository(
      place.folder + "/many", specs: 10_000, .short, branches: 60, refs: 3000)
    let few = try SampleRepository(
      place.folder + "/few", specs: 10_000, .short, branches: 60, refs: 60)
    let pairs = try Pairs(9, { _ in try collisions(many) }, { _ in try collisions(few) })
    say("git spec collisions, 10,000 specs, 60 trees that differ in 20")
    say(pairs.line("  3,000 refs", "  60 refs"))
  }

  private func branches() throws {
    let repository = try SampleRepository(
      place.folder + "/many", specs: 10_000, .short, branches: 200)
    let pairs = try Pairs(
      9, { _ in try collisions(repository) },
      { _ in try Measure.run(["git", "ls-tree", "-r", "HEAD"], in: repository.path) })
    say("git spec collisions, 10,000 specs, 200 branches that differ in 20")
    say(pairs.line("  git spec collisions", "  git ls-tree -r HEAD"))
  }

  private func commits() throws {
    let many = try SampleRepository(
      place.folder + "/many", specs: 10_000, .short, branches: 20)
    let none = try SampleRepository(place.folder + "/few", specs: 10_000, .short)
    for repository in [many, none] {
      _ = try Measure.run([place.program, "install", "-q"], in: repository.path)
    }
    func commit(_ repository: SampleRepository, _ round: Int) throws -> Run {
      try repository.add(round)
      return try Measure.run(["git", "commit", "-qm", "Add"], in: repository.path)
    }
    let pairs = try Pairs(25, { try commit(many, $0) }, { try commit(none, $0) })
    say("git commit, 1 new spec among 10,000")
    say(pairs.line("  beside 20 branches", "  beside none"))
  }

  private func numbers() throws {
    let repository = try SampleRepository(
      place.folder + "/many", specs: 10_000, .short, branches: 20)
    let pairs = try Pairs(
      9, { _ in try Measure.run([place.program, "next", "task"], in: repository.path) },
      { _ in try Measure.run(["git", "rev-list", "--objects", "--all"], in: repository.path) })
    say("git spec next task, 10,000 specs, 20 branches")
    say(pairs.line("  git spec next", "  git rev-list --objects --all"))
  }
}
