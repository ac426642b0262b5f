internal import Frontmatter
internal import Git
internal import Specs
internal import SpecSync

/// What a run is asked for, from the command line, the environment and the settings.
struct SyncRequest {
  var revision: String?
  var from: String?
  var options = SyncOptions()
  var isFull = false
  var planFile: String?
  var state: String?
  var remote: String?
  var allowsBranch = false
  var project: String?
  /// Seconds to wait for another push to end.
  var patience = 60
}

/// The place that a run is about: a commit, a server's project, and where its state is.
struct SyncTarget {
  let repository: Repository
  let commit: ObjectID
  let project: String
  let host: String
  let remote: String?
  let settings: Settings.Sync
  /// The branch whose commits are synced.
  let branch: String

  init(
    _ request: SyncRequest, _ repository: Repository, host: String,
    environment: [String: String], planned: SyncPlan?
  ) throws {
    self.repository = repository
    self.host = host
    guard
      let project = request.project.flatMap({ $0.isEmpty ? nil : $0 })
        ?? environment.nonEmpty("OMOIOS_PROJECT_ID")
    else {
      throw Failure.noProject
    }
    self.project = project
    let revision = planned?.commit ?? request.revision ?? "HEAD"
    guard let commit = try repository.resolve(revision) else { throw Failure.noCommit(revision) }
    self.commit = commit
    let settings = try Self.settings(repository, commit)
    let branch: String? =
      if case .commit(_, let branch) = try repository.head() { branch } else { nil }
    remote = try Self.remote(request, settings, branch, repository)
    self.settings = settings
    self.branch = try settings.branch ?? Self.defaultBranch(repository, remote: remote)
    try Self.checkBranch(
      request, self.branch, branch, revision: revision, commit, repository, remote: remote,
      environment: environment)
  }

  /// The `sync:` settings of the topmost root, which speak for the repository.
  private static func settings(_ repository: Repository, _ commit: ObjectID) throws -> Settings.Sync
  {
    let path = RepositoryPath(text: "\(Schema.rootFolder)/\(Schema.settingsFile)")
    guard let file = try repository.file(path, in: commit, limit: SpecFile.sizeLimit) else {
      return Settings.Sync()
    }
    let content = SpecFile.Content(file)
    guard case .bytes(let bytes) = content else {
      throw Failure.brokenSettings(
        Settings.unreadable(content, path: path.text, root: Schema.rootFolder))
    }
    let (settings, findings) = Settings.parse(bytes, path: path.text, root: Schema.rootFolder)
    if let finding = findings.first { throw Failure.brokenSettings(finding) }
    return settings.sync
  }

  /// The named remote, else the branch's, else `origin`; nil when the repository has none.
  private static func remote(
    _ request: SyncRequest, _ settings: Settings.Sync, _ branch: String?, _ repository: Repository
  ) throws -> String? {
    func isConfigured(_ name: String) throws -> Bool {
      try repository.setting(.ending("remote.", "\(name).url")) != nil
    }
    if let named = request.remote {
      // Who types a command may name a place, too; an option is none.
      let isPlace = named.contains("/") && !named.hasPrefix("-")
      if try isPlace || isConfigured(named) { return named }
      if let state = request.state, state != "ref" { return nil }
      throw Failure(
        .usage, "there is no remote `\(named)`", hints: ["`git remote` lists those that there are"])
    }
    if let named = settings.remote {
      // Whoever wrote the settings need not be whoever runs this: what git goes to is for the owner of
      // the clone to say.
      if try isConfigured(named) { return named }
      throw Failure(
        .configuration, "the remote `\(named)` is not configured in this clone",
        causes: ["`sync: {remote}` in \(Schema.rootFolder)/\(Schema.settingsFile) names it"],
        hints: ["`git remote add \(named) URL` adds it; `--remote NAME` takes another one"])
    }
    if let branch, let remote = try repository.setting(.ending("branch.", "\(branch).remote")),
      remote != "."
    {
      return remote
    }
    return try repository.setting("remote.origin.url") != nil ? "origin" : nil
  }

