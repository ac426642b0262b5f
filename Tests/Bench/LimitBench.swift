import FoundationEssentials

/// What small files can cost that were made to: each of a size and of twice that size, so that a
/// row shows how the time grows.
struct LimitBench {
  private let place: Place
  init(_ place: Place) { self.place = place }

  func run() throws {
    say("git spec hook pre-commit, inputs made to cost much, of a size and of twice that size")
    try row("kinds of the settings with a status each", 500) { count, repository in
      try repository.write(
        "config.yaml",
        "kinds:\n" + (0..<count).map { "  k\($0): {folder: f\($0)}\n" }.joined() + "status:\n"
          + (0..<count).map { "  k\($0): [a]\n" }.joined())
    }
    // Twice as many tasks are four times as many references.
    try row("tasks that all depend on all before them, one changed", 200, grows: 4) {
      count, repository in
      for number in 0..<count {
        try repository.write(task(number, dependsOn: (0..<number).map(id)))
      }
      try repository.shell("git add -A && git commit -qm Tasks")
      try repository.write(task(0, title: "Another"))
    }
    try row("unknown IDs in one list", 20_000) { count, repository in
      try repository.write(task(0, dependsOn: (1...count).map(id)))
    }
    try row("patterns of `ignore` beside as many findings", 400) { count, repository in
      try repository.write(
        "config.yaml",
        "ignore:\n"
          + (0..<count).map { "  - {path: \"tasks/old-\($0)*\", rules: [S301]}\n" }.joined())
      for number in 0..<count { try repository.write(task(number, dependsOn: ["TSK-9"])) }
    }
    try row("files with one ID", 2000) { count, repository in
      for number in 0..<count {
        try repository.write("tasks/TSK-10000-\(number).md", task(0).text)
      }
    }
    try pushes("pushed branches with a new spec each") { task($0) }
    try pushes("pushed branches that use one ID") { task(0, title: "Part \($0)") }
  }

  /// Tips are compared with each other, up to a limit of them.
  private func pushes(_ name: String, _ spec: (Int) -> (path: String, text: String)) throws {
    try row(name, 200, hook: "pre-push") { count, repository in
      try repository.shell("git commit -q --allow-empty -m Base")
      let zero = String(repeating: "0", count: 40)
      let stream = (0..<count).map { number -> String in
        let (path, text) = spec(number)
        return """
          commit refs/heads/b\(number)
          committer Ann <ann@example.org> 1700000000 +0000
          data 1
          m
          from refs/heads/main^0
          M 100644 inline .omoi_os/\(path)
          data \(text.utf8.count)
          \(text)

          """
      }.joined()
      try Data(stream.utf8).write(to: URL(fileURLWithPath: repository.path + "/.git/stream"))
      try repository.shell(
        "git fast-import --quiet < .git/stream && git update-ref refs/remotes/origin/main main && "
          + "git for-each-ref --format='%(refname) %(objectname) %(refname) \(zero)' 'refs/heads/b*' > .git/pushed"
      )
    }
  }

  private func row(
    _ name: String, _ size: Int, grows: Int = 2, hook: String = "pre-commit",
    _ write: (Int, SampleRepository) throws -> Void
  ) throws {
    let times = try [size, 2 * size].map { count -> Double in
      let repository = try SampleRepository(place.folder + "/limits", specs: 10, .short)
      try write(count, repository)
      try repository.shell("git add -A")
      let input = hook == "pre-push" ? ".git/pushed" : "/dev/null"
      let words = "'\(place.program)' hook \(hook) origin url < \(input)"
      let runs = try (0..<3).map { _ in
        try Measure.run(["sh", "-c", words], in: repository.path, allowing: [0, 1]).milliseconds
      }
      return Stats.median(runs)
    }
    say(
      "  \(size) \(name): \(Stats.number(times[0], 0)) ms; \(2 * size): "
        + "\(Stats.number(times[1], 0)) ms, \(Stats.number(times[1] / times[0], 1)) times as long "
        + "for \(grows) times the input")
  }

  private func id(_ number: Int) -> String { "TSK-\(10_000 + number)" }

  private func task(
    _ number: Int, title: String = "Part", dependsOn: [String] = []
  ) -> (path: String, text: String) {
    (
      "tasks/\(id(number)).md",
      """
      ---
      id: \(id(number))
      title: \(title)
      status: pending
      ticket_id: TKT-001
      estimate: S
      type: implementation
      dependencies:
        depends_on: [\(dependsOn.joined(separator: ", "))]
        blocks: []
      ---

      # \(id(number)): \(title)

      """
    )
  }
}

extension SampleRepository {
  fileprivate func write(_ file: (path: String, text: String)) throws {
    try write(file.path, file.text)
  }

  /// Writes a file below the spec root.
  fileprivate func write(_ relative: String, _ text: String) throws {
    let file = URL(fileURLWithPath: "\(path)/.omoi_os/\(relative)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}
