internal import ArgumentParser
internal import Specs

/// `git spec merge-driver %O %A %B %L %P %S %X %Y`: called by git for a file that both sides changed.
struct MergeDriver: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge-driver",
    abstract: "Merges one spec; called by git, which `git spec install` tells to.")

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("What git gives: %O %A %B %L %P %S %X %Y.", valueName: "arg"))
  var arguments: [String] = []

  func run() throws {
    // The words are passed through, and these two are for people.
    if arguments.contains(where: ["-h", "--help"].contains) { throw CleanExit.helpRequest(self) }
    throw Self.run(arguments)
  }

  /// What git is told by the exit status.
  enum Status: Int32, Error {
    case clean = 0
    /// Conflicts are marked in the file.
    case conflict = 1
    /// Nothing was written: the command line that `install` registers lets git try.
    case failed = 129
  }

  /// Merges; no error comes out, because any other status would be taken for a conflict.
  static func run(_ arguments: [String]) -> Status {
    do {
      return try merge(arguments)
    } catch {
      Talk.say("git-spec: \(Terminal.safe(Failure(error).brief))")
      return .failed
    }
  }

  private static func merge(_ arguments: [String]) throws -> Status {
    guard arguments.count >= 5 else {
      throw Failure(
        .usage, "merge-driver needs what git gives: %O %A %B %L %P",
        hints: ["`git spec install` registers it"])
    }
    let environment = Surroundings.environment
    let path = arguments[4]
    let surroundings = MergeSurroundings(
      directory: Surroundings.directory, environment: environment, path: path)
    let request = MergeRequest(
      files: MergeSides(base: arguments[0], ours: arguments[1], theirs: arguments[2]), path: path,
      markers: Markers(
        style: surroundings.style ?? .merge,
        size: Int(arguments[3]).flatMap { $0 > 0 ? min($0, 10_000) : nil } ?? Markers.usualSize,
        labels: labels(arguments.dropFirst(5))),
      settings: surroundings.settings)
    let answer = try request.run()
    if answer.result.method != .binary, answer.result.bytes != answer.ours {
      try AtomicFile.replace(Array(request.files.ours.utf8), with: answer.result.bytes)
    }
    if environment["GIT_SPEC_QUIET"] != "1" {
      for trouble in surroundings.troubles { Talk.say("git-spec: \(Terminal.safe(trouble))") }
    }
    if answer.result.method == .binary || environment["GIT_SPEC_QUIET"] != "1",
      let line = MergeReport(answer).line
    {
      Talk.say("git-spec: \(line)")
    }
    return answer.result.isClean ? .clean : .conflict
  }

  /// Ancestor's, ours and theirs; git before 2.44 leaves the two characters of each as they are.
  private static func labels(_ words: ArraySlice<String>) -> MergeSides<String> {
    func label(_ index: Int, _ literal: String, _ usual: String) -> String {
      let place = words.startIndex + index
      guard place < words.endIndex, words[place] != literal, !words[place].isEmpty else {
        return usual
      }
      return words[place]
    }
    let usual = Markers.usualLabels
    return MergeSides(
      base: label(0, "%S", usual.base), ours: label(1, "%X", usual.ours),
      theirs: label(2, "%Y", usual.theirs))
  }
}
