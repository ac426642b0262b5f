import ArgumentParser
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import git_spec

/// Hostile text at every entrance of every command: no byte that comes out does anything.
@Suite struct HostileTextTests {
  private typealias Case = HostileCases.Case

  @Test func everyCommandHasCases() {
    func names(_ command: any ParsableCommand.Type, _ before: [String]) -> [String] {
      let words = before + [command.configuration.commandName ?? ""]
      let below = command.configuration.subcommands
      return below.isEmpty
        ? [words.joined(separator: " ")] : below.flatMap { names($0, words) }
    }
    let commands = GitSpec.configuration.subcommands.flatMap { names($0, []) }
    #expect(commands.sorted() == HostileCases.all.keys.sorted())
  }

  @Test func nothingThatComesOutDoesAnything() throws {
    let repository = try HostileRepository()
    // Nothing about it changes; what is in its folder may.
    nonisolated(unsafe) let box = repository.box
    let commands = HostileCases.all.sorted { $0.key < $1.key }
    let silent = Mutex([String]())
    // A command's own cases stand in order, since some write; commands run beside each other, and not
    // on the threads that asynchronous tests wait for.
    DispatchQueue.concurrentPerform(iterations: commands.count) { number in
      let (command, cases) = commands[number]
      let words = command.split(separator: " ").map(String.init)
      do {
        let seen = try (cases + HostileCases.general).map { try look(box, words, $0) }
        if !seen.contains(true) { silent.withLock { $0.append(command) } }
      } catch { Issue.record(error) }
    }
    for one in HostileCases.root { _ = try look(box, [], one) }
    withExtendedLifetime(repository) {}
    // Else the hostile text came in nowhere, and nothing was tested.
    #expect(silent.withLock { $0 } == [])
  }

  @Test func errorsOfAServerDoNothing() throws {
    let box = try Sandbox([
      "OMOIOS_TOKEN": "x", "OMOIOS_PROJECT_ID": "p\u{1B}[31m##[x]",
    ])
    for (status, body, headers) in HostileCases.answers {
      let script = [RawServer.Step](
        repeating: .json(status, body, headers), count: 3)
      let server = try RawServer([[RawServer.Step]](repeating: script, count: 8))
      defer { server.stop() }
      for command in ["projects"] {
        for format in ["text", "json"] {
          let one = Case(
            "--format", format, "--api-url", "http://127.0.0.1:\(server.port)")
          _ = try look(box, [command], one)
        }
      }
    }
  }

  /// Runs a command and looks at what came out; whether the hostile text was in it.
  private func look(_ box: Sandbox, _ command: [String], _ one: Case) throws -> Bool {
    let words = command + one.words
    let (status, output, error) = try box.bytes(
      Sandbox.program, words, environment: one.environment, in: one.directory,
      input: Data(one.input.utf8))
    let name = words.joined(separator: " ").debugDescription.prefix(200)
    #expect((0..<128).contains(status) || status == 129, "\(name) ended with \(status)")
    var scan = HostileScan()
    scan.allowsColor = one.words.contains("always")
    if one.words.contains("github") { scan.commands = ["::error ", "::warning ", "::notice "] }
    var problems = scan.problems(error)
    if !one.isExact { problems += scan.problems(output) }
    if let file = one.file {
      problems += scan.problems(try Data(contentsOf: URL(fileURLWithPath: box.path(file))))
    }
    #expect(problems.prefix(3) == [], "\(name)")
    return (output + error).range(of: Data(HostileText.sign.utf8)) != nil
  }
}
