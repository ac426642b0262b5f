internal import ArgumentParser

@main
struct GitSpec: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "git-spec",
    abstract: "Keeps product specs in git correct at every commit.",
    version: "0.1.0")
}
