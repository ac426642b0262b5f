/// `check --rev HEAD` of 10,000 specs against git reading the same blobs.
struct CheckBench {
  /// What the Python tool that came before took for a spec, as its users measured it.
  private static let oldMillisecondsForEach = 0.45

  private let place: Place
  init(_ place: Place) { self.place = place }

  func run() throws {
    let count = 10_000
    for size in SampleRepository.Size.allCases {
      let repository = try SampleRepository(place.folder + "/whole", specs: count, size)
      try repository.shell("git ls-tree -r HEAD .omoi_os | cut -d' ' -f3 | cut -f1 > .git/blobs")
      let pairs = try Pairs(
        9,
        { _ in
          try Measure.run([place.program, "check", "--rev", "HEAD", "-q"], in: repository.path)
        },
        { _ in
          try Measure.run(["sh", "-c", "git cat-file --batch < .git/blobs"], in: repository.path)
        })
      say("check --rev HEAD of \(count) specs \(size.words)")
      say(pairs.line("  git-spec", "  git cat-file --batch of the same blobs"))
      let each = Stats.median(pairs.a.map(\.milliseconds)) / Double(count)
      let old = Self.oldMillisecondsForEach
      say(
        "    \(Stats.number(each, 4)) ms a spec; the tool that came before took \(old) ms: "
          + "\(Stats.number(old / each, 0)) times as long")
    }
  }
}
