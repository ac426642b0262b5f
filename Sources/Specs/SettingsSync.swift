internal import Frontmatter

extension Settings {
  /// What `sync:` says: where syncing starts from, and what specs are called on the server.
  package struct Sync: Sendable, Equatable {
    package enum Use: String, Sendable, CaseIterable { case push, ignore }

    /// The one branch whose commits are synced without further ado.
    package var branch: String?
    /// The remote that holds the sync state.
    package var remote: String?
    /// Deletions that one run may make without being asked.
    package var maxDelete: Int?
    /// Server's word for a local status, by kind.
    package var statuses: [KindName: [String: String]] = [:]
    /// What becomes of a field, by kind and the schema's name of the field.
    package var fields: [KindName: [String: Use]] = [:]

    package init() {}

    /// Whether the project keeps a field to itself.
    package func ignores(_ field: String, of kind: KindName) -> Bool {
      fields[kind]?[field] == .ignore
    }

    /// Kinds that the server has something for.
    package static let kinds: [KindName] = [.ticket, .task, .requirement, .design]

    /// Characters that a status has room for on the server.
    package static let statusLimit = 50

    /// What the server makes of a body, by the names under which it can be left out.
    static func bodyParts(of kind: KindName) -> [String] {
      switch kind {
      case .requirement: ["body", "criteria"]
      case .design: ["body", "architecture", "data_model", "api_spec"]
      default: ["body"]
      }
    }

    /// Fields without which nothing can be made there.
    static let needed = ["id", "title", "ticket_id"]
  }
}

/// The part of the settings that is about syncing; read last, since it speaks of kinds, statuses
/// and fields that stand anywhere in the file.
extension SettingsReader {
  mutating func readSync(_ field: Field) {
    switch SettingsKey.Sync(rawValue: field.key.text) {
    case .branch: settings.sync.branch = name(field).flatMap { named($0, .branch, field.value) }
    case .remote: settings.sync.remote = name(field).flatMap { named($0, .remote, field.value) }
    case .maxDelete:
      if let text = field.value.scalar?.text, let count = Int(text), count >= 0 {
        settings.sync.maxDelete = count
      } else {
        report(field.value.range, "`max_delete` is a number from 0 on")
      }
    case .status: each(field) { $0.readSyncStatuses($1) }
    case .fields: each(field) { $0.readSyncFields($1) }
    case nil: unknown(field, in: SettingsKey.Sync.self)
    }
  }

  private mutating func name(_ field: Field) -> String? {
    guard let text = word(field.value) else { return nil }
    if text.trimmingBlanks.isEmpty {
      report(field.value.range, "`\(field.key.text)` is empty")
      return nil
    }
    return text
  }

  /// A kind that is synced, with the settings of this file.
  private mutating func syncedKind(_ field: Field) -> KindSchema? {
    let kinds = Settings.Sync.kinds
    let name = KindName(rawValue: field.key.text)
    if kinds.contains(name), let schema = schema[name] { return schema }
    let words = kinds.map(\.rawValue)
    report(
      field.key.range,
      schema[name] != nil
        ? "the server has nothing for the kind `\(name)`" : "there is no kind `\(name)`",
      help: Nearest.match(name.rawValue, in: words).map { "did you mean `\($0)`?" }
        ?? "synced are \(alternatives(words))")
    return nil
  }

  private mutating func readSyncStatuses(_ field: Field) {
    guard let schema = syncedKind(field) else { return }
    var allowed: [String] = []
    if case .enumeration(let values, _)? = schema.field(named: "status")?.form { allowed = values }
    each(field) { reader, entry in
      let local = entry.key.text
      guard allowed.contains(local) else {
        reader.report(
          entry.key.range, "`\(local)` is no status of \(schema.name.withArticle)",
          help: reader.nearest(local, in: allowed)
            ?? "it is one of \(alternatives(allowed))")
        return
      }
      guard let server = reader.name(entry) else { return }
      let length = server.unicodeScalars.count
      if length > Settings.Sync.statusLimit {
        reader.report(
          entry.value.range,
          "a status has at most \(Settings.Sync.statusLimit) characters on the server; this has \(length)"
        )
      } else {
        reader.settings.sync.statuses[schema.name, default: [:]][local] = server
      }
    }
  }

  private mutating func readSyncFields(_ field: Field) {
    guard let schema = syncedKind(field) else { return }
    let parts = Settings.Sync.bodyParts(of: schema.name)
    each(field) { reader, entry in
      let written = entry.key.text
      guard let name = schema.field(named: written)?.name ?? parts.first(where: { $0 == written })
      else {
        reader.report(
          entry.key.range, "\(schema.name.withArticle) has no field `\(written)`",
          help: reader.nearest(written, in: schema.fields.map(\.name) + parts))
        return
      }
      let uses = Settings.Sync.Use.allCases.map(\.rawValue)
      guard let use = entry.value.scalar.flatMap({ Settings.Sync.Use(rawValue: $0.text) }) else {
        reader.report(entry.value.range, "expected \(alternatives(uses))")
        return
      }
      if use == .ignore, Settings.Sync.needed.contains(name) {
        reader.report(
          entry.value.range, "`\(name)` cannot be ignored: nothing is made on the server without it"
        )
        return
      }
      reader.settings.sync.fields[schema.name, default: [:]][name] = use
    }
  }
}
