internal import Frontmatter

extension Settings {
  /// Reads `config.yaml`; what is wrong in it becomes findings (S015), the rest counts.
  package static func parse(
    _ bytes: [UInt8], path: String, root: String
  ) -> (settings: Settings, findings: [Finding]) {
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
      case .tooLarge: "it is larger than \(SpecFile.sizeLimit) bytes"
      case .unavailable(let why): why
      case .notRegular, .bytes: "it is no regular file"
      }
    var reader = SettingsReader(text: SourceText([]), path: path, root: root)
    reader.report(0..<0, "the settings are not read: \(reason)")
    return reader.findings[0]
  }

  /// Every key at the top of the file, for nearest names and for the page of settings.
  static let keys = [
    "rules", "ignore", "kinds", "fields", "status", "merge", "ids", "renumbered", "hooks", "sync",
  ]
}

/// S015: the settings file says things that mean something.
enum SettingsRule: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S015", "settings", .error,
    summary: "`config.yaml` holds settings that exist.",
    explanation: """
      Keys are `rules`, `ignore`, `kinds`, `fields`, `status`, `merge`, `ids`, `renumbered`, `hooks` \
      and `sync`; all add to the defaults. What cannot be read is reported at its place and does \
      not count; the rest of the file does.
      """,
    bad: "=== config.yaml\nrules: {S301: loud}\n", good: "=== config.yaml\nrules: {S301: warning}\n"
  )

  /// Settings are read with the snapshot, where their findings are made.
  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] { [] }
}

