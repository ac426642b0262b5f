internal import ArgumentParser

/// When to colour the answer.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// Whether to colour what goes to a file descriptor, which then lets colours out; `NO_COLOR` rules `auto` only.
  func usesColor(on descriptor: Int32, _ environment: [String: String]) -> Bool {
    let isUsed = isUsed(on: descriptor, environment)
    if isUsed { Talk.allowColor(on: descriptor) }
    return isUsed
  }

  private func isUsed(on descriptor: Int32, _ environment: [String: String]) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
        && Surroundings.isTerminal(descriptor)
    }
  }
}

/// How much is said, and how it looks.
struct TalkOptions: ParsableArguments {
  @Option(help: "When to use colour: auto, always or never; NO_COLOR turns auto off.")
  var color: ColorChoice = .auto

  @Flag(name: .shortAndLong, help: "Say only what is wrong.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more.")
  var verbose = false
}

/// What every command that writes shares.
struct WriterOptions: ParsableArguments {
  @Flag(help: "Show what would be done, and do nothing.")
  var dryRun = false

  @Option(help: "How to print what is done: text or json.")
  var format: AnswerFormat = .text

  @OptionGroup var talk: TalkOptions
}
