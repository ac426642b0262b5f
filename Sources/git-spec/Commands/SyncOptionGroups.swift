internal import ArgumentParser
internal import SpecSync

/// Where the server is and who we are; what every command that talks to it takes.
struct ServerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Address of the server; else OMOIOS_API_URL.", valueName: "url"))
  var apiURL: String?

  @Option(
    help: ArgumentHelp("Project on the server; else OMOIOS_PROJECT_ID.", valueName: "id"))
  var projectID: String?

  @Option(
    help: ArgumentHelp(
      "File that holds an access token; others cannot see it, unlike --token.", valueName: "path"))
  var tokenFile: String?

  @Option(
    help: ArgumentHelp(
      "Access token; better in OMOIOS_TOKEN, where `ps` does not show it.", valueName: "token"))
  var token: String?

  @Option(
    help: ArgumentHelp(
      "API key; better in OMOIOS_API_KEY. Today's servers refuse API keys.", valueName: "key"))
  var apiKey: String?
}

/// What `sync diff` and `sync push` take.
struct SyncFlags: ParsableArguments {
  @Option(help: ArgumentHelp("Sync this commit instead of HEAD.", valueName: "rev"))
  var rev: String?

  @Option(
    help: ArgumentHelp(
      "Compare with this commit instead of the last synced one.", valueName: "rev"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "Only these, with commas between: specs, tickets, tasks.", valueName: "parts"))
  var only: String?

  @Flag(help: "Look at every spec, not only at what changed.")
  var full = false

  @Flag(help: "End on the server what is gone here, as far as it can.")
  var prune = false

  @Option(help: ArgumentHelp("Allow so many deletions with --prune.", valueName: "n"))
  var maxDelete: Int?

  @Flag(help: "Take over items that the server has already, by ID in the title or by title.")
  var adopt = false

  @Flag(help: "Replace what was changed on the server.")
  var overwriteRemote = false

  @Option(
    help: ArgumentHelp("diff: write the plan to this file. push: do that plan.", valueName: "file"))
  var plan: String?

  @Option(help: ArgumentHelp("Where the sync state is: ref, or file:PATH.", valueName: "place"))
  var state: String?

  @Option(help: ArgumentHelp("Remote that holds the sync state.", valueName: "name"))
  var remote: String?

  @Flag(help: "Sync another branch than the one that is meant to be.")
  var allowBranch = false

  @Option(help: ArgumentHelp("Seconds to wait for another push to end.", valueName: "seconds"))
  var wait = 60

  @Option(
    help: ArgumentHelp(
      "Add a summary in Markdown to this file, such as $GITHUB_STEP_SUMMARY.", valueName: "file"))
  var summary: String?

  @OptionGroup var server: ServerOptions

  @Option(help: "How to print the answer: text or json.")
  var format: AnswerFormat = .text

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    _ = try parts()
    if let maxDelete, maxDelete < 0 { throw ValidationError("--max-delete is 0 or more") }
    if wait < 0 { throw ValidationError("--wait is 0 or more") }
    if full, from != nil { throw ValidationError("--full and --from exclude each other") }
  }

  private func parts() throws -> Set<SyncOptions.Part> {
    guard let only else { return Set(SyncOptions.Part.allCases) }
    let words = only.split(separator: ",").map { $0.filter { $0 != " " } }
    let found = try words.map { word in
      guard let part = SyncOptions.Part(rawValue: word) else {
        throw ValidationError("--only takes specs, tickets and tasks, not `\(word)`")
      }
      return part
    }
    guard !found.isEmpty else { throw ValidationError("--only names nothing") }
    return Set(found)
  }

  func request(only parts: Set<SyncOptions.Part>? = nil) throws -> SyncRequest {
    var request = SyncRequest()
    request.revision = rev
    request.from = from
    request.options.parts = try parts ?? self.parts()
    request.options.prunes = prune
    request.options.adopts = adopt
    request.options.overwritesRemote = overwriteRemote
    request.options.deletionLimit = maxDelete
    request.isFull = full
    request.planFile = plan
    request.state = state
    request.remote = remote
    request.allowsBranch = allowBranch
    request.project = server.projectID
    request.patience = wait
    return request
  }

  /// Runs a diff or a push and prints what came of it.
  func run(
    isPush: Bool, command: String, only parts: Set<SyncOptions.Part>? = nil
  ) throws {
    let environment = Surroundings.environment
    // Before anything is sent: a run that is done must not end in trouble over its report.
    if let summary { try FileBytes.append([], to: summary) }
    let isText = format == .text && !talk.quiet
    let answer = try SyncRun(
      request: try request(only: parts), server: server, environment: environment,
      isPush: isPush, showsProgress: !talk.quiet && Surroundings.isTerminal(2),
      say: { if isText { Talk.answer($0) } }
    ).run()
    for remark in answer.planned.remarks { Talk.say("note: \(Terminal.safe(remark))") }
    let report = SyncReport(answer: answer, command: command, isQuiet: talk.quiet)
    if let summary { try FileBytes.append(Array(report.markdown.utf8), to: summary) }
    Talk.answer(format == .json ? try report.json() : report.text)
    try end(report, answer.outcome)
  }

  private func end(_ report: SyncReport, _ outcome: SyncPush.Outcome?) throws {
    if let outcome {
      if let trouble = outcome.trouble { Talk.write(Failure(trouble).text, to: 2) }
      if let failure = outcome.unpublished { Talk.write(failure.text, to: 2) }
      if outcome.wasInterrupted {
        Talk.say("interrupted: run the same command again, and it goes on from here")
      }
      if let failure = outcome.trouble.map({ Failure($0) }) ?? outcome.unpublished {
        throw failure.kind.status
      }
    }
    if report.hasErrors { throw ExitStatus.findings }
  }
}
