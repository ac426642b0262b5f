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
    func path(_ name: String) throws -> String {
      let answer = try repository.run(["rev-parse", "--git-path", name])
      guard answer.status == 0 else {
        throw Failure(.git, "git does not say where \(name) is", causes: [answer.error])
      }
      return answer.line.hasPrefix("/") ? answer.line : "\(top)/\(answer.line)"
    }
    config = TextFile(Surroundings.real(try path("config")))
    let found = try repository.run(
      ["config", "--file", config.path, "-z", "--get-all", "merge.spec.driver"])
    registered = found.output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
    local = TextFile(try path(Self.localAttributes))
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
      let last = lines.last?.text.trimmingBlanks ?? ""
      if last.hasSuffix("\\"), !last.hasPrefix("#"), !last.hasPrefix(";") {
        throw Failure(
          .configuration, "\(config.path) ends in a line that goes on below, with `\\`",
          hints: ["end that setting, then `git spec install` again"])
      }
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
      let before = try file.lines()
      let after = TextFile.removing(before) { $0 == Self.attributes }
      if after.count == before.count { continue }
      changes.append(
        // A file of this line alone was made for it.
        try file.change(
          to: after.isEmpty && before.last?.ending.isEmpty == false ? nil : after,
          action: "remove", "take `\(Self.attributes)` out of \(file.path)"))
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

  private static let header = "[merge \"spec\"]"
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
      "echo 'git-spec: git merges '%P' line by line instead; `git spec doctor` may say why' >&2",
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

  init(_ lines: [TextFile.Line]) {
    for line in lines[Self.section(in: lines)] {
      let words = line.text.split(separator: "=", maxSplits: 1)
      guard words.count == 2 else { continue }
      switch words[0].trimmingBlanks {
      case "driver": driver = Self.unquoted(words[1].trimmingBlanks)
      case "attributes":
        attributes = Self.unquoted(words[1].trimmingBlanks)
          .split(separator: " ").map(String.init)
      default: break
      }
    }
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

  /// Lines of the section that has a driver, header included; empty without one.
  private static func section(in lines: [TextFile.Line]) -> Range<Int> {
    var start: Int?
    for (index, line) in lines.enumerated() {
      let text = line.text.trimmingBlanks
      if text.hasPrefix("[") { start = text == header ? index : nil }
      if let start, key(of: line) == "driver" {
        let end = lines[(start + 1)...].firstIndex { $0.text.trimmingBlanks.hasPrefix("[") }
        return start..<(end ?? lines.count)
      }
    }
    return 0..<0
  }

  private static func key(of line: TextFile.Line) -> String? {
    line.text.split(separator: "=", maxSplits: 1).first.map { $0.trimmingBlanks.lowercased() }
  }

  /// The lines with ours in them: in the place of old ones, else at the end.
  func written(in lines: [TextFile.Line]) -> [TextFile.Line] {
    var texts = ["\tname = \(Self.name)"]
    if let driver { texts.append("\tdriver = \(Self.quoted(driver))") }
    if let attributes { texts.append("\tattributes = \(attributes.joined(separator: " "))") }
    let section = Self.section(in: lines)
    guard let start = section.first else {
      return TextFile.adding([Self.header] + texts, to: lines, isNew: false)
    }
    let kept = TextFile.removing(lines, Set(Self.own(section, lines)).contains)
    let added = TextFile.adding(texts, to: Array(kept[...start]), isNew: false)
    return added + kept[(start + 1)...]
  }

  /// The lines of a section that install writes.
  private static func own(_ section: Range<Int>, _ lines: [TextFile.Line]) -> [Int] {
    section.dropFirst().filter { index in
      ["name", "driver", "attributes"].contains(key(of: lines[index]))
    }
  }

  /// The lines without ours; the section stays when somebody else wrote into it.
  static func removed(from lines: [TextFile.Line]) -> [TextFile.Line] {
    let section = section(in: lines)
    let ours = own(section, lines)
    // Comments need no section around them.
    let isAll = section.dropFirst().allSatisfy { index in
      let text = lines[index].text.trimmingBlanks
      return ours.contains(index) || text.isEmpty || text.hasPrefix("#") || text.hasPrefix(";")
    }
    let gone = Set(ours + (isAll ? Array(section.prefix(1)) : []))
    return TextFile.removing(lines, gone.contains)
  }

  private static func quoted(_ value: String) -> String {
    let escaped = value.map { "\\\"".contains($0) ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }

  private static func unquoted(_ value: String) -> String {
    guard value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") else { return value }
    var result = ""
    var isEscaped = false
    for character in value.dropFirst().dropLast() {
      if character == "\\", !isEscaped {
        isEscaped = true
        continue
      }
      result.append(character)
      isEscaped = false
    }
    return result
  }
}