private struct SettingsReader {
  let text: SourceText
  let path: String
  let root: String
  var settings = Settings()
  var findings: [Finding] = []

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
    for field in fields where !field.value.isNull {
      switch field.key.text {
      case "rules": readRules(field)
      case "ignore": readIgnores(field)
      case "kinds": each(field) { $0.readKind($1) }
      case "fields": each(field) { $0.readFields($1) }
      case "status": each(field) { $0.readWorkflow($1) }
      case "merge": each(field) { $0.readMerge($1) }
      case "ids": each(field) { $0.readIDs($1) }
      case "renumbered":
        each(field) { reader, field in
          if let new = reader.word(field.value) { reader.settings.renumbered[field.key.text] = new }
        }
      case "hooks": each(field) { $0.readHooks($1) }
      case "sync": each(field) { _, _ in }
      default: unknown(field, in: Settings.keys)
      }
    }
  }

  private mutating func unknown(_ field: Field, in names: [String]) {
    let near = Nearest.match(field.key.text, in: names)
    report(
      field.key.range, "there is no setting `\(field.key.text)`",
      help: near.map { "did you mean `\($0)`?" } ?? "it is one of \(alternatives(names))")
  }

  /// Goes through a mapping's fields; anything else is reported.
  private mutating func each(
    _ field: Field, _ body: (inout SettingsReader, Field) -> Void
  ) {
    guard case .mapping(let inner, _, _) = field.value else {
      report(field.value.range, "`\(field.key.text)` is \(field.value.article); expected a mapping")
      return
    }
    for field in inner { body(&self, field) }
  }

  private mutating func word(_ value: Value) -> String? {
    if let scalar = value.scalar, scalar.type != .null { return scalar.text }
    report(
      value.range, "this is \(value.isNull ? "empty" : value.article); expected a single value")
    return nil
  }

  private mutating func words(_ value: Value) -> [String]? {
    guard case .sequence(let items, _, _) = value else {
      report(value.range, "this is \(value.article); expected a list")
      return nil
    }
    return items.compactMap { word($0.value) }
  }

  // MARK: Parts

  private mutating func readRules(_ field: Field) {
    each(field) { reader, entry in
      let code = entry.key.text.uppercased()
      guard Registry.isKnown(code) else {
        let near = Nearest.match(code, in: Registry.rules.map(\.code))
        reader.report(
          entry.key.range, "no rule is named `\(entry.key.text)`",
          help: near.map { "did you mean `\($0)`?" })
        return
      }
      let names = Severity.allCases.map(\.rawValue) + ["ignore"]
      guard let text = entry.value.scalar?.text, names.contains(text) else {
        reader.report(entry.value.range, "expected \(alternatives(names))")
        return
      }
      reader.settings.severities[code] = .some(Severity(rawValue: text))
    }
  }

  private mutating func readIgnores(_ field: Field) {
    guard case .sequence(let items, _, _) = field.value else {
      report(
        field.value.range, "`ignore` is \(field.value.article); expected a list of {path, rules}")
      return
    }
    for item in items {
      guard case .mapping(let fields, _, _) = item.value else {
        report(item.value.range, "expected {path: …, rules: […]}")
        continue
      }
      var ignore = Settings.Ignore(path: "", rules: [])
      var namesNothing = false
      for field in fields {
        switch field.key.text {
        case "path": ignore.path = word(field.value) ?? ""
        case "rules":
          let list = field.value.scalar.map { [$0.text] } ?? words(field.value) ?? []
          let codes = list.map { $0.uppercased() }
          for code in codes where !Registry.isKnown(code) {
            report(field.value.range, "no rule is named `\(code)`")
          }
          ignore.rules = codes.filter(Registry.isKnown)
          // Only names that mean nothing: then nothing is to be ignored, not everything.
          namesNothing = ignore.rules.isEmpty
        default: unknown(field, in: ["path", "rules"])
        }
      }
      if namesNothing { continue }
      if ignore.path.isEmpty {
        if !fields.contains(where: { $0.key.text == "path" }) {
          report(item.value.range, "an entry of `ignore` needs a `path`")
        }
      } else {
        settings.ignores.append(ignore)
      }
    }
  }

  private mutating func readKind(_ field: Field) {
    let name = KindName(rawValue: field.key.text)
    if Schema.builtIn[name] != nil {
      report(field.key.range, "`\(name)` is built in; change its fields under `fields`")
      return
    }
    var kind = Settings.OwnKind(name: name, folder: "", prefix: nil, required: ["id", "title"])
    each(field) { reader, part in
      switch part.key.text {
      case "folder": kind.folder = reader.word(part.value) ?? ""
      case "prefix": kind.prefix = reader.word(part.value)
      case "required": kind.required = reader.words(part.value) ?? kind.required
      default: reader.unknown(part, in: ["folder", "prefix", "required"])
      }
    }
    if kind.folder.isEmpty || kind.folder.contains("/") {
      report(field.key.range, "the kind `\(name)` needs a `folder`: one name below the spec root")
    } else if Schema.builtIn.kinds.contains(where: { $0.folder == kind.folder }) {
      report(field.key.range, "the folder `\(kind.folder)` belongs to a built-in kind")
    } else {
      settings.kinds.append(kind)
    }
  }

  /// A kind that is built in or named under `kinds`, wherever that stands in the file.
  private mutating func kind(_ field: Field) -> KindName? {
    let name = KindName(rawValue: field.key.text)
    let own = ownKindNames
    if Schema.builtIn[name] != nil || own.contains(name.rawValue) { return name }
    let near = Nearest.match(name.rawValue, in: Schema.builtIn.kinds.map(\.name.rawValue) + own)
    report(
      field.key.range, "there is no kind `\(name)`", help: near.map { "did you mean `\($0)`?" })
    return nil
  }

  private var ownKindNames: [String] {
    guard case .success(let (root?, _)) = YAMLText.parse(text.bytes),
      case .mapping(let fields, _, _) = root,
      case .mapping(let kinds, _, _)? = fields.first(where: { $0.key.text == "kinds" })?.value
    else { return [] }
    return kinds.map(\.key.text)
  }

  private mutating func readFields(_ field: Field) {
    guard let kind = kind(field) else { return }
    each(field) { reader, row in
      guard case .mapping(let parts, _, _) = row.value else {
        if row.value.isNull {
          reader.settings.fields[kind, default: [:]][row.key.text] = .some(nil)
        } else {
          reader.report(row.value.range, "expected {values: […]}, or nothing for any value")
        }
        return
      }
      var values: [String]?
      for part in parts {
        if part.key.text == "values" {
          values = reader.words(part.value)
        } else {
          reader.unknown(part, in: ["values"])
        }
      }
      reader.settings.fields[kind, default: [:]][row.key.text] = .some(values)
    }
  }

  private mutating func readWorkflow(_ field: Field) {
    guard let kind = kind(field), let values = words(field.value) else { return }
    if values.isEmpty {
      report(field.value.range, "a workflow needs at least one status")
    } else {
      settings.workflows[kind] = values
    }
  }

  private mutating func readMerge(_ field: Field) {
    switch field.key.text {
    case "later": for name in words(field.value) ?? [] { settings.merge[name] = .later }
    case "sets": for name in words(field.value) ?? [] { settings.merge[name] = .set }
    case "furthest":
      each(field) { reader, entry in
        guard let order = reader.words(entry.value) else { return }
        reader.settings.merge[entry.key.text] = .furthest
        reader.settings.mergeOrders[entry.key.text] = order
      }
    case "keyed_lists":
      each(field) { reader, entry in
        guard let key = reader.word(entry.value) else { return }
        reader.settings.merge[entry.key.text] = .keyed(key)
      }
    default: unknown(field, in: ["later", "sets", "furthest", "keyed_lists"])
    }
  }

  private mutating func readIDs(_ field: Field) {
    switch field.key.text {
    case "refs": settings.extraReferences = words(field.value) ?? []
    case "width":
      if let text = field.value.scalar?.text, let width = Int(text), (3...9).contains(width) {
        settings.idWidth = width
      } else {
        report(field.value.range, "the width of IDs is a number from 3 to 9")
      }
    default: unknown(field, in: ["refs", "width"])
    }
  }

  private mutating func readHooks(_ field: Field) {
    guard field.key.text == "each_commit" else { return unknown(field, in: ["each_commit"]) }
    guard let scalar = field.value.scalar, scalar.type == .bool else {
      return report(field.value.range, "expected `true` or `false`")
    }
    settings.judgesEachCommit = ["true", "yes", "on"].contains(scalar.text.lowercased())
  }
}
