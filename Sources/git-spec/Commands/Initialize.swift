#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec init`: makes a spec root.
struct Initialize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes a spec root: the five folders and a commented config.yaml.")

  @Option(help: ArgumentHelp("Where; a folder named .omoi_os.", valueName: "path"))
  var root: String?

  @OptionGroup var writing: WriterOptions

  func run() throws {
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: Surroundings.environment)
    guard let top = repository.layout.workTree else { throw Failure.bareNeedsWorkTree }
    let folder = try place(top)
    let folders = Schema.builtIn.kinds.map(\.folder).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let settings = "\(folder)/\(Schema.settingsFile)"
    var status = stat()
    if lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
      throw Failure(
        .file, "\(folder) is a symbolic link, and git does not look behind links",
        hints: ["put the folder itself here, or run `git spec init` where the link leads"])
    }
    var made: [String] = []
    if !writing.dryRun { try makeParents(of: folder, below: top) }
    for path in [folder] + folders.map({ "\(folder)/\($0)" }) where try missing(path, S_IFDIR) {
      made.append(path)
      if !writing.dryRun { try make(path) }
    }
    if try missing(settings, S_IFREG) {
      made.append(settings)
      if !writing.dryRun {
        try AtomicFile.replace(Array(settings.utf8), with: Array(SettingsTemplate.text.utf8))
      }
    }
    let steps = made.map { path in
      let name = path.dropPrefix(top + "/") ?? path
      return PlanReport.Step(action: "make", path: name, description: "make \(name)")
    }
    try PlanReport(command: "init", dryRun: writing.dryRun, steps: steps, remarks: [])
      .answer(as: writing.format, quiet: writing.talk.quiet, idle: "\(folder) is complete")
  }

  /// Folders on the way to a root further down, as `mkdir -p` makes them.
  private func makeParents(of folder: String, below top: String) throws {
    guard let rest = folder.dropPrefix(top + "/") else { return }
    var path = top
    for word in rest.split(separator: "/").dropLast() {
      path += "/" + word
      if try missing(path, S_IFDIR) { try make(path) }
    }
  }

  private func make(_ folder: String) throws {
    guard mkdir(folder, 0o777) == 0 else {
      throw Failure(.file, "cannot make \(folder)", causes: [String(cString: strerror(errno))])
    }
  }

  private func place(_ top: String) throws -> String {
    guard let root else { return "\(top)/\(Schema.rootFolder)" }
    let path = root.hasPrefix("/") ? root : "\(Surroundings.directory)/\(root)"
    guard path.split(separator: "/").last.map(String.init) == Schema.rootFolder else {
      throw Failure(
        .usage, "`\(root)` is not a spec root's name",
        hints: [
          "a root is a folder named \(Schema.rootFolder): `git spec init --root \(root)/\(Schema.rootFolder)`"
        ])
    }
    return path
  }

  /// Whether a path is free; something of another kind there is an error.
  private func missing(_ path: String, _ kind: mode_t) throws -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return true }
    guard status.st_mode & S_IFMT == kind else {
      throw Failure(
        .file, "\(path) is in the way: it is not a \(kind == S_IFDIR ? "folder" : "file")")
    }
    return false
  }
}

/// The settings file that init writes: everything in comments, so that it says nothing yet.
enum SettingsTemplate {
  static let text = """
    # Settings of this spec root. All of it may be left out; what is here adds to the defaults,
    # but for `status`, which replaces the workflow of a kind.
    # `git spec rules` lists the rules, `git spec explain S015` shows what can stand here.

    # rules:                       # error | warning | note | ignore, by code or group
    #   S306: ignore
    # ignore:                      # paths below this folder, and the rules not reported there
    #   - {path: "docs/old/**", rules: [S1]}
    # kinds:                       # kinds of your own
    #   epic: {folder: epics, prefix: EPC, required: [id, title, status]}
    # fields:                      # fields and values of your own
    #   ticket: {phase: {values: [alpha, beta]}}
    # status:                      # the workflow of a kind, in order
    #   ticket: [backlog, analyzing, building, testing, done]
    # merge:                       # when both sides of a merge changed a field
    #   sets: [owners]             # lists that are sets
    #   keyed_lists: {releases: version}  # lists of mappings, by the key that identifies them
    # ids:                         # IDs across branches
    #   refs: ["refs/pull/*"]      # compared with as branches are
    #   width: 4                   # digits of new numbers, 3 to 9; 3 without this
    # renumbered:                  # which ID became which; `git spec renumber` writes it
    #   OLD-ID: NEW-ID
    # hooks:
    #   each_commit: false         # true: pre-push judges every pushed commit, not only the last
    # sync:                        # with an OmoiOS server
    #   branch: main               # the branch that is synced
    #   remote: origin             # where the sync state is kept
    #   max_delete: 5              # deletions that one run may make
    #   status:                    # the server's word for a status, over the defaults
    #     task: {review: running}
    #   fields:                    # push | ignore
    #     ticket: {status: ignore}

    """
}

extension Failure {
  static let bareNeedsWorkTree = Failure(
    .usage, "a bare repository has no working tree to make files in")
}
