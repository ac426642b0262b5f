internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec install`: arms the hooks and the merge driver.
struct Install: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Installs the hooks where git looks for them, and the merge driver.",
    discussion: """
      Existing hooks are kept and run first. The driver goes into the repository's configuration, \
      the attribute that names it into .gitattributes, which should be committed.
      """)

  @Option(help: ArgumentHelp("Only these hooks (pre-commit,pre-push).", valueName: "list"))
  var hooks: String?

  @Flag(help: "Write into a hooks folder outside this repository, which others may share.")
  var global = false

  @Flag(help: "Name the driver in this clone's info/attributes instead of .gitattributes.")
  var localAttributes = false

  @Flag(
    help: "Also let `git diff`, `show` and `log -p` name the field of each line, in this clone.")
  var diff = false

  @OptionGroup var writing: WriterOptions

  func run() throws {
    let environment = Surroundings.environment
    let directory = Surroundings.directory
    let repository = try Repository.open(directory: directory, environment: environment)
    let folder = try HooksFolder(repository, directory: directory)
    let owner = Managers.owner(of: folder.path)
    guard owner != nil || folder.isInsideRepository || global else {
      throw Failure(
        .configuration, "the hooks folder \(folder.path) is outside this repository",
        causes: ["core.hooksPath leads there; other repositories may use it too"],
        hints: [
          "`git spec install --global` writes there all the same; repositories without specs are left alone",
          "or give this repository its own: `git config core.hooksPath .git/hooks`",
        ])
    }
    let binary = Surroundings.executable(environment)
    let setup = try MergeSetup(repository, directory: directory)
    var merging = try setup.install(binary: binary, localAttributes: localAttributes)
    merging += try DiffSetup(setup, repository)
      .install(binary: binary, isAsked: diff, after: merging)
    // Where another program makes the hooks, only the driver is ours to install.
    let names = owner == nil ? try chosen(isServer: repository.isServer) : []
    let plan = try Installation.install(names, in: folder, binary: binary, merging: merging)
    if !writing.dryRun {
      try plan.apply(
        mode: try repository.sharedMode(),
        stopAfter: environment["GIT_SPEC_TEST_STOP_AFTER"].flatMap { Int($0) })
    }
    let list = (names.map(\.rawValue) + ["merge driver"] + (diff ? ["diff driver"] : []))
      .joined(separator: ", ")
    try PlanReport(
      command: "install", dryRun: writing.dryRun, steps: plan.report, remarks: plan.remarks
    )
    .answer(
      as: writing.format, quiet: writing.talk.quiet,
      idle: "\(list) are installed",
      closing: "installed \(list); `git spec doctor` shows what is armed"
        + (setup.reachesOthers(merging)
          ? "; commit \(MergeSetup.sharedAttributes) for the other clones" : ""))
    if !writing.dryRun {
      let diagnosis = Diagnosis(
        repository: repository, environment: environment, directory: directory)
      for check in try diagnosis.merging() where check.state == .missing {
        Talk.say(
          "note: \(Terminal.safe(check.message))\n"
            + "  mend it with: \(Terminal.safe(check.mend ?? "git spec doctor"))")
      }
    }
    if let owner {
      Talk.say(Managers.snippet(owner))
      throw ExitStatus.findings
    }
  }

  private func chosen(isServer: Bool) throws -> [HookName] {
    guard let hooks else { return HookName.usual(isServer: isServer) }
    let names = try hooks.split(separator: ",").map { word -> HookName in
      let text = word.trimmingBlanks
      guard let hook = HookName(rawValue: text) else { throw Failure.unknownHook(text) }
      return hook
    }
    if names.isEmpty { throw Failure.unknownHook(hooks) }
    return HookName.allCases.filter(names.contains)
  }
}

/// `git spec uninstall`: takes back what install did.
struct Uninstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall",
    abstract: "Takes back what install did: hooks, merge and diff driver, attributes.")

  @Flag(help: "Also in a hooks folder outside this repository.")
  var global = false

  @OptionGroup var writing: WriterOptions

  func run() throws {
    let environment = Surroundings.environment
    let directory = Surroundings.directory
    let repository = try Repository.open(directory: directory, environment: environment)
    let folder = try HooksFolder(repository, directory: directory)
    let setup = try MergeSetup(repository, directory: directory)
    let merging = try setup.uninstall()
    let diffing = try DiffSetup(setup, repository).uninstall(after: merging)
    let plan = Installation.uninstall(in: folder, merging: merging + diffing)
    let answers = KeptAnswer.folders(of: repository)
    if merging.isEmpty, try MergeSetup.isShared(in: repository) {
      Talk.say("note: \(MergeSetup.sharedAttributes) names the driver and is left as it is")
    }
    guard folder.isInsideRepository || global || plan.steps.isEmpty else {
      throw Failure(
        .configuration, "the hooks folder \(folder.path) is outside this repository",
        hints: ["`git spec uninstall --global` takes the hooks away for all who use it"])
    }
    if !writing.dryRun {
      try plan.apply(
        mode: 0o755, stopAfter: environment["GIT_SPEC_TEST_STOP_AFTER"].flatMap { Int($0) })
      try KeptAnswer.remove(answers)
    }
    try PlanReport(
      command: "uninstall", dryRun: writing.dryRun, steps: plan.report,
      remarks: plan.remarks + (setup.reachesOthers(merging) ? [MergeSetup.sharedRemark] : [])
        + (answers.isEmpty ? [] : ["kept answers of show, graph and board go too"])
    )
    .answer(
      as: writing.format, quiet: writing.talk.quiet,
      idle: "no hook of git-spec is in \(folder.path), and no merge driver")
  }
}

extension Repository {
  /// The mode of a new script: what the umask leaves, more where the repository is shared.
  func sharedMode() throws -> UInt32 {
    let mode = try sharedPermissions()
    // Whoever may read a hook has to be able to run it: git skips it without a word else.
    return 0o500 | mode | (mode & 0o444) >> 2
  }

  private func sharedPermissions() throws -> UInt32 {
    let answer = try run(["config", "--get", "core.sharedRepository"])
    let open = 0o777 & ~Surroundings.umask
    switch answer.line.lowercased() {
    case "group", "true", "1": return open | 0o770
    case "all", "world", "everybody", "2": return open | 0o775
    case let text where text.hasPrefix("0") && text.count == 4:
      return open | (UInt32(text, radix: 8) ?? 0)
    default: return open
    }
  }
}
