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
    guard command.line.contains("merge-driver %O %A %B %L %P") else {
      return check(
        .missing, "merge.spec.driver does not call `git-spec merge-driver %O %A %B %L %P`")
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

  private func attributes() throws -> Check {
    let places = try worktrees()
    var gaps: [String] = []
    var isOutdone = false
    for place in places {
      let paths = try roots(in: place).map { "\($0)/tasks/TSK-001.md" }
      let answer = try repository.run(
        (repository.layout.isBare ? [] : ["--work-tree=\(place)", "-C", place])
          + ["check-attr", "-z", "merge", "--"] + paths)
      guard answer.status == 0 else {
        throw Failure(.git, "git does not say which attributes specs have", causes: [answer.error])
      }
      let words = answer.output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      for index in stride(from: 2, to: words.count, by: 3) where words[index] != "spec" {
        isOutdone = isOutdone || words[index] != "unspecified" || place != directoryOfSpecs
        gaps.append("\(place): `merge` is \(words[index]) for \(words[index - 2])")
      }
    }
    guard let first = gaps.first else {
      return Check(
        name: "merge attributes", state: .armed,
        message: places.count > 1 ? "armed in \(places.count) worktrees" : "armed", mend: nil)
    }
    let more = gaps.count > 1 ? " and \(gaps.count - 1) more" : ""
    return Check(
      name: "merge attributes", state: .missing,
      message: "not everywhere, so specs merge line by line: \(first)\(more)",
      // A clone's own attributes go before those of any folder, in all its worktrees.
      mend: "git spec install" + (isOutdone ? " --local-attributes" : ""))
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

  /// Spec roots of a worktree as they are committed or staged here; the usual place without any.
  private func roots(in place: String) throws -> [String] {
    guard place == repository.layout.workTree else { return [Schema.rootFolder] }
    let roots = Set(try Workspace(repository).entries(of: .workingTree).map(\.root)).sorted()
    return roots.isEmpty ? [Schema.rootFolder] : roots
  }
}
