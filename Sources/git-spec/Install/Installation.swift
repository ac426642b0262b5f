#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Git
internal import Specs

/// The steps that arm a repository, or disarm it: planned as values, then shown or done.
struct Installation {
  enum Step: Equatable {
    case makeFolder
    /// Gives the existing hook its second name.
    case keep(HookName)
    case write(HookName, text: String, isUpgrade: Bool)
    case restore(HookName, hasKept: Bool)
    case removeFolder
    case change(TextFile.Change)
  }

  let folder: HooksFolder
  let steps: [Step]
  /// Words for the user that are no steps: other managers, hooks that are not ours.
  let remarks: [String]

  // MARK: Planning

  static func install(
    _ hooks: [HookName], in folder: HooksFolder, binary: String?, merging: [TextFile.Change]
  ) throws -> Installation {
    var steps: [Step] = []
    var remarks: [String] = []
    var managed: [String: [HookName]] = [:]
    let makesFolder = !folder.exists && !hooks.isEmpty
    let madeFolder =
      makesFolder
      || HookName.allCases.contains {
        folder.text(folder.file($0)).map(Shim.recognize) == .ours(madeFolder: true)
      }
    if makesFolder { steps.append(.makeFolder) }
    for hook in hooks {
      let text = Shim.text(hook, binary: binary, madeFolder: madeFolder)
      guard let old = folder.text(folder.file(hook)) else {
        if folder.isTaken(hook) {
          throw Failure(
            .file, "\(folder.file(hook)) cannot be read, so it cannot be kept",
            causes: ["it is a link that leads nowhere, a folder, or not readable"],
            hints: ["look at it, remove it if nobody needs it, then `git spec install` again"])
        }
        steps.append(.write(hook, text: text, isUpgrade: false))
        continue
      }
      switch Shim.recognize(old) {
      case .ours:
        if old != text || !folder.isExecutable(hook) {
          steps.append(.write(hook, text: text, isUpgrade: true))
        }
      case .manager(let name):
        managed[name, default: []].append(hook)
        steps += [.keep(hook), .write(hook, text: text, isUpgrade: false)]
      case .other: steps += [.keep(hook), .write(hook, text: text, isUpgrade: false)]
      }
    }
    steps += merging.map(Step.change)
    remarks += managed.sorted { $0.key < $1.key }.map { Managers.remark($0.key, $0.value) }
    return Installation(folder: folder, steps: steps, remarks: remarks)
  }

  static func uninstall(
    in folder: HooksFolder, merging: [TextFile.Change]
  ) -> Installation {
    var steps = merging.map(Step.change)
    var remarks: [String] = []
    var madeFolder = false
    for hook in HookName.allCases {
      let hasKept = folder.isTaken(kept: hook)
      guard let text = folder.text(folder.file(hook)) else {
        // Somebody removed the shim by hand; the hook from before still waits for its place.
        if hasKept, !folder.isTaken(hook) { steps.append(.restore(hook, hasKept: true)) }
        continue
      }
      if case .ours(let made) = Shim.recognize(text) {
        madeFolder = madeFolder || made
        steps.append(.restore(hook, hasKept: hasKept))
      } else if hasKept {
        remarks.append(
          "\(folder.file(hook)) is no longer git-spec's; it and \(folder.kept(hook)) are left as they are"
        )
      }
    }
    if madeFolder { steps.append(.removeFolder) }
    return Installation(folder: folder, steps: steps, remarks: remarks)
  }

  // MARK: Doing

  /// Does every step; each leaves a repository in which git works.
  ///
  /// `stopAfter` ends the process after that many steps: tests show by it that any half is sound.
  func apply(mode: mode_t, stopAfter: Int? = nil) throws {
    if folder.exists { folder.removeLeftovers() }
    for (number, step) in steps.enumerated() {
      if number == stopAfter { kill(getpid(), SIGKILL) }
      switch step {
      case .makeFolder: try folder.make()
      case .keep(let hook): try folder.keep(hook)
      case .write(let hook, let text, _): try folder.write(text, as: hook, mode: mode)
      case .restore(let hook, _): try folder.restore(hook)
      case .removeFolder: folder.removeIfEmpty()
      case .change(let change): try change.apply()
      }
    }
  }

