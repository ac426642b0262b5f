internal import Frontmatter

extension Settings {
  /// Bytes above which a file is not read as settings: what it says is asked of every spec.
  package static let sizeLimit = 1_000_000
  /// Entries that are read of one list or mapping of the settings.
  package static let entryLimit = 1_000

  /// Reads `config.yaml`; what is wrong in it becomes findings (S015), the rest counts.
  package static func parse(
    _ bytes: [UInt8], path: String, root: String
  ) -> (settings: Settings, findings: [Finding]) {
    if bytes.count > sizeLimit {
      return (Settings(), [unreadable(.tooLarge(bytes.count), path: path, root: root)])
    }
    var reader = SettingsReader(text: SourceText(bytes), path: path, root: root)
    switch YAMLText.parse(bytes) {
    case .failure(let error): reader.report(error.range, error.message)
    case .success(let (value, duplicates)):
      for duplicate in duplicates {
        reader.report(duplicate.second, "the key `\(duplicate.key)` stands here a second time")
      }
      if let value { reader.read(value) }
    }
    return (reader.settings, reader.findings)
  }

  /// The finding for a settings file that is not read: its settings do not count.
  package static func unreadable(
    _ content: SpecFile.Content, path: String, root: String
  ) -> Finding {
    let reason =
      switch content {
      case .symlink: "it is a symbolic link, which is never followed"
      case .tooLarge: "it is larger than \(sizeLimit) bytes"
      case .unavailable(let why): why
      case .notRegular, .bytes: "it is no regular file"
      }
    var reader = SettingsReader(text: SourceText([]), path: path, root: root)
    reader.report(0..<0, "the settings are not read: \(reason)")
    return reader.findings[0]
  }
}

/// S015: the settings file says things that mean something.
enum SettingsRule: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S015", "settings", .error,
    summary: "`config.yaml` holds settings that exist.",
    explanation: """
      `rules` weighs rules (`{S306: ignore, S3: warning}`), `ignore` names paths where some or all are \
      not reported (`[{path: "docs/old/**", rules: [S1]}]`), `kinds` adds kinds \
      (`{epic: {folder: epics, prefix: EPC, required: [id, title, status]}}`), `fields` adds fields \
      and values (`{ticket: {phase: {values: [alpha, beta]}}}`), `status` replaces the workflow of a \
      kind (`{ticket: [backlog, building, done]}`; `blocked` stays), `merge` has `later`, `sets`, \
      `furthest` and `keyed_lists`, `hooks` has `each_commit`. `ids` has `refs`, patterns of more \
      refs with which IDs are compared, and `width`, the digits of new numbers \
      (`{refs: ["refs/pull/*"], width: 4}`); `renumbered` says which ID a spec had before \
      (`{TSK-005: TSK-041}`), as `git spec renumber` writes it. `sync` has `branch` and `remote`, \
      where syncing starts from; `max_delete`, how much one run may delete; `status`, the server's \
      word for a status of a ticket, task, requirement or design \
      (`{task: {in_progress: running}}`); `fields`, whether a field is sent \
      (`{ticket: {status: ignore}}`: push or ignore). What \
      cannot be read is reported at its place and does not count; the rest of the file does.
      """,
    bad: "=== config.yaml\nrules: {S301: loud}\n", good: "=== config.yaml\nrules: {S301: warning}\n"
  )

  /// Settings are read with the snapshot, where their findings are made.
  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] { [] }
}

struct SettingsReader {
  let text: SourceText
  let path: String
  let root: String
  var settings = Settings()
  var findings: [Finding] = []
  /// Names under `kinds`, wherever that stands in the file, in its order.
  private(set) var ownKinds: [String] = []
  private var isOwnKind: Set<String> = []
  /// The table with the settings that were read, for those that speak of it.
  private(set) lazy var schema = settings.applied(to: .builtIn)
  private var searches = 0

  init(text: SourceText, path: String, root: String) {
    self.text = text
    self.path = path
    self.root = root
  }

  mutating func report(_ range: Range<Int>, _ message: String, help: String? = nil) {
    let line = text.lineContent(text.lineIndex(at: range.lowerBound))
    let end = max(range.lowerBound, min(range.upperBound, line.upperBound))
    findings.append(
      Finding(
        code: SettingsRule.rule.code, severity: SettingsRule.rule.severity, message: message,
        path: path, root: root, id: nil, range: range.lowerBound..<end,
        start: text.position(at: range.lowerBound), end: text.position(at: end), label: "",
        notes: [], help: help, fix: nil, subject: message, isShared: false, circle: []))
  }

