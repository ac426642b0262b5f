import TestSupport
import Testing

/// Both halves of the merge driver are set up, taken back to the byte, and diagnosed.
@Suite struct MergeSetupTests {
  private static let attribute = "**/.omoi_os/**/*.md merge=spec"

  private func repository(attributes: String? = nil, config: String = "") throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    if let attributes { try sandbox.write(".gitattributes", attributes) }
    try sandbox.write(".git/config", try sandbox.read(".git/config") + config)
    return sandbox
  }

  /// What was there comes back, however its lines end, and git reads what was added.
  @Test(arguments: [
    nil, "", "*.md text\n", "*.md text", "*.md text\r\n*.png binary\r\n", "# no end\r\n*.x -text",
  ])
  func takenBackToTheByte(attributes: String?) throws {
    for config in ["", "[user]\n\tname = Ann", "\n\n# note", "[merge \"other\"]\n\tdriver = x\n"] {
      let sandbox = try repository(attributes: attributes, config: config)
      let before = try sandbox.read(".git/config")
      #expect(try sandbox.spec("install").status == 0)
      #expect(
        try sandbox.git("check-attr", "merge", "--", "a/.omoi_os/b/c.md")
          == "a/.omoi_os/b/c.md: merge: spec\n")
      #expect(
        try sandbox.git("config", "merge.spec.driver").contains(
          "merge-driver %O %A %B %L %P %S %X %Y"))
      #expect(try sandbox.spec("install").output.hasPrefix("nothing to do"))
      #expect(try sandbox.spec("uninstall").status == 0)
      #expect(try sandbox.read(".git/config") == before)
      #expect(sandbox.exists(".gitattributes") == (attributes != nil))
      if let attributes { #expect(try sandbox.read(".gitattributes") == attributes) }
    }
  }

  @Test func linesOfOthersStay() throws {
    let sandbox = try repository()
    #expect(try sandbox.spec("install").status == 0)
    try sandbox.git("config", "merge.spec.recursive", "binary")
    try sandbox.git("config", "user.name", "Ann")
    try sandbox.write(".gitattributes", try sandbox.read(".gitattributes") + "*.png binary\n")
    let uninstall = try sandbox.spec("uninstall")
    #expect(uninstall.status == 0 && uninstall.error.contains("belongs to every clone"))
    #expect(try sandbox.read(".gitattributes") == "*.png binary\n")
    #expect(try sandbox.git("config", "merge.spec.recursive") == "binary\n")
    #expect(try sandbox.git("config", "user.name") == "Ann\n")
    #expect(try sandbox.tryGit(["config", "merge.spec.driver"]).status == 1)
  }

  /// A line that was there before is not install's to take away.
  @Test func aCommittedAttributeStays() throws {
    let sandbox = try repository(attributes: Self.attribute + "\n")
    #expect(try sandbox.spec("install").status == 0)
    #expect(try sandbox.spec("uninstall").status == 0)
    #expect(try sandbox.read(".gitattributes") == Self.attribute + "\n")
  }

  @Test func localAttributes() throws {
    let sandbox = try repository()
    try sandbox.shell("rm -rf .git/info")
    #expect(try sandbox.spec("install", "--local-attributes").status == 0)
    #expect(!sandbox.exists(".gitattributes"))
    #expect(try sandbox.read(".git/info/attributes") == Self.attribute + "\n")
    #expect(try sandbox.spec("doctor").status == 0)
    #expect(try sandbox.spec("uninstall").status == 0)
    #expect(!sandbox.exists(".git/info/attributes"))
  }

  @Test func anOlderRegistrationIsRenewed() throws {
    let sandbox = try repository()
    try sandbox.git("config", "merge.spec.driver", "git-spec merge-driver %O %A %B %L %P")
    let doctor = try sandbox.spec("doctor")
    #expect(doctor.output.contains("merge driver: armed, of another version"))
    let install = try sandbox.spec("install")
    #expect(install.output.contains("done: renew the merge driver in"))
    #expect(
      try sandbox.git("config", "--get-all", "merge.spec.driver").split(separator: "\n").count == 1)
    #expect(try sandbox.spec("doctor").output.contains("ok   merge driver: armed\n"))
  }

  /// A program whose path needs quotes for the shell, for git's configuration and for its percents.
  @Test func strangePlacesOfTheProgram() throws {
    let sandbox = try MergeDriverTests.diverged()
    let program = sandbox.folder + "/it's a \"100%O\" $place/git-spec"
    try sandbox.shell(
      "mkdir -p '\(sandbox.folder)/it'\\''s a \"100%O\" $place' && "
        + "ln -s '\(Sandbox.program)' '\(sandbox.folder)/it'\\''s a \"100%O\" $place/git-spec'")
    #expect(try sandbox.run(program, ["install", "-q", "--hooks", "pre-receive"]).status == 0)
    #expect(
      try sandbox.git("config", "merge.spec.driver").contains("100%%O\" $place/git-spec' git-spec;")
    )
    try sandbox.git("merge", "-q", "--no-edit", "side")
    #expect(try sandbox.read(MergeDriverTests.path) == MergeDriverTests.merged)
    #expect(try sandbox.spec("doctor").output.contains("ok   merge driver: armed\n"))
    try sandbox.remove(program)
    let doctor = try sandbox.spec("doctor")
    #expect(
      doctor.output.contains("NOT  merge driver: its program \(program) is gone"), "\(doctor)")
  }

  @Test func aConfigThatIsLockedIsNotTouched() throws {
    let sandbox = try repository()
    try sandbox.write(".git/config.lock", "")
    let before = try sandbox.read(".git/config")
    let install = try sandbox.spec("install")
    #expect(install.status == 3 && install.error.contains("is being changed by another process"))
    #expect(try sandbox.read(".git/config") == before)
  }

  /// What somebody else wrote is not changed, in whatever form it stands there.
  @Test(arguments: [
    "[merge \"spec\"]\n\tdriver = x \\\n\t\t%A y\n", "[merge \"spec\"] driver = x\n",
    "[merge \"spec\"]\n\tname = mine\n\tdriver = my %O %A %B\n",
    "[merge \"spec\"]\n\tdriver = \"foo \\\n[x] bar\"\n",
    "[merge \"spec\"]\n\tdriver = one\n[merge \"spec\"]\n\tdriver = two\n",
    "[user]\n\tname = foo \\\n", "[merge \"spec\"]\n\tdriver =\n",
  ])
  func aDriverThatIsNotOurs(config: String) throws {
    let sandbox = try repository(config: config)
    let before = try sandbox.read(".git/config")
    let install = try sandbox.spec("install")
    #expect(install.status == 2, "\(install)")
    #expect(try sandbox.read(".git/config") == before)
    #expect(!sandbox.exists(".gitattributes") && !sandbox.exists(".git/hooks/pre-commit"))
    #expect(try sandbox.spec("uninstall").output.hasPrefix("nothing to do"))
    #expect(try sandbox.read(".git/config") == before)
  }

  @Test(arguments: ["[merge \"spec\"]\n\trecursive = text\n", "[merge \"spec\"]\n# mine\n"])
  func aSectionWithoutADriver(config: String) throws {
    let sandbox = try repository(config: config)
    let before = try sandbox.read(".git/config")
    #expect(try sandbox.spec("install").status == 0)
    #expect(try sandbox.spec("install").output.hasPrefix("nothing to do"))
    #expect(try sandbox.spec("uninstall").status == 0)
    #expect(try sandbox.read(".git/config") == before)
  }

  @Test func keysThatGitWroteIntoOurSectionStay() throws {
    let sandbox = try repository()
    try sandbox.git("config", "merge.spec.driver", "old merge-driver %O %A %B %L %P")
    try sandbox.git("config", "merge.spec.recursive", "text")
    try sandbox.git("config", "user.name", "Ann")
    #expect(try sandbox.spec("install").status == 0)
    #expect(try sandbox.git("config", "--get-all", "merge.spec.driver").contains("for p in"))
    #expect(try sandbox.git("config", "merge.spec.recursive") == "text\n")
    #expect(try sandbox.spec("install").output.hasPrefix("nothing to do"))
    #expect(try sandbox.spec("uninstall").status == 0)
    #expect(try sandbox.git("config", "merge.spec.recursive") == "text\n")
    #expect(try sandbox.git("config", "user.name") == "Ann\n")
  }

  /// A worktree's own setting goes before what install writes, and is told.
  @Test func aWorktreeWithADriverOfItsOwn() throws {
    let sandbox = try repository()
    try sandbox.git("config", "extensions.worktreeConfig", "true")
    try sandbox.git("config", "--worktree", "merge.spec.driver", "foo %A")
    let install = try sandbox.spec("install")
    #expect(install.status == 0)
    #expect(install.error.contains("note: merge.spec.driver does not call"), "\(install)")
  }

  @Test func aLinkInThePlaceOfAttributesStopsAllOfIt() throws {
    let sandbox = try repository()
    try sandbox.shell("ln -s elsewhere .gitattributes")
    let before = try sandbox.read(".git/config")
    let install = try sandbox.spec("install")
    #expect(install.status == 3 && install.error.contains(".gitattributes is not a regular file"))
    #expect(try sandbox.read(".git/config") == before)
    #expect(!sandbox.exists(".git/hooks/pre-commit"))
  }

  // MARK: Diagnosis

  @Test func notRegistered() throws {
    let sandbox = try repository(attributes: Self.attribute + "\n")
    #expect(try sandbox.spec("install", "--hooks", "pre-commit").status == 0)
    try sandbox.git("config", "--unset", "merge.spec.driver")
    let doctor = try sandbox.spec("doctor")
    #expect(doctor.status == 1)
    #expect(
      doctor.output.contains("NOT  merge driver: not registered, so specs merge line by line\n"))
    try sandbox.git("config", "merge.spec.driver", "git-spec merge-driver %O %L %R")
    #expect(try sandbox.spec("doctor").output.contains("merge.spec.driver does not call"))
  }

  @Test func anotherAttributeWins() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.git("worktree", "add", "-q", "../linked")
    #expect(try sandbox.spec("doctor").output.contains("merge attributes: armed in 2 worktrees"))
    try sandbox.remove(".git/info/attributes")
    try sandbox.write(".gitattributes", Self.attribute + "\n")
    try sandbox.write(".omoi_os/.gitattributes", "*.md merge=union\n")
    let doctor = try sandbox.spec("doctor")
    #expect(doctor.status == 1)
    #expect(
      doctor.output.contains("repo: `merge` is union for .omoi_os/designs/TSK-001.md and "))
    #expect(doctor.output.contains("mend it with: git spec install --local-attributes"))
    #expect(try sandbox.spec("install", "--local-attributes").status == 0)
    #expect(try sandbox.spec("doctor").status == 0)
  }

  /// Attributes of one folder are asked for as well as those of all, and install says what it could
  /// not arm.
  @Test func aFolderOfItsOwn() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.remove(".git/info/attributes")
    try sandbox.write(".omoi_os/tickets/.gitattributes", "TKT-001.md -merge\n")
    let install = try sandbox.spec("install")
    #expect(install.status == 0)
    let gap = "repo: `merge` is unset for .omoi_os/tickets/TKT-001.md"
    #expect(install.error.contains(gap), "\(install)")
    #expect(install.error.contains("mend it with: git spec install --local-attributes"))
    #expect(try sandbox.spec("doctor").output.contains(gap))
    #expect(try sandbox.spec("install", "--local-attributes").error == "")
    #expect(try sandbox.spec("doctor").status == 0)
  }

  @Test func nothingIsDoneInADryRun() throws {
    let sandbox = try repository()
    let before = try sandbox.read(".git/config")
    let plan = try sandbox.spec("install", "--dry-run")
    #expect(plan.output.contains("would register the merge driver in"))
    #expect(plan.output.contains("would add `\(Self.attribute)` to"))
    #expect(try sandbox.read(".git/config") == before)
    #expect(!sandbox.exists(".gitattributes"))
  }
}
