internal import Git
internal import Specs

/// The two halves that make git merge specs with us: a driver in the configuration, and an attribute
/// that names it.
struct MergeSetup {
  /// The line that gives specs their driver.
  static let attributes = "**/\(Schema.rootFolder)/**/*.md merge=spec"
  /// Where git keeps attributes of a clone's own.
  static let localAttributes = "info/attributes"
  static let sharedAttributes = ".gitattributes"
  static let sharedRemark =
    "\(sharedAttributes) belongs to every clone: commit its change only if none is to merge specs by their fields; `git checkout -- \(sharedAttributes)` brings a committed line back"

  let config: TextFile
  let shared: TextFile?
  let local: TextFile
  /// The command lines that git itself reads in that file.
  private let registered: [String]

  init(_ repository: Repository, directory: String) throws {
    let top = repository.layout.workTree ?? directory
    func path(_ name: GitWord) throws -> String {
      let answer = try repository.run(["rev-parse", "--git-path", name])
      guard answer.status == 0 else {
        throw Failure(.git, "git does not say where its files are", causes: [answer.error])
      }
      return answer.line.hasPrefix("/") ? answer.line : "\(top)/\(answer.line)"
    }
    config = TextFile(Surroundings.real(try path("config")))
    let found = try repository.run(
      ["config", "--file", .place(config.path), "-z", "--get-all", "merge.spec.driver"])
    registered = found.output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
    local = TextFile(try path("info/attributes"))
    shared = Self.shared(in: repository)
  }

  /// Whether the attributes that go with the repository name the driver.
  static func isShared(in repository: Repository) throws -> Bool {
    try shared(in: repository)?.lines().contains { $0.text == attributes } ?? false
  }

  private static func shared(in repository: Repository) -> TextFile? {
    repository.layout.workTree.map { TextFile("\($0)/\(sharedAttributes)") }
  }

  /// Whether changes reach a file that every clone has.
  func reachesOthers(_ changes: [TextFile.Change]) -> Bool {
    changes.contains { $0.path == shared?.path }
  }

  // MARK: Planning

  func install(binary: String?, localAttributes: Bool) throws -> [TextFile.Change] {
    let shared = localAttributes ? nil : shared
    let file = shared ?? local
    let name = shared == nil ? Self.localAttributes : Self.sharedAttributes
    let attributes = try file.lines()
    let isMissing = !attributes.contains { $0.text == Self.attributes }
    let lines = try config.lines()
    var settings = DriverSettings(lines)
    let old = settings
    guard registered == (old.driver.map { [$0] } ?? []), old.isOurs || old.driver == nil else {
      throw Failure(
        .configuration,
        "\(config.path) has a merge driver named `spec` that git-spec did not write",
        causes: registered,
        hints: ["look at it; `git config --remove-section merge.spec` takes it away"])
    }
    // What is written down here is what uninstall takes away again.
    settings.driver = DriverSettings.command(binary)
    if isMissing {
      settings.attributes = (settings.attributes ?? []).filter { $0 != name } + [name]
    }
    var changes: [TextFile.Change] = []
    if settings != old {
      try OwnSection.requireEnd(of: lines, in: config.path)
      changes.append(
        try config.change(
          to: settings.written(in: lines), isLocked: true,
          action: old.driver == nil ? "register" : "renew",
          "\(old.driver == nil ? "register" : "renew") the merge driver in \(config.path)"))
    }
    if isMissing {
      changes.append(
        try file.change(
          to: TextFile.adding([Self.attributes], to: attributes, isNew: !file.exists),
          action: "add", "add `\(Self.attributes)` to \(file.path)"))
    }
    return changes
  }

  func uninstall() throws -> [TextFile.Change] {
    let lines = try config.lines()
    let settings = DriverSettings(lines)
    guard settings.isOurs else { return [] }
    var changes: [TextFile.Change] = []
    for name in settings.attributes ?? [] {
      guard let file = name == Self.localAttributes ? local : shared else { continue }
      if let change = try file.change(takingOut: Self.attributes) { changes.append(change) }
    }
    changes.append(
      try config.change(
        to: DriverSettings.removed(from: lines), isLocked: true, action: "remove",
        "take the merge driver out of \(config.path)"))
    return changes
  }
}

/// What the repository's configuration says of the driver, in a section of our own.
struct DriverSettings: Equatable {
  var driver: String?
  /// Files to which install added the attribute.
  var attributes: [String]?

  private static let name = "specs, merged by the meaning of their fields"

  /// The command line that git runs.
  ///
  /// Whatever becomes of the program, missing, killed, or older than this line, git's own merge is
  /// done in its place and put over the file whole: a status that git takes for a conflict would
  /// leave ours alone in the file, without a marker.
  static func command(_ binary: String?) -> String {
    let places = ((binary.map { [Shim.quoted($0)] } ?? []) + ["git-spec"]).joined(separator: " ")
    return [
      "for p in \(places.replacing("%", with: "%%")); do command -v \"$p\" >/dev/null 2>&1 || continue",
      "\"$p\" \(call) %S %X %Y; s=$?; [ $s -le 1 ] && exit $s; break; done",
      // git names the file itself, in a form that no terminal takes for more; a shell would not.
      "echo 'git-spec: git merges this file line by line instead; `git spec doctor` may say why' >&2",
      "git merge-file -p --marker-size=%L -L ours -L base -L theirs %A %O %B >%A.git-spec; s=$?",
      "[ $s -lt 128 ] && mv -f %A.git-spec %A && exit $s; rm -f %A.git-spec; exit 129",
    ].joined(separator: "; ")
  }

  /// The program that a command line tries first.
  static func binary(in command: String) -> String? {
    guard let rest = command.dropPrefix("for p in '") else { return nil }
    let parts = rest.split(separator: "' git-spec; do", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    return String(parts[0]).replacing("'\\''", with: "'").replacing("%%", with: "%")
  }

  private static let section = OwnSection(
    header: "[merge \"spec\"]", mainKey: "driver", keys: ["name", "driver", "attributes"])

  init(_ lines: [TextFile.Line]) {
    let values = Self.section.values(in: lines)
    driver = values["driver"]
    attributes = values["attributes"]?.split(separator: " ").map(String.init)
  }

  /// True for a driver that is a call of ours, of whichever version.
  var isOurs: Bool { driver.map(Self.isOurs) ?? false }

  static func isOurs(_ command: String) -> Bool { command.contains(call) }

  /// This very program as git's driver for one merge, where nothing is installed.
  static var driverForOneMerge: FileMergeDriver {
    FileMergeDriver(
      name: "spec", command: command(Surroundings.executable(Surroundings.environment)),
      attributes: [MergeSetup.attributes])
  }

  /// What every version's command line has in it.
  static let call = "merge-driver %O %A %B %L %P"

  /// The lines with ours in them: in the place of old ones, else at the end.
  func written(in lines: [TextFile.Line]) -> [TextFile.Line] {
    var texts = ["\tname = \(Self.name)"]
    if let driver { texts.append("\tdriver = \(OwnSection.quoted(driver))") }
    if let attributes { texts.append("\tattributes = \(attributes.joined(separator: " "))") }
    return Self.section.written(texts, in: lines)
  }

  /// The lines without ours; the section stays when somebody else wrote into it.
  static func removed(from lines: [TextFile.Line]) -> [TextFile.Line] {
    section.removed(from: lines)
  }
}
