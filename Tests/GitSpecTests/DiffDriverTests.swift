import Foundation
import TestSupport
import Testing

/// `git diff` and its kin after `git spec install --diff`.
@Suite struct DiffDriverTests {
  private static let path = ".omoi_os/tasks/TSK-001.md"
  private static let attribute = "**/.omoi_os/**/*.md diff=spec"

  private static func task(
    _ dependsOn: [String] = ["TSK-002"], body: String = "Text.", status: String = "pending"
  ) -> String {
    Sample.task(status: status, dependsOn: dependsOn)
      + "\n## Plan\n\none\n\nNote: two\n\nthree\n\nfour\n\n\(body)\n"
  }

  /// A spec that is committed, changed and registered.
  private func changed(_ program: String = Sandbox.program) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try sandbox.write(Self.path, Self.task())
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Begin")
    let install = try sandbox.run(program, ["install", "--diff", "--local-attributes", "-q"])
    #expect(install.status == 0, "\(install)")
    try sandbox.write(
      Self.path, Self.task(["TSK-002", "TSK-004"], body: "More.", status: "done"))
    return sandbox
  }

  /// Lines of a diff that came, went, or begin a hunk.
  private func lines(_ diff: String) -> [String] {
    diff.split(separator: "\n").filter {
      ($0.hasPrefix("+") || $0.hasPrefix("-") || $0.hasPrefix("@@"))
        && !$0.hasPrefix("+++") && !$0.hasPrefix("---")
    }.map {
      $0.hasPrefix("@@") ? "@@" + ($0.split(separator: "@@").dropFirst().first ?? "") : String($0)
    }
  }

  private static let expected = [
    "@@", "- status: pending", "+ status: done", "+ dependencies.depends_on: TSK-004",
    "@@ ## Plan", "-Text.", "+More.",
  ]

  @Test func eachLineNamesItsField() throws {
    let sandbox = try changed()
    #expect(lines(try sandbox.git("diff")) == Self.expected)
    #expect(lines(try sandbox.git("diff", in: ".omoi_os/tasks")) == Self.expected)
    let raw = try sandbox.git("diff", "--no-textconv")
    #expect(raw.contains("-  depends_on: [TSK-002]\n+  depends_on: [TSK-002, TSK-004]"), "\(raw)")
    try sandbox.git("commit", "-qam", "Change", "--no-verify")
    #expect(lines(try sandbox.git("show")) == Self.expected)
    #expect(lines(try sandbox.git("log", "-p", "-1")) == Self.expected)
    try sandbox.git("worktree", "add", "-q", "../tree")
    #expect(lines(try sandbox.git("show", in: "../tree")) == Self.expected)
    try sandbox.write("../tree/" + Self.path, Self.task(status: "review"))
    #expect(try sandbox.git("diff", in: "../tree").contains("+ status: review"))
  }

  /// In the middle of a merge each side and the file with its marks look alike.
  @Test func conflictsShowWhatIsToBeDecided() throws {
    let sandbox = try changed()
    try sandbox.git("checkout", "-q", ".")
    try sandbox.git("checkout", "-qb", "side")
    try sandbox.write(Self.path, Self.task(status: "review").replacing(": S", with: ": M"))
    try sandbox.git("commit", "-qam", "Side", "--no-verify")
    try sandbox.git("checkout", "-q", "main")
    try sandbox.write(Self.path, Self.task(status: "pending").replacing(": S", with: ": L"))
    try sandbox.git("commit", "-qam", "Main", "--no-verify")
    #expect(try sandbox.tryGit(["merge", "-q", "side"]).status == 1)
    let lines = try sandbox.git("diff").split(separator: "\n").dropFirst(5).filter {
      !$0.hasPrefix("  ")
    }
    #expect(
      lines == [
        "-  status: pending", "+  status: review", "++<<<<<<< ours", " + estimate: L",
        "++=======", "+  estimate: M", "++>>>>>>> theirs",
      ])
  }

  /// Patches are made of the files as they are, and apply.
  @Test func patchesAreUntouched() throws {
    let sandbox = try changed()
    try sandbox.git("commit", "-qam", "Change", "--no-verify")
    let patch = try sandbox.git("format-patch", "-1", "--stdout")
    #expect(patch.contains("+  depends_on: [TSK-002, TSK-004]"))
    let text = try sandbox.read(Self.path)
    try sandbox.git("reset", "-q", "--hard", "HEAD~")
    try sandbox.git("apply", "-", input: patch)
    #expect(try sandbox.read(Self.path) == text)
  }

  @Test func nothingIsWritten() throws {
    let sandbox = try changed()
    let script =
      "git ls-files -s; sha256sum .git/index; find . -path ./.git/objects -prune -o -type f -print | sort; find .git/objects -type f | sort"
    let before = try sandbox.shell(script)
    try sandbox.git("--no-optional-locks", "diff")
    try sandbox.git("--no-optional-locks", "log", "-p")
    #expect(try sandbox.shell(script) == before)
  }

  /// git gives up when such a program fails; ours never does.
  @Test(arguments: [
    "exit 3", "echo half; exit 3", "echo half; kill -9 $$", "echo half; echo more >&2; exit 1",
    "sleep 0; exec /nonexistent",
  ])
  func aProgramThatFails(script: String) throws {
    let sandbox = try changed()
    let raw = try sandbox.git("diff", "--no-textconv").split(separator: "\n").filter {
      $0.hasPrefix("+") || $0.hasPrefix("-")
    }
    let config = try sandbox.read(".git/config")
    try sandbox.script(sandbox.folder + "/bin/failing", "#!/bin/sh\n\(script)\n")
    try sandbox.write(
      ".git/config",
      config.replacing(Sandbox.program, with: sandbox.folder + "/bin/failing"))
    let outcome = try sandbox.tryGit(["diff"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.output.split(separator: "\n").filter { $0.hasPrefix("+") || $0.hasPrefix("-") } == raw
    )
  }

  @Test func aProgramThatIsGone() throws {
    let link = NSTemporaryDirectory() + "/git-spec-\(UUID().uuidString)"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: Sandbox.program)
    let sandbox = try changed(link)
    #expect(lines(try sandbox.git("diff")) == Self.expected)
    try FileManager.default.removeItem(atPath: link)
    let outcome = try sandbox.tryGit(["diff"])
    #expect(outcome.status == 0 && outcome.error == "", "\(outcome)")
    #expect(outcome.output.contains("+  depends_on: [TSK-002, TSK-004]"))
    #expect(try sandbox.spec("doctor").output.contains("--   diff: its program \(link) is gone"))
    // One of that name in PATH takes its place.
    try sandbox.script(
      sandbox.folder + "/bin/git-spec", "#!/bin/sh\nexec '\(Sandbox.program)' \"$@\"\n")
    #expect(lines(try sandbox.git("diff")) == Self.expected)
  }

  @Test func strangePlacesOfTheProgram() throws {
    let sandbox = try Sandbox()
    let folder = sandbox.folder + "/it's a \"%s\" $place; #x"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/git-spec", withDestinationPath: Sandbox.program)
    let other = try changed(folder + "/git-spec")
    #expect(lines(try other.git("diff")) == Self.expected)
    #expect(try other.spec("doctor").output.contains("ok   diff: armed\n"))
  }

  /// What is no spec is compared as it is, to the byte.
  @Test(arguments: [
    "---\nid: [\n---\nx\n", "no header\n", "", "---\nid: A\n", "---\nid: A\n---\na\u{0}b\n",
    "\u{0}",
  ])
  func filesThatAreNoSpecs(text: String) throws {
    let sandbox = try changed()
    try sandbox.write(Self.path, text)
    #expect(try sandbox.tryGit(["diff"]).status == 0)
    let added = { (diff: String) in diff.split(separator: "\n").filter { $0.hasPrefix("+") } }
    #expect(
      added(try sandbox.git("diff"))
        == added(try sandbox.git("diff", "--text", "--no-textconv")))
    let plain = try sandbox.spec("textconv", Self.path)
    #expect(plain.status == 0 && plain.output == text)
    let strict = try sandbox.spec("textconv", "--specs-only", Self.path)
    #expect(strict.status == 1 && strict.output == "" && strict.error == "")
    let name = "\u{2D}dash.md"
    try sandbox.write(name, text)
    #expect(try sandbox.spec("textconv", "--", name).output == text)
  }

  @Test func bytesThatAreNoText() throws {
    let sandbox = try changed()
    let bytes = Data(Array("---\nid: A\nl: [x]\n---\n".utf8) + [0xFF, 0xFE, 0x0A])
    try sandbox.write("a.md", bytes)
    try sandbox.shell("'\(Sandbox.program)' textconv a.md > b")
    let expected = Data(Array("---\n id: A\n l: x\n---\n".utf8) + [0xFF, 0xFE, 0x0A])
    #expect(try Data(contentsOf: URL(fileURLWithPath: sandbox.path("b"))) == expected)
    expectRefused(try sandbox.spec("textconv", "none.md"), 3, "cannot read none.md")
  }

  // MARK: Setting up

  @Test(arguments: [nil, "", "*.md text\n", "*.md text", "# no end\r\n*.x -text"])
  func takenBackToTheByte(attributes: String?) throws {
    for config in ["", "[user]\n\tname = Ann", "\n\n# note", "[diff \"other\"]\n\ttextconv = x\n"] {
      for options in [["--diff"], ["--diff", "--local-attributes"]] {
        let sandbox = try Sandbox()
        try sandbox.git("init", "-q", ".")
        try sandbox.shell("rm -f .git/info/attributes")
        if let attributes { try sandbox.write(".git/info/attributes", attributes) }
        try sandbox.write(".git/config", try sandbox.read(".git/config") + config)
        let before = try sandbox.read(".git/config")
        let dry = try sandbox.run(Sandbox.program, ["install", "--dry-run"] + options)
        #expect(try sandbox.read(".git/config") == before)
        let install = try sandbox.run(Sandbox.program, ["install"] + options)
        #expect(install.status == 0, "\(install)")
        #expect(steps(dry.output) == steps(install.output) && !steps(dry.output).isEmpty)
        #expect(
          try sandbox.git("check-attr", "diff", "merge", "--", "a/.omoi_os/b/c.md")
            == "a/.omoi_os/b/c.md: diff: spec\na/.omoi_os/b/c.md: merge: spec\n")
        #expect(try sandbox.spec("doctor").output.contains("ok   diff: armed\n"))
        for again in [["install"] + options, ["install"] + options.dropFirst()] {
          let second = try sandbox.run(Sandbox.program, again)
          #expect(second.output.hasPrefix("nothing to do"), "\(second)")
        }
        let shared = sandbox.exists(".gitattributes") ? try sandbox.read(".gitattributes") : ""
        #expect(!shared.contains("diff"))
        #expect(try sandbox.spec("uninstall").status == 0)
        #expect(try sandbox.read(".git/config") == before)
        #expect(sandbox.exists(".git/info/attributes") == (attributes != nil))
        if let attributes { #expect(try sandbox.read(".git/info/attributes") == attributes) }
      }
    }
  }

  private func steps(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      for start in ["would ", "done: "] where line.hasPrefix(start) {
        return String(line.dropFirst(start.count))
      }
      return nil
    }
  }

  @Test func nobodyHasToHaveIt() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try sandbox.write(Self.path, Self.task())
    #expect(try sandbox.spec("install", "--local-attributes").status == 0)
    #expect(try sandbox.tryGit(["config", "diff.spec.textconv"]).status == 1)
    let doctor = try sandbox.spec("doctor")
    #expect(doctor.status == 0 && doctor.output.contains("--   diff: "), "\(doctor)")
    #expect(doctor.output.contains("git spec install --diff"))
  }

  @Test(arguments: [
    "[diff \"spec\"]\n\ttextconv = mine\n", "[diff \"spec\"]\n\txfuncname = \"^x\"\n",
    "[diff \"spec\"] command = x\n", "[diff \"spec\"]\n\ttextconv = a \\\n\t\tb\n",
    "[diff \"spec\"]\n\tbinary\n",
  ])
  func aDriverOfSomebodyElse(config: String) throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try sandbox.write(".git/config", try sandbox.read(".git/config") + config)
    let before = try sandbox.read(".git/config")
    let install = try sandbox.spec("install", "--diff")
    expectRefused(install, 2, "did not write", "git config --remove-section diff.spec")
    #expect(try sandbox.read(".git/config") == before && !sandbox.exists(".gitattributes"))
    // Without --diff it is nobody's business.
    #expect(try sandbox.spec("install", "-q").status == 0)
    #expect(try sandbox.spec("uninstall", "-q").status == 0)
    #expect(try sandbox.read(".git/config") == before)
  }

  @Test func linesOfOthersStay() throws {
    let sandbox = try changed()
    try sandbox.git("config", "diff.spec.wordRegex", "x+")
    try sandbox.write(
      ".git/info/attributes", try sandbox.read(".git/info/attributes") + "*.png binary\n")
    #expect(try sandbox.spec("uninstall").status == 0)
    #expect(try sandbox.git("config", "--get-regexp", "^diff") == "diff.spec.wordregex x+\n")
    #expect(try sandbox.read(".git/info/attributes") == "*.png binary\n")
  }

  @Test func anOlderRegistrationIsRenewed() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    try sandbox.git("config", "diff.spec.textconv", "git-spec textconv --specs-only")
    try sandbox.write(".git/info/attributes", Self.attribute + "\n")
    #expect(try sandbox.spec("doctor").output.contains("diff: armed, of another version"))
    #expect(try sandbox.spec("install").output.contains("done: renew the diff driver in"))
    #expect(try sandbox.spec("doctor").output.contains("ok   diff: armed\n"))
    // Its attribute was there before, so it stays.
    #expect(try sandbox.spec("uninstall").status == 0)
    #expect(try sandbox.read(".git/info/attributes") == Self.attribute + "\n")
  }

  @Test func bareRepositories() throws {
    let sandbox = try changed()
    try sandbox.git("commit", "-qam", "Change", "--no-verify")
    try sandbox.git("clone", "-q", "--bare", ".", "../bare.git")
    let before = try sandbox.read("../bare.git/config")
    #expect(try sandbox.spec("install", "--diff", "-q", in: "../bare.git").status == 0)
    #expect(lines(try sandbox.git("show", "main", in: "../bare.git")) == Self.expected)
    #expect(try sandbox.spec("uninstall", in: "../bare.git").status == 0)
    #expect(try sandbox.read("../bare.git/config") == before)
  }
}