  // MARK: Which branch

  /// The server has one state: only the main branch is to make it, unless told otherwise.
  private static func checkBranch(
    _ request: SyncRequest, _ wanted: String, _ branch: String?, revision: String,
    _ commit: ObjectID, _ repository: Repository, remote: String?, environment: [String: String]
  ) throws {
    if request.allowsBranch { return }
    let names = ["refs/heads/\(wanted)", "refs/remotes/\(remote ?? "origin")/\(wanted)"]
    let tips = try names.compactMap { try repository.resolve($0) }
    if tips.contains(commit) || branch == wanted && revision == "HEAD" { return }
    // A CI system checks out a commit without a branch; it says which one it is.
    let told = ["GITHUB_REF_NAME", "CI_COMMIT_BRANCH", "BUILDKITE_BRANCH", "CIRCLE_BRANCH"]
    if branch == nil, told.contains(where: { environment[$0] == wanted }) { return }
    for tip in tips where try repository.mergeBases(tip, commit).contains(commit) { return }
    throw Failure(
      .usage, "\(branch.map { "`\($0)`" } ?? "this commit") is not the branch that is synced",
      causes: ["that is `\(wanted)`: the server has one state, and it is that branch's"],
      hints: [
        "push from `\(wanted)`, or give --allow-branch",
        "`sync: {branch: NAME}` in \(Schema.rootFolder)/\(Schema.settingsFile) names another one",
      ])
  }

  private static func defaultBranch(_ repository: Repository, remote: String?) throws -> String {
    let name = "refs/remotes/\(remote ?? "origin")/HEAD"
    let answer = try repository.run(["symbolic-ref", "--quiet", "--short", "--", .value(name)])
    if answer.status == 0, let slash = answer.line.firstIndex(of: "/") {
      return String(answer.line[answer.line.index(after: slash)...])
    }
    for name in ["main", "master"] {
      if try repository.resolve("refs/heads/\(name)") != nil { return name }
      if try repository.resolve("refs/remotes/\(remote ?? "origin")/\(name)") != nil { return name }
    }
    return "main"
  }

  func store(_ request: SyncRequest, mayBeOffline: Bool) throws -> any StateStore {
    guard let text = request.state, text != "ref" else {
      return RefState(
        repository, remote: remote, branch: branch, host: host, project: project,
        mayBeOffline: mayBeOffline)
    }
    guard let path = text.dropPrefix("file:"), !path.isEmpty else {
      throw Failure(.usage, "--state is `ref` or `file:PATH`, not `\(text)`")
    }
    return FileState(path: path.hasPrefix("/") ? path : Surroundings.directory + "/" + path)
  }

  /// The journal of this project's pushes from this clone.
  var journalPath: String {
    func word(_ text: String) -> String {
      String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
    }
    return repository.layout.commonDirectory
      + "/git-spec/sync-\(word(host))-\(word(project)).journal"
  }
}

extension Failure {
  /// What cannot be read would be pushed, or described, by other rules than its owner wrote.
  static func brokenSettings(
    _ finding: Finding, so consequence: String = "nothing is synced"
  ) -> Failure {
    let place = "\(finding.path):\(finding.start.line)"
    return Failure(
      .configuration, "the settings are wrong, so \(consequence)",
      causes: [Terminal.safe("\(place): \(finding.message) [\(finding.code)]")],
      hints: ["`git spec check` shows the place"])
  }
}

extension SyncTarget {
  /// Whether what is to be synced has been overtaken: the server has a later commit, or the branch
  /// was rewritten and its new commits are there. A slow job must not bring back the old ones.
  func isOvertaken(by state: StoredState) throws -> Bool {
    guard let name = state.head.commit, let synced = ObjectID(hex: name), synced != commit else {
      return false
    }
    if try repository.hasObject(synced) {
      let bases = try repository.mergeBases(commit, synced)
      if bases.contains(commit) { return true }
      if bases.contains(synced) { return false }
    }
    return state.branchTip == synced
  }
}
