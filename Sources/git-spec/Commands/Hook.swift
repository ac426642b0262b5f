internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec hook NAME [ARG…]`: what the hook shims call.
struct Hook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hook",
    abstract: "Judges what a git hook is about to let through; called by the hooks.")

  @Argument(
    help: ArgumentHelp(
      "pre-commit, pre-merge-commit, pre-push, post-merge or pre-receive.", valueName: "name"))
  var name: String

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("What git gave to the hook.", valueName: "arg"))
  var arguments: [String] = []

  func run() throws { try Self.run(name, arguments) }

  static func run(_ name: String, _ arguments: [String]) throws {
    guard let hook = HookName(rawValue: name) else {
      throw Failure.unknownHook(name)
    }
    let environment = Surroundings.environment
    if environment["GIT_SPEC"] == "0" {
      Talk.say("git-spec: \(name) skipped (GIT_SPEC=0)")
      return
    }
    try HookRun(
      hook: hook, arguments: arguments, environment: environment, directory: Surroundings.directory
    ).run()
  }
}
