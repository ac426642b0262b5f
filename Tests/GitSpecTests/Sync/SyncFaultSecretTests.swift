import Foundation
import TestSupport
import Testing

/// No secret gets to where others can read it, whatever goes wrong.
@Suite struct SyncFaultSecretTests {
  private static let token = "tok-5f2c9e7ab14d6083"
  private static let password = "pw-77d1c0b2ee94a65f"
  private static let key = "key-c4b8a1f09d3e2756"

  @Test(arguments: ["token", "token file", "flag", "login", "key"], [false, true])
  func noSecretIsLeftAnywhere(kind: String, isFailing: Bool) throws {
    let faults = isFailing ? ["--drop-answers", "0.1", "--fail-rate", "0.1", "--seed", "7"] : []
    let world = try SyncWorld(
      server: ["--token", Self.token, "--password", Self.password] + faults)
    try Self.listen(world)
    var environment: [String: String?] = ["OMOIOS_TOKEN": nil]
    var arguments = ["sync", "push"]
    switch kind {
    case "token": environment["OMOIOS_TOKEN"] = Self.token
    case "token file":
      try world.sandbox.write("../token", Self.token + "\n")
      arguments += ["--token-file", "../token"]
    case "flag": arguments += ["--token", Self.token]
    case "login":
      environment["OMOIOS_EMAIL"] = "dev@localhost"
      environment["OMOIOS_PASSWORD"] = Self.password
    default: environment["OMOIOS_API_KEY"] = Self.key
    }
    var said = ""
    for format in ["text", "json"] {
      let outcome = try world.sandbox.run(
        Sandbox.program, arguments + ["-v", "--format", format, "--wait", "1"],
        environment: environment)
      said += outcome.description
      if !isFailing { #expect(outcome.status == (kind == "key" ? 4 : 0), "\(outcome)") }
    }
    // What a killed push leaves behind is looked at as well.
    let running = try Running(world.sandbox, arguments + ["--full"], environment, nil)
    usleep(60_000)
    running.signal(SIGKILL)
    said += try running.wait().description
    try Self.expectNoSecret(said, "what was printed")
    try Self.expectNoSecret(try world.sandbox.read("../git.log"), "what git was called with")
    for folder in [world.repository, world.origin] {
      let objects = try world.sandbox.git(
        "cat-file", "--batch-all-objects", "--batch", in: folder)
      try Self.expectNoSecret(objects, "objects of \(folder)")
      let files = try world.sandbox.shell("grep -rlE '\(Self.pattern)' . || true", in: folder)
      #expect(files == "", "\(files)")
    }
    try Self.expectTokensAreOurs(world, kind)
  }

  /// Only the file of a login holds tokens, and only its owner may read it.
  private static func expectTokensAreOurs(_ world: SyncWorld, _ kind: String) throws {
    let home = world.sandbox.folder + "/home"
    let found = try world.sandbox.shell(
      "grep -rlE '\(pattern)|eyJ' \(home) || true", in: world.sandbox.folder)
    for path in found.split(separator: "\n").map(String.init) {
      #expect(kind == "login" && path.hasPrefix(home + "/config/git-spec/tokens-"), "\(path)")
      let text = try world.sandbox.read(path)
      #expect(!text.contains(password))
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  private static let pattern = "\(token)|\(password)|\(key)"

  private static func expectNoSecret(_ text: String, _ place: String) throws {
    for secret in [token, password, key] {
      #expect(!text.contains(secret), "\(place) holds \(secret)")
    }
  }

  /// Puts a git in the path that writes down what it is called with, its environment among it.
  private static func listen(_ world: SyncWorld) throws {
    try world.sandbox.script(
      world.sandbox.folder + "/bin/git",
      """
      #!/bin/sh
      { printf '%s ' "$@"; echo; tr '\\0' ' ' < /proc/$$/cmdline; echo; env; } >> '\(world.sandbox.folder)/git.log'
      exec /usr/bin/git "$@"
      """ + "\n")
    try world.sandbox.write("../git.log", "")
  }
}
