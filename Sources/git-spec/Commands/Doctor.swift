internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec doctor`: what is armed, what is not, and the command that mends it.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Says what is armed and what is not; exits with 1 when something is not.")

  @Option(help: "How to print the answer: text or json.")
  var format: AnswerFormat = .text

  @OptionGroup var talk: TalkOptions

  func run() throws {
    let environment = Surroundings.environment
    let directory = Surroundings.directory
    let repository = try Repository.open(directory: directory, environment: environment)
    let checks = try Diagnosis(
      repository: repository, environment: environment, directory: directory
    ).checks()
    switch format {
    case .json: Talk.answer(try JSONText.text(DoctorDocument(checks: checks)))
    case .text:
      for check in checks where !talk.quiet || check.state == .missing {
        let word = check.state == .armed ? "ok  " : check.state == .told ? "--  " : "NOT "
        Talk.answer("\(word) \(Terminal.safe("\(check.name): \(check.message)"))\n")
        if let mend = check.mend { Talk.answer("     mend it with: \(Terminal.safe(mend))\n") }
      }
    }
    if checks.contains(where: { $0.state == .missing }) { throw ExitStatus.findings }
  }
}

struct DoctorDocument: Encodable {
  let schemaVersion = 1
  let command = "doctor"
  let checks: [Diagnosis.Check]
}

/// What can be known about a repository's state without changing it.
struct Diagnosis {
  enum State: String, Encodable { case armed, missing, told }
  struct Check: Encodable {
    let name: String
    let state: State
    let message: String
    let mend: String?

    /// Every key is there, with null for what needs no mending.
    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(name, forKey: .name)
      try values.encode(state, forKey: .state)
      try values.encode(message, forKey: .message)
      try values.encode(mend, forKey: .mend)
    }
    private enum CodingKeys: CodingKey { case name, state, message, mend }
  }

  let repository: Repository
  let environment: [String: String]
  let directory: String

  func checks() throws -> [Check] {
    try program() + bareness() + roots() + hooks() + merging() + diffing() + syncing()
  }

  /// A `core.bare` that some tool left behind turns a repository with files into a bare one.
  private func bareness() throws -> [Check] {
    guard repository.isServer, repository.layout.gitDirectory.hasSuffix("/.git"),
      try repository.run(["config", "--bool", "--get", "core.bare"]).line == "true"
    else { return [] }
    return [
      Check(
        name: "core.bare", state: .missing,
        message: "true, though the repository lies in a folder named .git: git sees no files here",
        mend: "git config core.bare false")
    ]
  }

  private func program() throws -> [Check] {
    let git = try repository.run(["version"]).line
    var checks = [
      Check(
        name: "program", state: .told,
        message: "git-spec \(Version.number), \(git), reading through \(repository.backendName)",
        mend: nil)
    ]
    if Surroundings.inPath("git-spec", environment) == nil {
      checks.append(
        Check(
          name: "PATH", state: .told,
          message: "git-spec is not in PATH, so `git spec` works only by its full path", mend: nil))
    }
    return checks
  }

  private func roots() throws -> [Check] {
    let source: Snapshot
    if repository.layout.isBare {
      guard case .commit(let head, _) = try repository.head() else { return [] }
      source = .commit(head)
    } else {
      source = .workingTree
    }
    let roots = Set(try Workspace(repository).entries(of: source).map(\.root)).sorted()
    return [
      roots.isEmpty
        ? Check(
          name: "spec roots", state: .told, message: "none; hooks let everything through",
          mend: repository.layout.isBare ? nil : "git spec init")
        : Check(
          name: "spec roots", state: .armed, message: roots.joined(separator: ", "), mend: nil)
    ]
  }

  private func hooks() throws -> [Check] {
    let folder = try HooksFolder(repository, directory: directory)
    var checks = HookName.usual(isServer: repository.isServer).map { hook($0, folder) }
    let configured = try repository.run(["config", "--get", "core.hooksPath"]).line
    if !configured.isEmpty, !configured.hasPrefix("/"), !configured.hasPrefix("~"),
      !repository.layout.isBare
    {
      let count = try repository.run(["worktree", "list", "--porcelain"]).text
        .split(separator: "\n").filter { $0.hasPrefix("worktree ") }.count
      if count > 1 {
        checks.append(
          Check(
            name: "core.hooksPath", state: .told,
            message:
              "`\(configured)` is relative: in each of the \(count) worktrees it means that worktree's own folder",
            // A linked worktree's own folder goes away with it.
            mend: repository.layout.gitDirectory == repository.layout.commonDirectory
              ? "git config core.hooksPath \"\(folder.path)\"" : nil))
      }
    }
    return checks
  }
}
