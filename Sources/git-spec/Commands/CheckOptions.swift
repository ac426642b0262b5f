internal import ArgumentParser
internal import Git
internal import Specs

/// What `check` and `validate` share.
struct CheckOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Files or folders to report on.", valueName: "path"),
    completion: .file())
  var paths: [String] = []

  @Flag(help: "Judge the index: what the next commit would hold.")
  var staged = false

  @Option(help: ArgumentHelp("Judge a commit's tree.", valueName: "rev"))
  var rev: String?

  @Option(
    help: ArgumentHelp("Report only what the change since a commit answers for.", valueName: "rev"))
  var since: String?

  @Option(
    help: ArgumentHelp(
      "Compare IDs with a branch: one that means something else there is an error.",
      valueName: "rev"))
  var against: String?

  @Option(
    help: ArgumentHelp(
      "Judge what a merge with a revision would bring, without making it.", valueName: "rev"))
  var mergeWith: String?

  @Flag(help: "Let warnings fail the check as errors do.")
  var strict = false

  @Option(help: ArgumentHelp("Report only these rules or groups (S301,S1).", valueName: "codes"))
  var select: [String] = []

  @Option(help: ArgumentHelp("Do not report these rules or groups.", valueName: "codes"))
  var ignore: [String] = []

  @Flag(help: "Apply the safe fixes.")
  var fix = false

  @Flag(help: "With --fix or --diff: the unsafe fixes as well.")
  var unsafeFixes = false

  @Flag(help: "Show what --fix would change, and change nothing.")
  var diff = false

  @Option(help: ArgumentHelp("Judge only this spec root.", valueName: "path"))
  var root: String?

  @Option(help: "How to print the report.")
  var format: OutputFormat = .text

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if staged && rev != nil { throw ValidationError("--staged and --rev exclude each other") }
    if mergeWith != nil && (staged || since != nil || against != nil) {
      throw ValidationError(
        "--merge-with judges commits; leave out --staged, --since and --against")
    }
    if mergeWith != nil && (fix || diff) {
      throw ValidationError("--merge-with judges a merge that is not made; leave out --fix, --diff")
    }
    if unsafeFixes && !fix && !diff {
      throw ValidationError("--unsafe-fixes goes with --fix or --diff")
    }
    if fix && diff { throw ValidationError("--fix and --diff exclude each other") }
    if rev != nil && fix { throw ValidationError("--fix cannot change a commit; leave out --rev") }
    for word in words(select) + words(ignore) where Registry.code(named: word) == nil {
      throw ValidationError("no rule is named \(word); `git spec rules` lists them")
    }
    if diff && format != .text { throw ValidationError("--diff prints a diff; leave out --format") }
  }

  /// The codes that a list of codes, names and groups means.
  func codes(_ list: [String]) -> [String] { words(list).compactMap(Registry.code) }

  private func words(_ list: [String]) -> [String] {
    list.flatMap { $0.split(separator: ",") }.map(\.trimmingBlanks)
  }
}
