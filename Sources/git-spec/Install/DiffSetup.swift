internal import Git
internal import Specs

/// The two halves that make `git diff` show where a spec differs: a driver in the configuration that
/// names each line's field, and an attribute of this clone alone.
struct DiffSetup {
  /// The line that gives specs their driver; git takes merge drivers and diff drivers by other words.
  static let attributes = "**/\(Schema.rootFolder)/**/*.md diff=spec"

  private let config: TextFile
  private let local: TextFile
  /// What git itself reads in that file of the driver, as `key = value`.
  private let registered: [String]

  init(_ merge: MergeSetup, _ repository: Repository) throws {
    config = merge.config
    local = merge.local
    let found = try repository.run(
      ["config", "--file", .place(config.path), "-z", "--get-regexp", "^diff\\.spec\\."])
    registered = found.output.split(separator: 0).map {
      String(decoding: $0, as: UTF8.self).replacing("\n", with: " = ")
    }
  }

  // MARK: Planning

  /// What is left to do after other changes; nothing when nobody asked and nothing is registered.
  func install(
    binary: String?, isAsked: Bool, after earlier: [TextFile.Change]
  ) throws -> [TextFile.Change] {
    let lines = try config.lines(after: earlier)
    var settings = DiffSettings(lines)
    let old = settings
    guard isAsked || old.isOurs else { return [] }
    guard old.isOurs ? isOnlyOurs : registered.isEmpty else {
      throw Failure(
        .configuration,
        "\(config.path) has a diff driver named `spec` that git-spec did not write",
        causes: registered,
        hints: ["look at it; `git config --remove-section diff.spec` takes it away"])
    }
    let attributes = try local.lines(after: earlier)
    let isMissing = isAsked && !attributes.contains { $0.text == Self.attributes }
    settings.textconv = DiffSettings.command(binary)
    settings.xfuncname = DiffSettings.sections
    if isMissing { settings.attributes = MergeSetup.localAttributes }
    var changes: [TextFile.Change] = []
    if settings != old {
      try OwnSection.requireEnd(of: lines, in: config.path)
      let verb = old.textconv == nil ? "register" : "renew"
      changes.append(
        try config.change(
          to: settings.written(in: lines), isLocked: true, action: verb,
          "\(verb) the diff driver in \(config.path)"))
    }
    if isMissing {
      changes.append(
        try local.change(
          to: TextFile.adding(
            [Self.attributes], to: attributes, isNew: !local.exists(after: earlier)),
          action: "add", "add `\(Self.attributes)` to \(local.path)"))
    }
    return changes
  }

  /// Whether git reads one program and one pattern there, and no other program goes before them.
  private var isOnlyOurs: Bool {
    func count(_ key: String) -> Int { registered.count { $0.hasPrefix("diff.spec.\(key) = ") } }
    return count("textconv") == 1 && count("xfuncname") <= 1 && count("command") == 0
      && count("funcname") == 0
  }

  func uninstall(after earlier: [TextFile.Change]) throws -> [TextFile.Change] {
    let lines = try config.lines(after: earlier)
    let settings = DiffSettings(lines)
    guard settings.isOurs else { return [] }
    var changes: [TextFile.Change] = []
    if settings.attributes != nil,
      let change = try local.change(takingOut: Self.attributes, after: earlier)
    {
      changes.append(change)
    }
    changes.append(
      try config.change(
        to: DiffSettings.removed(from: lines), isLocked: true, action: "remove",
        "take the diff driver out of \(config.path)"))
    return changes
  }
}

/// What the repository's configuration says of the diff driver, in a section of our own.
struct DiffSettings: Equatable {
  var textconv: String?
  var xfuncname: String?
  /// The file to which install added the attribute.
  var attributes: String?

  private static let section = OwnSection(
    header: "[diff \"spec\"]", mainKey: "textconv",
    keys: ["textconv", "xfuncname", "attributes"])

  /// What every version's command line has in it.
  static let call = "textconv --specs-only"

  /// Headings of the body, and lines of the frontmatter, which begin with one blank: a sentence such
  /// as `Note: …` is neither.
  static let sections = "^(#{1,6}[[:blank:]].*| [^ #-][^ ]*:.*)$"

  /// The command line that git runs with a file behind it.
  ///
  /// git gives a whole diff up when such a program fails. So the text is taken only once the program
  /// has ended well; a program that is missing, killed or fails leaves the file as it is.
  static func command(_ binary: String?) -> String {
    let places = ((binary.map { [Shim.quoted($0)] } ?? []) + ["git-spec"]).joined(separator: " ")
    return [
      "f() { for p in \(places); do command -v \"$p\" >/dev/null 2>&1 || continue",
      "t=$(\"$p\" \(call) -- \"$1\" && echo .) && printf %s \"${t%.}\" && return 0; break; done",
      "cat -- \"$1\"; }; f",
    ].joined(separator: "; ")
  }

  /// The program that a command line tries first.
  static func binary(in command: String) -> String? {
    guard let rest = command.dropPrefix("f() { for p in '"),
      let end = rest.firstRange(of: "' git-spec; do")
    else { return nil }
    return String(rest[..<end.lowerBound]).replacing("'\\''", with: "'")
  }

  init(_ lines: [TextFile.Line]) {
    let values = Self.section.values(in: lines)
    textconv = values["textconv"]
    xfuncname = values["xfuncname"]
    attributes = values["attributes"]
  }

  var isOurs: Bool { textconv.map(Self.isOurs) ?? false }

  static func isOurs(_ command: String) -> Bool { command.contains(call) }

  func written(in lines: [TextFile.Line]) -> [TextFile.Line] {
    var texts: [String] = []
    if let textconv { texts.append("\ttextconv = \(OwnSection.quoted(textconv))") }
    if let xfuncname { texts.append("\txfuncname = \(OwnSection.quoted(xfuncname))") }
    if let attributes { texts.append("\tattributes = \(attributes)") }
    return Self.section.written(texts, in: lines)
  }

  static func removed(from lines: [TextFile.Line]) -> [TextFile.Line] {
    section.removed(from: lines)
  }
}
