internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec report`: everything about the specs on one page.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes one HTML page about the specs, which needs nothing else.",
    discussion: """
      The page holds a summary, a board, graphs, the traceability of requirements, findings and IDs \
      that collide between branches. It works from a file and never reaches the network.
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the page to this file; without it to stdout.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var output: String?

  @OptionGroup var source: SourceOptions

  @Option(help: ArgumentHelp("What stands at the top of the page.", valueName: "text"))
  var title: String?

  @Option(
    help: ArgumentHelp(
      "Where lines are linked to, with {path}, {line} and {commit}; by itself the host of origin.",
      valueName: "template"))
  var link: String?

  @Flag(help: "Do not compare IDs with other branches.")
  var noBranches = false

  @OptionGroup var talk: TalkOptions

  func run() throws {
    let target = output.flatMap { $0 == "-" ? nil : $0 }
    if let target { try Self.check(target) }
    if let link { _ = try SpecLinks.checked(link) }
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: Surroundings.environment)
    let place = PathArgument(top: repository.layout.workTree, prefix: repository.prefix())
    let root = try source.root.map(place.fromTop)
    let workspace = Workspace(
      repository, onlyRoots: root.map { [$0] } ?? [],
      showsProgress: !talk.quiet && Surroundings.isTerminal(2))
    let sources = try ReportSources(
      workspace, rev: source.rev, comparesBranches: !noBranches)
    let links = try SpecLinks(
      repository, commit: sources.commit, template: link, folder: target.flatMap(place.folder),
      isWorkingTree: sources.views.source.isWorkingTree)
    let page = ReportPage(
      sources, try ReportFacts(sources, title: title, links: links))
    let bytes = page.bytes
    guard let target else { return Talk.answer(String(decoding: bytes, as: UTF8.self)) }
    try AtomicFile.replace(Array(target.utf8), with: bytes)
    if talk.quiet { return }
    let specs = TextReport.counted(page.specCount, "spec")
    let findings = TextReport.counted(sources.findings.report.findings.count, "finding")
    Talk.say(
      "wrote \(Terminal.safe(target)): \(specs), \(findings), \((bytes.count + 999) / 1000) kB")
  }

  /// What cannot be written is said before the work, not after it.
  private static func check(_ target: String) throws {
    if target.isEmpty {
      throw Failure(.usage, "--output names no file", hints: ["an example: -o report.html"])
    }
    if Surroundings.isFolder(target) {
      throw Failure(
        .usage, "`\(Terminal.safe(target))` is a folder",
        hints: ["name a file in it: -o \(Terminal.safe(target))/report.html"])
    }
  }
}

extension PathArgument {
  /// The folder of a file from the top of the working tree; nil when it lies elsewhere.
  func folder(_ file: String) -> String? {
    guard top != nil, let path = try? fromTop(file) else { return nil }
    return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}
