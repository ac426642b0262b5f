import FoundationEssentials
import Glibc

/// What it costs to look: every view reads each header once.
struct ViewsBench {
  private let place: Place
  init(_ place: Place) { self.place = place }

  func run() throws {
    let small = try SampleRepository(place.folder + "/small", specs: 2_900, .short)
    let list = ["git", "ls-tree", "-r", "HEAD"]
    for words in [["show", "ready"], ["show", "ready", "--rev", "HEAD"]] {
      try compare(words, small, with: list, "2,400 tasks")
    }
    // Answers are kept of files that have rested.
    sleep(4)
    try compare(["show", "ready"], small, with: list, "2,400 tasks", isAgain: true)
    let large = try SampleRepository(place.folder + "/large", specs: 10_000, .short)
    for words in [
      ["show", "ready"], ["show", "tasks"], ["graph"], ["graph", "trace", "--format", "svg"],
      ["board"], ["export", "json"], ["report", "--no-branches"], ["report"],
    ] {
      try compare(words, large, with: ["git", "grep", "-c", "status"], "10,000 specs")
    }
  }

  /// Reading all files as they are is what git itself needs for that much.
  ///
  /// Asked again, while no file changes, a view has an answer that was kept.
  private func compare(
    _ words: [String], _ repository: SampleRepository, with other: [String], _ size: String,
    isAgain: Bool = false
  ) throws {
    let kept = repository.path + "/.git/git-spec-answers"
    let pairs = try Pairs(
      isAgain ? 25 : 9,
      { _ in
        if !isAgain { try? FileManager.default.removeItem(atPath: kept) }
        return try Measure.run([place.program] + words, in: repository.path)
      },
      { _ in try Measure.run(other, in: repository.path) })
    say("git spec \(words.joined(separator: " ")), \(size)\(isAgain ? ", asked again" : "")")
    say(pairs.line("  git spec", "  \(other.joined(separator: " "))"))
  }
}
