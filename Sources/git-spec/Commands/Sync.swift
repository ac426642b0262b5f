internal import ArgumentParser
internal import Git
internal import SpecSync

/// `git spec sync`: the server holds what the commits changed.
struct Sync: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Brings specs to the OmoiOS API, from what commits changed.",
    discussion: """
      Specs appear on the dashboard, and work is tracked there, once they are synced. What to send \
      comes from the difference between the last synced commit and this one; what a colleague \
      changed on the server is left alone and told.
      """,
    subcommands: [Diff.self, PushCommand.self, Status.self, Log.self])

  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff",
      abstract: "Shows what a push would send; changes nothing.")
    @OptionGroup var flags: SyncFlags
    func run() throws { try flags.run(isPush: false, command: "sync diff") }
  }

  struct PushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "push", abstract: "Sends what the commits changed.")
    @OptionGroup var flags: SyncFlags
    func run() throws { try flags.run(isPush: true, command: "sync push") }
  }
}

/// `git spec sync-specs`: designs and requirements only, as the workflow document has it.
struct SyncSpecs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync-specs",
    abstract: "Syncs designs and requirements only: `sync … --only specs`.",
    subcommands: [Diff.self, PushCommand.self])

  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "diff",
      abstract: "Shows what a push would send; changes nothing.")
    @OptionGroup var flags: SyncFlags
    func run() throws {
      try flags.run(isPush: false, command: "sync-specs diff", only: [.specs])
    }
  }

  struct PushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "push", abstract: "Sends what the commits changed.")
    @OptionGroup var flags: SyncFlags
    func run() throws {
      try flags.run(isPush: true, command: "sync-specs push", only: [.specs])
    }
  }
}
