internal import Git
internal import Specs

/// Both halves of the merge driver: the configuration, and the attribute in every worktree.
extension Diagnosis {
  func merging() throws -> [Check] { [try driver(), try attributes()] }

  private func driver() throws -> Check {
    func check(_ state: State, _ message: String, _ mend: String? = "git spec install") -> Check {
      Check(name: "merge driver", state: state, message: message, mend: mend)
    }
    let command = try repository.run(["config", "--get", "merge.spec.driver"])
    guard command.status == 0 else {
      return check(.missing, "not registered, so specs merge line by line")
    }
    guard DriverSettings.isOurs(command.line) else {
      return check(.missing, "merge.spec.driver does not call `git-spec \(DriverSettings.call)`")
    }
    let binary = DriverSettings.binary(in: command.line)
    if let binary, !Surroundings.isExecutable(binary),
      Surroundings.inPath("git-spec", environment) == nil
    {
      return check(.missing, "its program \(binary) is gone")
    }
    if command.line != DriverSettings.command(binary) {
      return check(.armed, "armed, of another version")
    }
    return check(.armed, "armed", nil)
  }

  /// Whether every spec has the attribute, in the folders of every kind and in every worktree.
  func attributes() throws -> Check {
    let places = try worktrees()
    var gaps: [String] = []
    for place in places {
      let answer = try repository.run(
        (repository.layout.isBare
          ? [] : [.ending("--work-tree=", place), "-C", .place(place)])
          + ["check-attr", "--stdin", "-z", "merge"],
        input: Array(try paths(in: place).map { Array($0.utf8) }.joined(separator: [0])))
      guard answer.status == 0 else {
        throw Failure(.git, "git does not say which attributes specs have", causes: [answer.error])
      }
      let words = answer.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      for index in stride(from: 2, to: words.count, by: 3) where words[index] != "spec" {
        gaps.append("\(place): `merge` is \(words[index]) for \(words[index - 2])")
      }
    }
    func check(_ state: State, _ message: String, _ mend: String?) -> Check {
      Check(name: "merge attributes", state: state, message: message, mend: mend)
    }
    if let first = gaps.first {
      let more = gaps.count > 1 ? " and \(gaps.count - 1) more" : ""
      // A line that is there and does not count: a clone's own attributes go before all others.
      let isOutdone = try MergeSetup.isShared(in: repository)
      return check(
        .missing, "git does not merge every spec by its fields: \(first)\(more)",
        "git spec install" + (isOutdone ? " --local-attributes" : ""))
    }
    if let top = repository.layout.workTree,
      try MergeSetup.isShared(in: repository),
      try repository.run(["ls-files", "--error-unmatch", "--", .value(MergeSetup.sharedAttributes)])
        .status
        != 0
    {
      return check(
        .armed, "armed here; other clones do not have \(MergeSetup.sharedAttributes) yet",
        "git -C '\(top)' add \(MergeSetup.sharedAttributes)")
    }
    return check(
      .armed, places.count > 1 ? "armed in \(places.count) worktrees" : "armed", nil)
  }

  private var directoryOfSpecs: String { repository.layout.workTree ?? directory }

  /// Every worktree whose folder is there; the repository itself when it is bare.
  private func worktrees() throws -> [String] {
    if repository.layout.isBare { return [repository.layout.gitDirectory] }
    let all = try repository.run(["worktree", "list", "--porcelain", "-z"])
    let records = all.status == 0 ? all.output.split(separator: 0) : []
    let places = records.compactMap { String(decoding: $0, as: UTF8.self).dropPrefix("worktree ") }
      .filter { Surroundings.isFolder($0) }
    return places.isEmpty ? [directoryOfSpecs] : places
  }

  /// Every spec of the worktree at hand, and a name in each kind's folder of every root.
  private func paths(in place: String) throws -> [String] {
    let folders = Schema.builtIn.kinds.map(\.folder)
    let isHere = place == repository.layout.workTree
    let specs = isHere ? try Workspace(repository).entries(of: .workingTree) : []
    let roots = Set(specs.map(\.root)).union([Schema.rootFolder])
    let samples = roots.flatMap { root in folders.map { "\(root)/\($0)/TSK-001.md" } }
    return Set(samples + specs.map(\.path).filter { $0.hasSuffix(".md") }).sorted()
  }
}