  // MARK: Top

  mutating func read(_ value: Value) {
    if value.isNull { return }
    guard case .mapping(let fields, _, let range) = value else {
      report(
        value.range.isEmpty ? 0..<0 : value.range,
        "the settings are \(value.article), not `key: value` lines")
      return
    }
    _ = range
    if case .mapping(let kinds, _, _)? = fields.first(where: { $0.key.text == "kinds" })?.value {
      ownKinds = kinds.prefix(Settings.entryLimit).map(\.key.text)
      isOwnKind = Set(ownKinds)
    }
    for field in fields where !field.value.isNull {
      switch SettingsKey.Top(rawValue: field.key.text) {
      case .rules: readRules(field)
      case .ignore: readIgnores(field)
      case .kinds: each(field) { $0.readKind($1) }
      case .fields: each(field) { $0.readFields($1) }
      case .status: each(field) { $0.readWorkflow($1) }
      case .merge: each(field) { $0.readMerge($1) }
      case .ids: each(field) { $0.readIDs($1) }
      case .renumbered:
        // It grows with the project's age, and is only ever looked up.
        each(field, limit: .max) { reader, field in
          if let new = reader.word(field.value) { reader.settings.renumbered[field.key.text] = new }
        }
      case .hooks: each(field) { $0.readHooks($1) }
      case .sync: break
      case nil: unknown(field, in: SettingsKey.Top.self)
      }
    }
    for field in fields where field.key.text == "sync" && !field.value.isNull {
      each(field) { $0.readSync($1) }
    }
  }

  mutating func unknown<Key: CaseIterable & RawRepresentable<String>>(
    _ field: Field, in keys: Key.Type
  ) {
    let names = keys.allCases.map(\.rawValue)
    let near = Nearest.match(field.key.text, in: names)
    report(
      field.key.range, "there is no setting `\(field.key.text)`",
      help: near.map { "did you mean `\($0)`?" } ?? "it is one of \(alternatives(names))")
  }

  /// Goes through a mapping's fields; anything else is reported.
  mutating func each(
    _ field: Field, limit: Int = Settings.entryLimit,
    _ body: (inout SettingsReader, Field) -> Void
  ) {
    guard case .mapping(let inner, _, _) = field.value else {
      report(field.value.range, "`\(field.key.text)` is \(field.value.article); expected a mapping")
      return
    }
    for field in inner.prefix(limit) { body(&self, field) }
    tellTooMany(inner.count, field.value, limit: limit)
  }

  /// What is beyond a limit is not read, and that is an error: nothing passes for the want of it.
  mutating func tellTooMany(
    _ count: Int, _ value: Value, limit: Int = Settings.entryLimit
  ) {
    if count > limit {
      report(value.range, "this has \(count) entries; only the first \(limit) are read")
    }
  }

  /// The name that was probably meant, for the first that mean nothing: a search looks at them all.
  mutating func nearest(_ word: String, in names: @autoclosure () -> [String]) -> String? {
    searches += 1
    guard searches <= Self.searchLimit else { return nil }
    return Nearest.match(word, in: names()).map { "did you mean `\($0)`?" }
  }

  private static let searchLimit = 50

  func isKind(_ name: KindName) -> Bool {
    Schema.builtIn[name] != nil || isOwnKind.contains(name.rawValue)
  }

  mutating func word(_ value: Value) -> String? {
    if let scalar = value.scalar, scalar.type != .null { return scalar.text }
    report(
      value.range, "this is \(value.isNull ? "empty" : value.article); expected a single value")
    return nil
  }

  /// A name that git gets to see; nil, and reported, for anything else.
  mutating func named(_ text: String, _ form: RefForm, _ value: Value) -> String? {
    guard let fault = form.fault(in: text) else { return text }
    report(
      value.range, "`\(text)` is not \(form.words.prefix { $0 != "," }): \(fault)",
      help: "expected \(form.words)")
    return nil
  }

  mutating func words(_ value: Value) -> [String]? {
    guard case .sequence(let items, _, _) = value else {
      report(value.range, "this is \(value.article); expected a list")
      return nil
    }
    tellTooMany(items.count, value)
    return items.prefix(Settings.entryLimit).compactMap { word($0.value) }
  }
}
