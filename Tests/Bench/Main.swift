import FoundationEssentials
import Glibc

/// Measures git-spec against git and against other hook managers; prints ratios, judges nothing.
@main
enum Main {
  static func main() {
    do {
      try run()
    } catch {
      complain("bench: \(error)")
      exit(1)
    }
  }

  private static func run() throws {
    var words = Array(CommandLine.arguments.dropFirst())
    guard words.count >= 2 else {
      complain("usage: bench PROGRAM FOLDER [NAME…], or: bench PROGRAM FOLDER merge CORPUS")
      exit(2)
    }
    let place = Place(program: words.removeFirst(), folder: words.removeFirst())
    if words.count == 2, words[0] == "merge", words[1].contains("/") || words[1] == "." {
      return try MergeScore(place, corpus: words[1]).run()
    }
    for name in words.isEmpty
      ? ["commit", "check", "growth", "branches", "merge", "sync", "views", "peers", "limits"]
      : words
    {
      switch name {
      case "commit": try CommitBench(place).run()
      case "check": try CheckBench(place).run()
      case "growth": try GrowthBench(place).run()
      case "branches": try BranchBench(place).run()
      case "merge": try MergeBench(place).run()
      case "sync": try SyncBench(place).run()
      case "views": try ViewsBench(place).run()
      case "peers": try PeersBench(place).run()
      case "limits": try LimitBench(place).run()
      default:
        complain(
          "bench: there is no `\(name)`; it is commit, check, growth, branches, merge, sync, views, "
            + "peers or limits"
        )
        exit(2)
      }
    }
  }
}

/// The program that is measured, and a folder for repositories that goes away.
struct Place {
  let program: String
  let folder: String

  static let environment = [
    "HOME": "/nonexistent", "PATH": "/usr/local/bin:/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org", "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@example.org", "LC_ALL": "C",
  ]
}
