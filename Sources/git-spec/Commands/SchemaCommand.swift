internal import ArgumentParser
internal import Git
internal import Specs

/// `git spec schema`: what a header or the settings may say, for editors and agents.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of a kind's frontmatter, of the settings, or of the export.",
    discussion: """
      With the kinds and fields that the settings of the spec root add; outside of a repository \
      with the built-in ones. What `git spec check` takes without an error or a warning is valid, \
      as far as one file can show it. Draft 2020-12. To yaml-language-server the first line of \
      config.yaml names the file that it was printed to: `# yaml-language-server: $schema=FILE`.
      """)

  /// The words for what is no kind, and the same for every root.
  private static let settings = "config"
  private static let export = "export"

  @Argument(
    help: ArgumentHelp(
      "prd, document, requirement, design, ticket, task, a kind of the settings, config or export.",
      valueName: "kind|config|export"))
  var kind: String?

  @Option(help: ArgumentHelp("The spec root.", valueName: "path"))
  var root: String?

  @Option(
    help: ArgumentHelp("Read the settings as a commit has them.", valueName: "revision"))
  var rev: String?

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if let kind, [Self.settings, Self.export].contains(kind), root != nil || rev != nil {
      throw ValidationError("\(kind) is the same for every root: leave out --root and --rev")
    }
  }

  func run() throws {
    // Not read for itself: whoever mends broken settings needs it.
    if kind == Self.settings { return try answer(.settings) }
    if kind == Self.export { return try answer(ExportSchema.document) }
    let table = try ProjectTable.schema(root: root, revision: rev)
    let known = table.kinds.map { Terminal.safe($0.name.rawValue) } + [Self.settings, Self.export]
    let list = "known are: " + known.joined(separator: ", ")
    guard let kind else {
      throw Failure(.usage, "which schema?", hints: [list, "for example `git spec schema task`"])
    }
    guard let found = table[KindName(rawValue: kind)] else {
      let near = Nearest.match(kind, in: known).map { "did you mean `\($0)`?" }
      throw Failure(
        .usage, "there is no kind `\(Terminal.safe(kind))`", hints: [near, list].compactMap { $0 })
    }
    try answer(.frontmatter(of: found, in: table))
  }

  private func answer(_ schema: JSONSchema) throws {
    Talk.answer(try JSONText.camelCase(schema))
  }
}
