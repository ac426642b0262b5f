internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec check`: judges specs.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Finds what is wrong with the specs.",
    discussion: """
      Judges the working tree, the index (--staged) or a commit (--rev). With --staged or --since \
      only what the change is answerable for is reported. Exits with 1 when there is an error.
      """)

  @OptionGroup var options: CheckOptions

  func run() throws { try CheckCommand(name: "check", options: options).run() }
}

/// `git spec validate`: `check` under the name that the workflow document uses.
struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Finds what is wrong with the specs; the workflow document's name for check.")

  @OptionGroup var options: CheckOptions

  func run() throws { try CheckCommand(name: "validate", options: options).run() }
}

/// What both commands do: judge, fix or show the fixes, print, and say by the status how it went.
struct CheckCommand {
  let name: String
  let options: CheckOptions

  func run() throws {
    let environment = Surroundings.environment
    let begin = Surroundings.milliseconds
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: environment)
    let place = PathArgument(top: repository.layout.workTree, prefix: repository.prefix())
    let root = try options.root.map(place.fromTop)
    let session = CheckSession(
      workspace: Workspace(
        repository, onlyRoots: root.map { [$0] } ?? [],
        showsProgress: !options.talk.quiet && Surroundings.isTerminal(2)),
      options: options, environment: environment, place: place)
    if options.diff { return try showFixes(session) }
    let result = try options.fix ? FixRun(session: session).run() : session.run()
    if options.talk.verbose {
      let roots = result.snapshot.roots.keys.sorted().joined(separator: ", ")
      Talk.say("read through \(repository.backendName); spec roots: \(Terminal.safe(roots))")
      Talk.say("judged \(result.report.checkedCount) of \(result.report.specCount) specs")
    }
    if !options.talk.quiet { result.branches?.tellTroubles() }
    if !options.talk.quiet, let sentence = result.report.switchedOff.sentence {
      Talk.say("note: \(Terminal.safe(sentence)) in this change")
    }
    let printed = PrintedReport(
      command: name, report: result.report, text: result.text(of:),
      milliseconds: Surroundings.milliseconds - begin,
      usesColor: options.talk.color.usesColor(on: 1, environment), isQuiet: options.talk.quiet)
    try print(printed, result)
    if !result.couldWrite { throw ExitStatus.trouble }
    if fails(result.report) { throw ExitStatus.findings }
  }

  private func fails(_ report: Report) -> Bool {
    report.count(.error) > 0 || options.strict && report.count(.warning) > 0
  }

  private func print(_ printed: PrintedReport, _ result: CheckRun.Result) throws {
    let report = printed.report
    if options.format == .text, options.talk.quiet, report.findings.isEmpty { return }
    if options.format == .text, name == "validate", !options.talk.quiet, !fails(report) {
      Talk.answer(success(result.snapshot))
      if report.findings.isEmpty { return }
    }
    let text = try printed.rendered(as: options.format)
    if options.format == .github {
      Talk.answer(text, obeying: GitHubReport.levels)
    } else {
      Talk.answer(text)
    }
  }

  /// The words that the workflow document promises.
  private func success(_ snapshot: LoadedSnapshot) -> String {
    var counts: [KindName: Int] = [:]
    for path in snapshot.specPaths {
      if let kind = snapshot.kind(at: path) { counts[kind, default: 0] += 1 }
    }
    let kinds = Schema.builtIn.kinds.map(\.name)
    let own = counts.keys.filter { !kinds.contains($0) }.sorted { $0.rawValue < $1.rawValue }
    var lines = ["✓ Validation passed!"]
    for kind in kinds + own {
      if let count = counts[kind] {
        lines.append("- \(TextReport.counted(count, Terminal.safe(kind.rawValue))) validated")
      }
    }
    lines += ["- All dependencies resolved", "- All references valid"]
    return lines.joined(separator: "\n") + "\n"
  }

  private func showFixes(_ session: CheckSession) throws {
    let result = try session.run()
    let plan = try FixPlan(
      result.report, includingUnsafe: options.unsafeFixes,
      within: FixRun(session: session).isIncluded(), content: result.snapshot.bytes(of:))
    Talk.answer(try FixPreview(plan).text(session.workspace.repository))
    if plan.postponed > 0 {
      let fixes = plan.postponed == 1 ? "fix" : "fixes"
      Talk.say("\(plan.postponed) more \(fixes) would follow in a second round of --fix")
    }
    if !plan.changes.isEmpty { throw ExitStatus.findings }
  }
}

extension Repository {
  /// The current folder from the top of the working tree, as git gives it; empty at the top.
  func prefix() -> String {
    layout.workTree.flatMap { Surroundings.directory.dropPrefix($0 + "/") } ?? ""
  }
}
