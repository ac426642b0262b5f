internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec merge-file`: the driver's merge by hand.
struct MergeFileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge-file",
    abstract: "Merges three versions of a spec, like the merge driver does.",
    discussion: """
      Writes the result over OURS. Exits with 0 when the merge is clean, with 1 when it has \
      conflicts, which are marked, and with 129 or more when nothing was written.
      """)

  @Flag(
    name: [.customShort("p"), .customLong("stdout")], help: "Print the result; leave OURS as it is."
  )
  var printsResult = false

  @Flag(name: .shortAndLong, help: "Do not say in a line what was decided.")
  var quiet = false

  @Option(
    help: ArgumentHelp("How often a marker's character stands in a row, 1 to 1000.", valueName: "n")
  )
  var markerSize: Int = Markers.usualSize

  @Option(
    help: "How conflicts are shown: merge, diff3 or zdiff3; else as merge.conflictStyle says.")
  var conflictStyle: Markers.Style?

  @Option(
    name: .customShort("L"), parsing: .singleValue,
    help: ArgumentHelp(
      "A label for conflicts: the first for OURS, then BASE, then THEIRS; else ours, base, theirs.",
      valueName: "label"))
  var labels: [String] = []

  @Option(help: "Where the spec lies in the repository, which says of which kind it is.")
  var path: String?

  @Option(help: ArgumentHelp("Settings to go by instead of the repository's.", valueName: "file"))
  var config: String?

  @Flag(help: "Say field by field what was taken from where, and why.")
  var explain = false

  @Option(help: "How to explain: text, or json, which leaves OURS as it is.")
  var format: AnswerFormat = .text

  @Argument(help: ArgumentHelp("Our version, where the result goes.", valueName: "ours"))
  var ours: String

  @Argument(help: ArgumentHelp("What both sides started from; may be empty.", valueName: "base"))
  var base: String

  @Argument(help: ArgumentHelp("Their version.", valueName: "theirs"))
  var theirs: String

  func validate() throws {
    guard labels.count <= 3 else { throw ValidationError("-L can be given three times at most") }
    guard (1...1000).contains(markerSize) else {
      throw ValidationError("--marker-size is a number from 1 to 1000")
    }
  }

  func run() throws {
    do {
      throw try merge()
    } catch let status as MergeDriver.Status {
      throw status
    } catch {
      if format == .json {
        Talk.answer(FailureDocument.json(Failure(error), command: "merge-file"))
      }
      Talk.write(Failure(error).text, to: 2)
      throw MergeDriver.Status.failed
    }
  }

  private func merge() throws -> MergeDriver.Status {
    let surroundings = try surroundings()
    for trouble in surroundings.troubles where !quiet {
      Talk.say("git-spec: \(Terminal.safe(trouble))")
    }
    let request = MergeRequest(
      files: MergeSides(base: base, ours: ours, theirs: theirs), path: path,
      markers: Markers(
        style: conflictStyle ?? surroundings.style ?? .merge, size: markerSize, labels: sideLabels),
      settings: surroundings.settings)
    let explains = explain || format == .json
    let answer = try request.run(explains: explains)
    let report = MergeReport(answer)
    if format == .json {
      Talk.answer(try report.json())
    } else {
      if printsResult {
        Talk.answer(answer.result.bytes, asItIs: .merged)
      } else if answer.result.bytes != answer.ours,
        try !AtomicFile.replace(Array(ours.utf8), holding: answer.ours, with: answer.result.bytes)
      {
        throw Failure(
          .file, "\(ours) changed while it was merged; nothing was written", hints: ["try again"])
      }
      if explain {
        Talk.write(report.explanation, to: 2)
      } else if !quiet, let line = report.line {
        Talk.say("git-spec: \(line)")
      }
    }
    return answer.result.isClean ? .clean : .conflict
  }

  private var sideLabels: MergeSides<String> {
    let usual = Markers.usualLabels
    return MergeSides(
      base: labels.count > 1 ? labels[1] : usual.base, ours: labels.first ?? usual.ours,
      theirs: labels.count > 2 ? labels[2] : usual.theirs)
  }

  /// The repository's settings where there is one; those of `--config` instead of its own.
  private func surroundings() throws -> MergeSurroundings {
    var surroundings = MergeSurroundings()
    let (directory, environment) = (Surroundings.directory, Surroundings.environment)
    do {
      let repository = try Repository.open(directory: directory, environment: environment)
      surroundings.read(repository, path: path ?? place(of: ours, in: repository))
    } catch let error as GitError where error.code == .noRepository || error.code == .notFound {
      // Three files can be merged anywhere.
    }
    guard let config else { return surroundings }
    surroundings.read(try FileBytes.contents(config), config)
    return surroundings
  }

  /// A file's path from the top of the working tree; nil outside of it.
  private func place(of file: String, in repository: Repository) -> String? {
    guard let top = repository.layout.workTree else { return nil }
    let real = Surroundings.real(file.hasPrefix("/") ? file : Surroundings.directory + "/" + file)
    return real.dropPrefix(top + "/")
  }
}

extension Markers.Style: ExpressibleByArgument {}
