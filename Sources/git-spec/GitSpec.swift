internal import ArgumentParser
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The root command.
///
/// Each command says its name: the parser would make it of the type's, for all of them, at every start.
struct GitSpec: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "git-spec",
    abstract: "Keeps product specs in git correct at every commit.",
    usage: "git spec <command> [options]",
    version: Version.number,
    subcommands: [
      Check.self, Validate.self, Explain.self, Rules.self, SchemaCommand.self,
      Initialize.self, Install.self, Uninstall.self, Doctor.self,
      Show.self, Graph.self, BoardCommand.self, ReportCommand.self, Log.self, Export.self,
      Collisions.self, Next.self, New.self, Renumber.self,
      Sync.self, SyncSpecs.self, Projects.self, Project.self, APITrace.self,
      Hook.self, MergeDriver.self, MergeFileCommand.self, Textconv.self,
    ])
}

/// Parses the command line, runs the command, and turns what comes of it into an exit status.
@main
enum Main {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    // A file that may not grow further is a failure to tell of, not a death.
    signal(SIGXFSZ, SIG_IGN)
    let words = Array(CommandLine.arguments.dropFirst())
    do {
      // Hooks run many times an hour and have no options: the parser's 2 ms are saved.
      if words.first == "hook", words.count > 1, !words[1].hasPrefix("-") {
        try Hook.run(words[1], Array(words.dropFirst(2)))
      } else if words.first == "merge-driver", words.dropFirst().first?.hasPrefix("-") != true {
        // What git runs for each file of a merge; whatever goes wrong, its status must say so.
        throw MergeDriver.run(Array(words.dropFirst()))
      } else if KeptAnswer.commands.contains(words.first ?? ""), let answer = KeptAnswer.found() {
        Talk.answer(answer, asItIs: .kept)
        // Nothing is open: what libraries would tidy up, the system does in less time.
        _exit(ExitStatus.success.rawValue)
      } else {
        var command = try GitSpec.parseAsRoot(words)
        try command.run()
      }
    } catch let status as ExitStatus {
      exit(status.rawValue)
    } catch let status as MergeDriver.Status {
      exit(status.rawValue)
    } catch let code as ExitCode {
      exit(code.rawValue)
    } catch let error where isOfTheParser(error) {
      // ArgumentParser's own status for wrong usage is 64; ours is 2.
      let text = GitSpec.fullMessage(for: error)
      if GitSpec.exitCode(for: error) == .success {
        Talk.answer(text + "\n")
        exit(ExitStatus.success.rawValue)
      }
      if asksForJSON(words) {
        let failure = Failure(.usage, GitSpec.message(for: error), hints: [helpHint(words)])
        Talk.answer(FailureDocument.json(failure, command: commandName(words)))
      }
      Talk.write(text + "\n", to: 2)
      // Of a merge, 1 and 2 would be numbers of conflicts.
      exit(
        words.first == "merge-file"
          ? MergeDriver.Status.failed.rawValue : ExitStatus.usage.rawValue)
    } catch {
      let failure = Failure(error)
      if asksForJSON(words) {
        Talk.answer(FailureDocument.json(failure, command: commandName(words)))
      }
      Talk.write(failure.text, to: 2)
      exit(failure.kind.status.rawValue)
    }
    exit(ExitStatus.success.rawValue)
  }

  /// As the answer of the same command names it: `sync push` is one.
  private static func commandName(_ words: [String]) -> String {
    let hasTwo = ["sync", "sync-specs"].contains(words.first)
    return words.prefix(hasTwo ? 2 : 1).prefix { !$0.hasPrefix("-") }.joined(separator: " ")
  }

  /// Whether the answer was to be JSON, read off the words because they may not have been parsed.
  private static func asksForJSON(_ words: [String]) -> Bool {
    let options = words.prefix { $0 != "--" }
    return options.contains("--format=json")
      || zip(options, options.dropFirst()).contains { $0 == "--format" && $1 == "json" }
  }

  private static func helpHint(_ words: [String]) -> String {
    let command = words.first.map { $0.hasPrefix("-") ? "" : " \($0)" } ?? ""
    return "`git spec\(command) -h` shows how the command is used"
  }

  /// True for errors that ArgumentParser makes and knows how to word.
  private static func isOfTheParser(_ error: any Error) -> Bool {
    !(error is Failure) && GitSpec.exitCode(for: error) != .failure
      || error is ValidationError || error is CleanExit
  }
}