  /// The steps for printing, in words that fit a plan and a deed alike.
  var report: [PlanReport.Step] {
    steps.map { step in
      switch step {
      case .makeFolder:
        PlanReport.Step(action: "make", path: folder.path, description: "make \(folder.path)")
      case .keep(let hook):
        PlanReport.Step(
          action: "keep", path: folder.kept(hook),
          description:
            "keep the existing \(hook.rawValue) as \(hook.rawValue)\(Shim.keptSuffix); it goes on to run first"
        )
      case .write(let hook, _, let isUpgrade):
        PlanReport.Step(
          action: isUpgrade ? "renew" : "write", path: folder.file(hook),
          description: "\(isUpgrade ? "renew" : "write") \(folder.file(hook))")
      case .restore(let hook, let hasKept):
        PlanReport.Step(
          action: hasKept ? "restore" : "remove", path: folder.file(hook),
          description: hasKept
            ? "put \(folder.file(hook)) back as it was" : "remove \(folder.file(hook))")
      case .removeFolder:
        PlanReport.Step(
          action: "remove", path: folder.path,
          description: "remove \(folder.path) if nothing else is in it")
      case .change(let change):
        PlanReport.Step(
          action: change.action, path: change.path, description: change.description)
      }
    }
  }
}

extension HooksFolder {
  func isTaken(_ hook: HookName) -> Bool { exists(file(hook)) }
  func isTaken(kept hook: HookName) -> Bool { exists(kept(hook)) }
  func isExecutable(_ hook: HookName) -> Bool { access(file(hook), X_OK) == 0 }

  private func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }
}

/// Other programs that manage hooks, and what to put into their settings.
enum Managers {
  /// The program that makes a hooks folder anew whenever it likes; nil for a plain folder.
  static func owner(of folder: String) -> String? {
    folder.split(separator: "/").contains(".husky") ? "husky" : nil
  }

  /// The settings file at the top that calls git-spec for a hook; nil when none does.
  static func caller(of hook: HookName, in top: String) -> String? {
    let files =
      [".pre-commit-config.yaml", ".husky/\(hook.rawValue)", ".lefthook/\(hook.rawValue)/git-spec"]
      + ["lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml"]
    return files.first { file in
      guard let bytes = FileBytes.read("\(top)/\(file)") else { return false }
      let text = String(decoding: bytes, as: UTF8.self)
      return text.contains("spec hook \(hook.rawValue)")
        // The hooks that this project ships for pre-commit.
        || file.hasPrefix(".pre-commit")
          && hook.shippedName.map { text.contains("id: \($0)") } == true
    }
  }

  static func snippet(_ name: String) -> String {
    switch name {
    case "husky":
      """
      husky writes this folder anew; add git-spec to its own files instead:
        echo 'git spec hook pre-commit "$@"' >> .husky/pre-commit
        echo 'git spec hook pre-merge-commit "$@"' >> .husky/pre-merge-commit
        echo 'git spec hook pre-push "$@"' >> .husky/pre-push
        echo 'git spec hook post-merge "$@"' >> .husky/post-merge
        echo 'git spec hook post-checkout "$@"' >> .husky/post-checkout
      """
    case "lefthook":
      """
      lefthook may write its hooks anew; to be safe add to lefthook.yml:
        pre-commit: {commands: {git-spec: {run: git spec hook pre-commit}}}
        pre-merge-commit: {commands: {git-spec: {run: git spec hook pre-merge-commit}}}
        pre-push: {scripts: {git-spec: {runner: sh, use_stdin: true}}}
      and a file .lefthook/pre-push/git-spec: git spec hook pre-push "$@"
      """
    default:
      """
      \(name) may write its hooks anew; to be safe add to .pre-commit-config.yaml:
        - repo: local
          hooks: [{id: git-spec, name: git-spec, entry: git-spec hook HOOK, language: system, pass_filenames: false, always_run: true, stages: [HOOK]}]
      once for each HOOK of pre-commit, pre-merge-commit and pre-push
      """
    }
  }

  static func remark(_ name: String, _ hooks: [HookName]) -> String {
    let list = hooks.map(\.rawValue).joined(separator: ", ")
    return "\(name)'s \(list) \(hooks.count == 1 ? "is" : "are") kept and run first. "
      + snippet(name)
  }
}
