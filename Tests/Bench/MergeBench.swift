import FoundationEssentials

/// The merge of one file, as git asks the driver for it, against `git merge-file`.
struct MergeBench {
  private let place: Place
  init(_ place: Place) { self.place = place }

  func run() throws {
    let repository = try SampleRepository(place.folder + "/merge", specs: 2000, .real)
    let folder = repository.path + "/files"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let start = try Pairs(
      25, { _ in try Measure.run([place.program, "--version"], in: folder) },
      { _ in try Measure.run(["git", "--version"], in: folder) })
    say(start.line("git-spec --version", "git --version"))
    for sample in Sample.allCases {
      let texts = sample.texts
      let bytes = texts.map(\.utf8.count).reduce(0, +)
      func files(_ names: [String]) throws {
        for (name, text) in zip(names, texts) {
          try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
      }
      let pairs = try Pairs(
        sample == .usual ? 40 : 15,
        { _ in
          try files(["O", "A", "B"])
          return try Measure.run(
            [
              place.program, "merge-driver", "O", "A", "B", "7", ".omoi_os/tasks/TSK-00001.md",
            ], in: folder, allowing: [0, 1])
        },
        { _ in
          try files(["O", "A", "B"])
          return try Measure.run(
            ["git", "merge-file", "-q", "A", "O", "B"], in: folder, allowing: [0, 1, 2, 3])
        })
      say("merge of \(sample.words), \(bytes / 1000) KB in three files")
      say(pairs.line("  merge driver", "  git merge-file"))
    }
  }

  enum Sample: CaseIterable {
    case usual, body, list

    var words: String {
      switch self {
      case .usual: "a usual spec"
      case .body: "a spec with a body of 1 MB"
      case .list: "a spec with a list of 10,000 entries"
      }
    }

    /// Base, ours, theirs: fields that only their meaning can merge, and body lines far apart.
    var texts: [String] {
      let count = self == .list ? 10_000 : 3
      let lines = self == .body ? 20_000 : 40
      func text(_ status: String, _ day: Int, _ skipped: Int, _ added: String, _ line: Int)
        -> String
      {
        var items = (1...count).filter { $0 != skipped }.map { "  - REQ-A-\(1000 + $0)" }
        items.append("  - REQ-A-\(added)")
        let body = (0..<lines).map { index in
          "Line \(index) of a body that goes on for a while, as bodies do\(index == line ? "!" : "")"
        }
        return """
          ---
          id: TSK-00001
          title: A task with a list
          status: \(status)
          updated: 2026-01-0\(day)
          ticket_id: TKT-001
          estimate: S
          type: implementation
          requirements:
          \(items.joined(separator: "\n"))
          ---
          # TSK-00001: A task with a list

          \(body.joined(separator: "\n"))

          """
      }
      return [
        text("pending", 1, 0, "0001", -1), text("in_progress", 3, 1, "0002", 1),
        text("done", 2, 2, "0003", lines - 2),
      ]
    }
  }
}
