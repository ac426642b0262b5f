internal import Git
internal import Specs

/// What can be said of one hook without running it.
extension Diagnosis {
  func hook(_ hook: HookName, _ folder: HooksFolder) -> Check {
    func missing(_ message: String, _ mend: String = "git spec install") -> Check {
      Check(name: hook.rawValue, state: .missing, message: message, mend: mend)
    }
    guard let text = folder.text(folder.file(hook)) else {
      if folder.isTaken(hook) {
        return missing(
          "what stands there cannot be read: a link that leads nowhere, or a folder",
          "rm -i '\(folder.file(hook))'; git spec install")
      }
      if hook.onlyTells,
        Managers.caller(of: .preCommit, in: repository.layout.workTree ?? "") != nil
      {
        return Check(
          name: hook.rawValue, state: .told, message: "not installed; it would only tell", mend: nil
        )
      }
      return missing("not installed in \(folder.path)")
    }
    guard case .ours = Shim.recognize(text) else { return foreign(hook, text, folder, missing) }
    guard folder.isExecutable(hook) else {
      return missing("not executable, so git skips it", "chmod +x '\(folder.file(hook))'")
    }
    if text.utf8.contains(0x0D) {
      return missing("its lines end with CRLF, so git cannot start it")
    }
    let binary = Self.binary(in: text)
    if let binary, !Surroundings.isExecutable(binary),
      Surroundings.inPath("git-spec", environment) == nil
    {
      return missing("its program \(binary) is gone")
    }
    if !text.contains("\(Shim.mark) \(Shim.version)") {
      return Check(
        name: hook.rawValue, state: .armed, message: "armed, of an older version",
        mend: "git spec install")
    }
    let kept = folder.isTaken(kept: hook) ? "; the hook that was there before runs first" : ""
    return Check(name: hook.rawValue, state: .armed, message: "armed\(kept)", mend: nil)
  }

  /// A hook of the user's own, or of another manager.
  private func foreign(
    _ hook: HookName, _ text: String, _ folder: HooksFolder, _ missing: (String, String) -> Check
  ) -> Check {
    guard folder.isExecutable(hook) else {
      return missing("not executable, so git skips it", "chmod +x '\(folder.file(hook))'")
    }
    if text.contains("spec hook \(hook.rawValue)") {
      return Check(
        name: hook.rawValue, state: .armed, message: "called by a hook of your own", mend: nil)
    }
    let top = repository.layout.workTree ?? folder.path
    if let file = Managers.caller(of: hook, in: top) {
      return Check(name: hook.rawValue, state: .armed, message: "called by \(file)", mend: nil)
    }
    let manager: String? =
      if case .manager(let name) = Shim.recognize(text) { name } else {
        Managers.owner(of: folder.path)
      }
    guard let manager else {
      return missing("the hook there does not call git-spec", "git spec install")
    }
    if hook.onlyTells {
      return Check(
        name: hook.rawValue, state: .told, message: "not called by \(manager); it would only tell",
        mend: nil)
    }
    return missing(
      "the hook there is \(manager)'s and does not call git-spec",
      "add `git-spec hook \(hook.rawValue)` to \(manager)'s settings; the README shows how")
  }

  /// The absolute path that a shim tries first.
  private static func binary(in text: String) -> String? {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("for spec in '") }),
      let end = line.dropFirst(13).firstRange(of: "' git-spec; do")?.lowerBound
    else { return nil }
    return String(
      line[line.index(line.startIndex, offsetBy: 13)..<end].replacing("'\\''", with: "'"))
  }
}
