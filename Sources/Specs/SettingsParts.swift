internal import Frontmatter

/// The parts of the settings, one function each.
extension SettingsReader {
  mutating func readRules(_ field: Field) {
    each(field) { reader, entry in
      guard let code = Registry.code(named: entry.key.text) else {
        let near = reader.nearest(
          entry.key.text, in: Registry.rules.flatMap { [$0.code, $0.name] })
        reader.report(entry.key.range, "no rule is named `\(entry.key.text)`", help: near)
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

  mutating func readIgnores(_ field: Field) {
    guard case .sequence(let items, _, _) = field.value else {
      report(
        field.value.range, "`ignore` is \(field.value.article); expected a list of {path, rules}")
      return
    }
    tellTooMany(items.count, field.value)
    for item in items.prefix(Settings.entryLimit) {
      guard case .mapping(let fields, _, _) = item.value else {
        report(item.value.range, "expected {path: …, rules: […]}")
        continue
      }
      var path = ""
      var rules: [String] = []
      var namesNothing = false
      for field in fields {
        switch SettingsKey.Ignore(rawValue: field.key.text) {
        case .path: path = word(field.value) ?? ""
        case .rules:
          let list = field.value.scalar.map { [$0.text] } ?? words(field.value) ?? []
          for word in list where Registry.code(named: word) == nil {
            report(field.value.range, "no rule is named `\(word)`")
          }
          rules = list.compactMap(Registry.code)
          // Only names that mean nothing: then nothing is to be ignored, not everything.
          namesNothing = rules.isEmpty
        case nil: unknown(field, in: SettingsKey.Ignore.self)
        }
      }
      if namesNothing { continue }
      if path.isEmpty {
        if !fields.contains(where: { $0.key.text == "path" }) {
          report(item.value.range, "an entry of `ignore` needs a `path`")
        }
      } else {
        settings.add(Settings.Ignore(path: path, rules: rules))
      }
    }
  }

  mutating func readKind(_ field: Field) {
    let name = KindName(rawValue: field.key.text)
    if Schema.builtIn[name] != nil {
      report(field.key.range, "`\(name)` is built in; change its fields under `fields`")
      return
    }
    var kind = Settings.OwnKind(name: name, folder: "", prefix: nil, required: ["id", "title"])
    each(field) { reader, part in
      switch SettingsKey.Kind(rawValue: part.key.text) {
      case .folder: kind.folder = reader.word(part.value) ?? ""
      case .prefix: kind.prefix = reader.prefix(part.value)
      case .required: kind.required = reader.words(part.value) ?? kind.required
      case nil: reader.unknown(part, in: SettingsKey.Kind.self)
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

  /// A word that IDs can begin with: no spec of the kind would have a good ID otherwise.
  private mutating func prefix(_ value: Value) -> String? {
    guard let word = word(value) else { return nil }
    if SpecID("\(word)-001")?.prefix == word { return word }
    report(
      value.range, "no ID begins with `\(word)`",
      help: "a prefix is a word of capitals and digits, such as `EPC`")
    return nil
  }

  /// A kind that is built in or named under `kinds`, wherever that stands in the file.
  mutating func kind(_ field: Field) -> KindName? {
    let name = KindName(rawValue: field.key.text)
    if isKind(name) { return name }
    let own = ownKinds
    let near = nearest(name.rawValue, in: Schema.builtIn.kinds.map(\.name.rawValue) + own)
    report(field.key.range, "there is no kind `\(name)`", help: near)
    return nil
  }

  mutating func readFields(_ field: Field) {
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
        switch SettingsKey.Field(rawValue: part.key.text) {
        case .values: values = reader.words(part.value)
        case nil: reader.unknown(part, in: SettingsKey.Field.self)
        }
      }
      reader.settings.fields[kind, default: [:]][row.key.text] = .some(values)
    }
  }

  mutating func readWorkflow(_ field: Field) {
    guard let kind = kind(field), let values = words(field.value) else { return }
    if values.isEmpty {
      report(field.value.range, "a workflow needs at least one status")
    } else {
      settings.workflows[kind] = values
    }
  }

  mutating func readMerge(_ field: Field) {
    switch SettingsKey.Merge(rawValue: field.key.text) {
    case .later: for name in words(field.value) ?? [] { settings.merge[name] = .later }
    case .sets: for name in words(field.value) ?? [] { settings.merge[name] = .set }
    case .furthest:
      each(field) { reader, entry in
        guard let order = reader.words(entry.value) else { return }
        reader.settings.merge[entry.key.text] = .furthest
        reader.settings.mergeOrders[entry.key.text] = order
      }
    case .keyedLists:
      each(field) { reader, entry in
        guard let key = reader.word(entry.value) else { return }
        reader.settings.merge[entry.key.text] = .keyed(key)
      }
    case nil: unknown(field, in: SettingsKey.Merge.self)
    }
  }

  mutating func readIDs(_ field: Field) {
    switch SettingsKey.IDs(rawValue: field.key.text) {
    case .refs:
      guard case .sequence(let items, _, _) = field.value else { return _ = words(field.value) }
      settings.extraReferences = items.compactMap { item in
        word(item.value).flatMap { named($0, .pattern, item.value) }
      }
    case .width:
      if let text = field.value.scalar?.text, let width = Int(text), (3...9).contains(width) {
        settings.idWidth = width
      } else {
        report(field.value.range, "the width of IDs is a number from 3 to 9")
      }
    case nil: unknown(field, in: SettingsKey.IDs.self)
    }
  }

  mutating func readHooks(_ field: Field) {
    switch SettingsKey.Hooks(rawValue: field.key.text) {
    case .eachCommit:
      guard let scalar = field.value.scalar, scalar.type == .bool else {
        return report(field.value.range, "expected `true` or `false`")
      }
      settings.judgesEachCommit = ["true", "yes", "on"].contains(scalar.text.lowercased())
    case nil: unknown(field, in: SettingsKey.Hooks.self)
    }
  }
}
