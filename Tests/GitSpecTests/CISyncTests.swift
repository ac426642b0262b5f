import Foundation
import TestSupport
import Testing

/// What CI runs after the main branch has moved, on checkouts as CI systems make them.
@Suite struct CISyncTests {
  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "scripts/ci-sync"
    ).path

  private static let task = ".omoi_os/tasks/TSK-002.md"

  enum Checkout: CaseIterable { case branch, detached, clone, gitlab }

  private let sandbox: Sandbox
  private let server: LocalServer

  init() throws {
    sandbox = try Sandbox.armed(nil)
    server = try LocalServer()
    try sandbox.shell(
      """
      git init -q --bare ../origin.git
      git remote add origin "file://$(cd ..; pwd)/origin.git"; git push -q --no-verify -u origin main
      """)
    // Not a link, through which a test might write.
    try sandbox.script("../bin/git-spec", "#!/bin/sh\nexec '\(Sandbox.program)' \"$@\"\n")
  }

  /// A folder with one commit, and the variables that go with it.
  private func checkOut(_ checkout: Checkout, _ folder: String = "ci") throws -> [String: String?] {
    var variables: [String: String?] = [
      "OMOIOS_API_URL": server.url, "OMOIOS_PROJECT_ID": LocalServer.project,
      "OMOIOS_TOKEN": LocalServer.token,
    ]
    // As actions/checkout and GitLab's runner do it.
    let begin = """
      rm -rf ../\(folder); sha=$(git rev-parse main); url=$(git remote get-url origin)
      git init -q ../\(folder); cd ../\(folder); git remote add origin "$url"
      """
    switch checkout {
    case .branch, .detached:
      let end =
        checkout == .branch
        ? "git checkout -q --force -B main refs/remotes/origin/main"
        : "git checkout -q --force --detach refs/remotes/origin/main"
      try sandbox.shell(
        """
        \(begin)
        git fetch -q --no-tags --depth=1 origin "+$sha:refs/remotes/origin/main"
        \(end)
        """)
      variables["GITHUB_ACTIONS"] = "true"
      variables["GITHUB_REF_NAME"] = "main"
      variables["GITHUB_STEP_SUMMARY"] = sandbox.folder + "/summary"
    case .clone:
      try sandbox.shell(
        "rm -rf ../\(folder); git clone -q --depth=1 \"$(git remote get-url origin)\" ../\(folder)")
    case .gitlab:
      try sandbox.shell(
        """
        \(begin)
        git fetch -q --depth=1 origin "+$sha:refs/pipelines/1" \
          "+refs/heads/main:refs/remotes/origin/main"
        git checkout -q --force --detach "$sha"
        """)
      variables["CI_COMMIT_BRANCH"] = "main"
    }
    return variables
  }

  private func sync(
    _ variables: [String: String?], _ arguments: [String] = [], in folder: String = "../ci"
  ) throws -> Outcome {
    try sandbox.run(Self.script, arguments, environment: variables, in: folder)
  }

  private func change(_ path: String, _ edit: String) throws {
    try sandbox.shell("sed -i '\(edit)' \(path); git commit -qam Change; git push -q origin main")
  }

  private func writes() throws -> [String: Int] {
    try server.requests().filter { !$0.key.hasPrefix("GET ") && !$0.key.contains("_control") }
  }

  @Test(arguments: Checkout.allCases)
  func theChangesOfOneCommitGoOver(checkout: Checkout) throws {
    let first = try sync(try checkOut(checkout))
    #expect(first.status == 0, "\(first)")
    #expect(first.error.contains("ci-sync: done"), "\(first)")
    #expect(try server.count("POST /api/v1/tickets") > 0)

    try change(Self.task, "s/^status: .*/status: done/")
    try server.resetCounts()
    let second = try sync(try checkOut(checkout))
    #expect(second.status == 0, "\(second)")
    #expect(try writes() == ["PATCH /api/v1/tasks/{id}": 1], "\(second)")
    #expect(try sandbox.git("rev-list", "--count", "HEAD", in: "../ci") == "1\n")
    if checkout == .branch || checkout == .detached {
      let summary = try sandbox.read(sandbox.folder + "/summary")
      #expect(summary.components(separatedBy: "### Spec sync").count == 3, "\(summary)")
    }
  }

  /// A job that waited for others, or is run again, must not take the server back.
  @Test func aLateJobSendsWhatTheBranchIsNow() throws {
    let late = try checkOut(.branch, "late")
    try change(Self.task, "s/^status: .*/status: done/")
    #expect(try sync(try checkOut(.branch)).status == 0)
    try server.resetCounts()
    let outcome = try sync(late, in: "../late")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.error.contains("main has moved on"), "\(outcome)")
    #expect(try writes() == [:])
  }

  @Test func whatIsLeftOutIsToldAndTheStatusKept() throws {
    try sandbox.shell(
      """
      sed -i 's/^status: .*/status: dnoe/' \(Self.task)
      git commit -q --no-verify -am Slip; git push -q --no-verify origin main
      """)
    let outcome = try sync(try checkOut(.branch))
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.output.contains("[SKIP] task TSK-002\n         `dnoe` is no status of a task"))
    #expect(outcome.output.contains("::warning title=spec sync::something was left out"))
    #expect(try server.count("POST /api/v1/tickets") > 0)
  }

  @Test func aServerThatIsDownIsNoSuccess() throws {
    var variables = try checkOut(.gitlab)
    variables["OMOIOS_TOKEN"] = "no-such-token"
    let refused = try sync(variables)
    #expect(refused.status == 4, "\(refused)")
    #expect(!"\(refused)".contains("no-such-token"))
    server.stop()
    let outcome = try sync(variables)
    #expect(outcome.status == 4, "\(outcome)")
    #expect(outcome.error.contains("ci-sync: network or credentials gave trouble"), "\(outcome)")
  }

  @Test func aLostRaceIsTriedOnceMore() throws {
    let variables = try checkOut(.clone)
    // The first push finds that another one was faster.
    try sandbox.script(
      "../bin/git-spec",
      """
      #!/bin/sh
      echo "$*" >> '\(sandbox.folder)/calls'
      [ "$(wc -l < '\(sandbox.folder)/calls')" -gt 1 ] || exit 5
      exec '\(Sandbox.program)' "$@"
      """ + "\n")
    let outcome = try sync(variables, ["--wait", "0"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.error.contains("another push was faster; trying once more"))
    let calls = try sandbox.read(sandbox.folder + "/calls")
    #expect(calls == "sync push --wait 0\nsync push --wait 0\n")
  }

  @Test(arguments: ["--token", "--token=x", "--api-key", "--api-key=x"])
  func secretsAreNoArguments(argument: String) throws {
    expectRefused(try sync([:], [argument], in: "."), 2, "secrets belong into the environment")
  }
}
