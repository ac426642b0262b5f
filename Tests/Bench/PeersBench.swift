import FoundationEssentials
import Glibc

/// Other hook managers with a hook that does nothing, on the same commit.
///
/// They are looked for in `peers/bin` of the folder, where scripts/bench installs them.
struct PeersBench {
  private let place: Place
  init(_ place: Place) { self.place = place }

  func run() throws {
    let bin = place.folder + "/peers/bin"
    let none = try SampleRepository(place.folder + "/none", specs: 2000, .short)
    try none.hook("pre-commit", "exit 0")
    say("git commit, 1 of 2,000 specs changed, other managers whose hook does nothing")
    let ours = try SampleRepository(place.folder + "/ours", specs: 2000, .short)
    _ = try Measure.run([place.program, "install", "-q"], in: ours.path)
    try compare("git-spec, judging", ours, none)
    for (name, settings, file) in [
      ("prek", Self.preCommit, ".pre-commit-config.yaml"),
      ("pre-commit", Self.preCommit, ".pre-commit-config.yaml"),
      ("lefthook", Self.lefthook, "lefthook.yml"),
    ] {
      guard FileManager.default.isExecutableFile(atPath: "\(bin)/\(name)") else {
        say("  \(name): not measured, it is not in \(bin)")
        continue
      }
      let repository = try SampleRepository(place.folder + "/peer", specs: 2000, .short)
      try Data(settings.utf8).write(to: URL(fileURLWithPath: "\(repository.path)/\(file)"))
      try repository.shell(
        "export PATH='\(bin)':$PATH HOME='\(place.folder)'; git add . && '\(bin)/\(name)' install >&2"
      )
      try repository.shell("export HOME='\(place.folder)'; git commit -qm Settings")
      try compare(name, repository, none)
    }
  }

  private func compare(_ name: String, _ a: SampleRepository, _ b: SampleRepository) throws {
    var environment = Place.environment
    environment["HOME"] = place.folder
    environment["PATH"] = "\(place.folder)/peers/bin:" + (environment["PATH"] ?? "")
    func commit(_ repository: SampleRepository, _ round: Int) throws -> Run {
      try repository.change(round)
      return try Measure.run(
        ["git", "commit", "-qm", "Change"], in: repository.path, environment: environment)
    }
    let pairs = try Pairs(15, { try commit(a, $0) }, { try commit(b, $0) })
    say(pairs.line("  \(name)", "  `exit 0`"))
  }

  private static let preCommit = """
    repos:
      - repo: local
        hooks:
          - {id: nothing, name: nothing, entry: "true", language: system, pass_filenames: false, always_run: true}

    """
  private static let lefthook = """
    pre-commit:
      commands: {nothing: {run: "true"}}

    """
}
