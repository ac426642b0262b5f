/// A whole `git commit` of one changed spec among 2,000, against a hook that does nothing.
struct CommitBench {
  private let place: Place
  init(_ place: Place) { self.place = place }

  func run() throws {
    for size in SampleRepository.Size.allCases {
      let ours = try SampleRepository(place.folder + "/ours", specs: 2000, size)
      let none = try SampleRepository(place.folder + "/none", specs: 2000, size)
      _ = try Measure.run([place.program, "install", "-q"], in: ours.path)
      try none.hook("pre-commit", "exit 0")
      let pairs = try Pairs(25, { try Self.commit(ours, $0) }, { try Self.commit(none, $0) })
      say("git commit, 1 of 2,000 specs \(size.words) changed")
      say(pairs.line("  with git-spec", "  with `exit 0`"))
    }
  }

  static func commit(_ repository: SampleRepository, _ round: Int) throws -> Run {
    try repository.change(round)
    return try Measure.run(["git", "commit", "-qm", "Change"], in: repository.path)
  }
}

/// How the cost of a commit grows with specs that it does not touch.
struct GrowthBench {
  private let place: Place
  init(_ place: Place) { self.place = place }

  func run() throws {
    say("git commit, 1 spec changed, by the number of specs")
    for count in [1000, 10_000, 100_000] {
      let ours = try SampleRepository(place.folder + "/ours", specs: count, .short)
      let none = try SampleRepository(place.folder + "/none", specs: count, .short)
      _ = try Measure.run([place.program, "install", "-q"], in: ours.path)
      try none.hook("pre-commit", "exit 0")
      let pairs = try Pairs(
        count > 50_000 ? 5 : 15, { try CommitBench.commit(ours, $0) },
        { try CommitBench.commit(none, $0) })
      say(pairs.line("  \(count) specs, with git-spec", "  with `exit 0`"))
    }
  }
}
