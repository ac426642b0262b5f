internal import Git
internal import Specs

/// Whether `git diff` shows specs by their fields; nobody has to have it, so it is only told.
extension Diagnosis {
  func diffing() throws -> [Check] {
    func told(_ message: String, _ mend: String? = "git spec install --diff") -> [Check] {
      [Check(name: "diff", state: .told, message: message, mend: mend)]
    }
    let command = try repository.run(["config", "--get", "diff.spec.textconv"])
    guard command.status == 0 else {
      return told("`git diff` shows specs line by line; naming each line's field is optional")
    }
    guard DiffSettings.isOurs(command.line) else {
      return told("diff.spec.textconv does not call `git-spec textconv`", nil)
    }
    let other = try repository.run(["config", "--get", "diff.spec.command"])
    if other.status == 0 {
      return told("diff.spec.command goes before git-spec: \(other.line)", nil)
    }
    let binary = DiffSettings.binary(in: command.line)
    if let binary, !Surroundings.isExecutable(binary),
      Surroundings.inPath("git-spec", environment) == nil
    {
      return told("its program \(binary) is gone, so `git diff` shows specs line by line")
    }
    let sample = "\(Schema.rootFolder)/tasks/TSK-001.md"
    let attribute = try repository.run(["check-attr", "diff", "--", .value(sample)])
    guard attribute.status == 0 else {
      throw Failure(
        .git, "git does not say which attributes specs have", causes: [attribute.error])
    }
    guard attribute.line.hasSuffix(": diff: spec") else {
      return told("registered, but no attribute gives it the specs")
    }
    if command.line != DiffSettings.command(binary) {
      return [
        Check(
          name: "diff", state: .armed, message: "armed, of another version",
          mend: "git spec install --diff")
      ]
    }
    return [Check(name: "diff", state: .armed, message: "armed", mend: nil)]
  }
}
