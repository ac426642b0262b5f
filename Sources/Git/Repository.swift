/// A repository as values: answers come out, no handle does.
///
/// libgit2 answers where it can; what it refuses is asked of the git command, once and for all.
package final class Repository {
  var backend: any Backend
  let mayFallBack: Bool
  let directory: String
  let environment: [String: String]
  /// A folder whose objects are read: it is there as long as this repository.
  var keptFolder: TemporaryFolder?
  var foundPartialClone: PartialClone??
  var indexByFolder: [String: [TreeEntry]] = [:]
  var stateByFolder: [String: WorkingTreeState?] = [:]
  var stampByPath: [RepositoryPath: FileStamp] = [:]
  var keptObjects: [ObjectID: StoredObject] = [:]
  var keptBytes = 0

  package var layout: Layout { backend.layout }
  /// `libgit2` or `git`.
  package var backendName: String { backend.name }

  private init(
    _ backend: any Backend, mayFallBack: Bool, directory: String, environment: [String: String]
  ) {
    self.backend = backend
    self.mayFallBack = mayFallBack
    self.directory = directory
    self.environment = environment
  }

  /// Opens the repository that git would use in this folder and environment.
  ///
  /// `GIT_SPEC_BACKEND=git` or `libgit2` in the environment names the one way to read it.
  package static func open(
    directory: String, environment: [String: String]
  ) throws -> Repository {
    let choice = environment["GIT_SPEC_BACKEND"] ?? ""
    func command() throws -> Repository {
      Repository(
        try CommandBackend(directory: directory, environment: environment), mayFallBack: false,
        directory: directory, environment: environment)
    }
    switch choice {
    case "git": return try command()
    case "", "libgit2": break
    default:
      throw GitError(
        .generic, "open the repository", "GIT_SPEC_BACKEND is `\(choice)`",
        hints: ["set it to `git` or `libgit2`, or unset it"])
    }
    do {
      return Repository(
        try LibGit2Backend(directory: directory, environment: environment),
        mayFallBack: choice.isEmpty, directory: directory, environment: environment)
    } catch {
      guard choice.isEmpty else { throw error }
      return try command()
    }
  }

  /// Asks the backend; what libgit2 cannot answer is asked of git, and so is everything after.
  func ask<Answer>(_ question: (any Backend) throws -> Answer) throws -> Answer {
    do {
      return try question(backend)
    } catch let error as GitError where mayFallBack && backend is LibGit2Backend {
      if error.code == .unmerged || error.code == .malformed { throw error }
      backend = try CommandBackend(directory: directory, environment: environment)
      return try question(backend)
    }
  }

  // MARK: Revisions

  package func head() throws -> Head { try ask { try $0.head() } }

  /// The commit a revision comes to; nil when it comes to none.
  package func resolve(_ revision: String) throws -> ObjectID? {
    if let id = try ask({ try $0.resolve(revision) }) { return id }
    guard mayFallBack, backend is LibGit2Backend else { return nil }
    // libgit2 does not know every expression (`@~1`): git has the last word.
    return try CommandBackend(directory: directory, environment: environment).resolve(revision)
  }

  /// The commit an object is or tags; nil for trees and blobs; throws when it is missing.
  package func peelToCommit(_ id: ObjectID) throws -> ObjectID? {
    try ask { try $0.peelToCommit(id) }
  }

  package func hasObject(_ id: ObjectID) throws -> Bool { try ask { try $0.hasObject(id) } }

  package func commit(_ id: ObjectID) throws -> Commit { try onHistory { try $0.commit(id) } }

  /// Best common ancestors; none for unrelated histories.
  package func mergeBases(_ a: ObjectID, _ b: ObjectID) throws -> [ObjectID] {
    try onHistory { try $0.mergeBases(a, b) }
  }

  /// Commits reachable from some tips and from none of the others, newest first.
  package func commits(
    reachableFrom tips: [ObjectID], excluding: [ObjectID], limit: Int? = nil
  ) throws -> [Commit] {
    try onHistory { try $0.commits(reachableFrom: tips, excluding: excluding, limit: limit) }
  }

  /// Refs whose names begin with one of the prefixes (`refs/heads/`), by name.
  package func references(below prefixes: [String]) throws -> [Reference] {
    try ask { try $0.references(below: prefixes) }
  }

  /// libgit2 1.5 does not know where a shallow history ends, so git walks those.
  private func onHistory<Answer>(_ question: (any Backend) throws -> Answer) throws -> Answer {
    if isShallow, mayFallBack, backend is LibGit2Backend {
      backend = try CommandBackend(directory: directory, environment: environment)
    }
    return try ask(question)
  }

  /// True for a bare repository that nobody works in: one with linked worktrees is no server's.
  package var isServer: Bool {
    layout.isBare && !PlainFile.exists(layout.commonDirectory + "/worktrees")
  }

  package private(set) lazy var isShallow = PlainFile.exists(layout.commonDirectory + "/shallow")

  /// The other parents of a merge that is not committed yet.
  package func mergeHeads() throws -> [ObjectID] {
    guard let bytes = try PlainFile.read(layout.gitDirectory + "/MERGE_HEAD") else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .compactMap { ObjectID(hex: $0) }
  }

  // MARK: The git command

  /// Runs the git command in this repository; any exit status is an answer.
  package func run(_ arguments: [GitWord], input: [UInt8] = []) throws -> CommandResult {
    try command.run(arguments, input: input)
  }

  /// The git command at the top of the working tree, told where everything is.
  var command: GitCommand {
    GitCommand(
      directory: layout.workTree ?? directory,
      environment: RepositoryEnvironment.forChildren(of: layout, in: directory, environment))
  }

  func workingTree() throws -> WorkingTree {
    guard let top = layout.workTree else {
      throw GitError(.file, "read the working tree", "this repository is bare")
    }
    return WorkingTree(top: top, git: command)
  }
}
