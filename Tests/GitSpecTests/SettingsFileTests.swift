import TestSupport
import Testing

/// `config.yaml` as a file: what cannot be read is a finding, and the defaults hold.
@Suite struct SettingsFileTests {
  static let path = ".omoi_os/config.yaml"

  private func repository(_ settings: String? = nil) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    for (path, text) in Sample.root { try sandbox.write(path, text) }
    if let settings { try sandbox.write(Self.path, settings) }
    return sandbox
  }

  @Test(arguments: [[], ["--staged"]])
  func aLinkIsNotFollowed(source: [String]) throws {
    let sandbox = try repository()
    try sandbox.write(".omoi_os/tasks/TSK-003.md", Sample.task("TSK-003", status: "pendign"))
    try sandbox.write("real.yaml", "rules: {S1: ignore}\n")
    try sandbox.shell("ln -s ../real.yaml \(Self.path); git add -A")
    let outcome = try sandbox.run(Sandbox.program, ["check"] + source)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("error[S015]"), "\(outcome)")
    #expect(outcome.output.contains("symbolic link"), "\(outcome)")
    #expect(outcome.output.contains("error[S105]"), "\(outcome)")
  }

  @Test func aHugeFileIsNotRead() throws {
    let sandbox = try repository()
    try sandbox.write(".omoi_os/tasks/TSK-003.md", Sample.task("TSK-003", status: "pendign"))
    try sandbox.shell(
      "{ echo 'rules: {S1: ignore}'; head -c 5300000 /dev/zero | tr '\\0' '#'; } > \(Self.path)")
    let outcome = try sandbox.spec("check")
    #expect(outcome.output.contains("error[S015]"), "\(outcome)")
    #expect(outcome.output.contains("larger than"), "\(outcome)")
    #expect(outcome.output.contains("error[S105]"), "\(outcome)")
  }

  private static let slip = "bogus: 1\n"

  @Test func selectAndIgnoreRuleTheSettingsToo() throws {
    let sandbox = try repository(Self.slip)
    #expect(try sandbox.spec("check").status == 1)
    #expect(try sandbox.spec("check", "--ignore", "S015").status == 0)
    #expect(try sandbox.spec("check", "--ignore", "S0").status == 0)
    #expect(try sandbox.spec("check", "--select", "S1,S2").status == 0)
    #expect(try sandbox.spec("check", "--select", "s015").status == 1)
  }

  @Test(arguments: [("warning", 0), ("ignore", 0), ("note", 0), ("error", 1)])
  func theSettingsWeighTheirOwnFindings(severity: String, status: Int32) throws {
    let sandbox = try repository("rules: {S015: \(severity)}\n" + Self.slip)
    let outcome = try sandbox.spec("check")
    #expect(outcome.status == status, "\(outcome)")
    #expect(outcome.output.contains("\(severity)[S015]") == (severity != "ignore"), "\(outcome)")
  }

  @Test func aChangedSettingsFileIsJudgedWithItsOwnRules() throws {
    let sandbox = try repository()
    try sandbox.git("add", "-A")
    try sandbox.git("commit", "-qm", "Begin")
    try sandbox.write(Self.path, "rules: {S015: warning}\n" + Self.slip)
    try sandbox.git("add", "-A")
    let outcome = try sandbox.spec("check", "--staged")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("warning[S015]"), "\(outcome)")
  }
}
