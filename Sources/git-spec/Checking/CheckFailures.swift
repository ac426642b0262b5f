/// Reasons why a check could not be made.
extension Failure {
  static let noSpecRoot = Failure(
    .configuration, "there is no spec root here (no folder named `.omoi_os` in this repository)",
    hints: ["make one with `git spec init`"])

  static func noRoot(_ path: String) -> Failure {
    Failure(
      .configuration, "`\(path)` is not a spec root of this repository",
      hints: ["paths are taken from the current folder; without --root every root is looked at"])
  }

  static let bareNeedsRevision = Failure(
    .usage, "a bare repository has neither index nor working tree to check",
    hints: ["name a commit: `git spec check --rev HEAD`"])

  static func noCommit(_ revision: String) -> Failure {
    Failure(
      .usage, "`\(revision)` names no commit here",
      hints: ["`git log --oneline --all` lists commits"])
  }

  static func outside(_ path: String) -> Failure {
    Failure(.usage, "`\(path)` is outside this repository")
  }

  static func noSpecs(at path: String) -> Failure {
    Failure(
      .usage, "no file below a spec root is at `\(path)`",
      hints: ["paths are taken from the current folder"])
  }

  static func unknownHook(_ name: String) -> Failure {
    Failure(
      .usage, "`\(name)` is not a hook that git-spec knows",
      hints: ["known are: " + HookName.allCases.map(\.rawValue).joined(separator: ", ")])
  }
}
