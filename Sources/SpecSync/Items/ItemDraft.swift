internal import Frontmatter
internal import Specs

/// An item while it is put together from a spec.
struct ItemDraft {
  let spec: Spec
  let settings: Settings.Sync
  /// The kind whose settings count: requirements in a PRD are requirements.
  let kind: KindName
  private(set) var item: SyncItem
  private(set) var problems: [ItemReading.Problem] = []

  init(
    _ spec: Spec, _ settings: Settings.Sync, kind: KindName, as itemKind: SyncItem.Kind, id: String
  ) {
    self.spec = spec
    self.settings = settings
    self.kind = kind
    item = SyncItem(kind: itemKind, root: spec.root, id: id, path: spec.path)
  }

  // MARK: Fields

  /// Sets a field from the spec's field `name`, unless the project keeps that to itself.
  mutating func set(_ field: SyncField, _ value: String?, from name: String) {
    guard let value = checked(value, field, name) else { return }
    item.fields[field] = value
  }

  mutating func create(_ field: SyncField, _ value: String?, from name: String) {
    guard let value = checked(value, field, name) else { return }
    item.creation[field] = value
  }

  private mutating func checked(_ value: String?, _ field: SyncField, _ name: String) -> String? {
    guard let value, !settings.ignores(name, of: kind) else { return nil }
    if value.utf8.contains(0) { report(name, .holdsNUL) }
    if let limit = Self.limit(of: field), value.unicodeScalars.count > limit {
      report(name, .tooLong(length: value.unicodeScalars.count, limit: limit))
    }
    return value
  }

  mutating func report(_ name: String, _ reason: ItemReading.Problem.Reason) {
    problems.append(
      ItemReading.Problem(kind: item.kind, id: item.id, field: name, reason: reason))
  }

  /// What the columns of the server's tables take.
  static func limit(of field: SyncField) -> Int? {
    switch field {
    case .title: 500
    case .status, .phase: 50
    case .priority: 20
    case .taskType: 100
    case .linkedDesign: linkedDesignLimit
    default: nil
    }
  }

  static let linkedDesignLimit = 100

  mutating func setTitle(prefix: String? = nil) {
    let title = spec.meaning(of: "title")
    if title == nil { report("title", .missing) }
    set(.title, [prefix, title].compactMap(\.self).joined(separator: ": "), from: "title")
  }

  mutating func setDescription() {
    set(.description, ItemReader.description(of: spec), from: "body")
  }

  /// The project's word for the status, else the usual one; a status with neither has no home.
  mutating func setStatus(usual: (String) -> String?) {
    guard let status = spec.meaning(of: "status"), !settings.ignores("status", of: kind) else {
      return
    }
    let own = settings.statuses[kind] ?? [:]
    let written = spec.scalar("status")?.text.trimmingBlanks
    if let word = written.flatMap({ own[$0] }) ?? own[status] ?? usual(status) {
      set(.status, word, from: "status")
    } else {
      addHomeless("status", value: status)
    }
  }

  // MARK: Links

  /// IDs under a field and its aliases, in the file's order, each once.
  func targets(_ name: String) -> [String] {
    if settings.ignores(name, of: kind) { return [] }
    var seen: Set<String> = []
    return spec.summary.targets(of: name).filter { seen.insert($0).inserted }
  }

  mutating func link(_ change: (inout SyncItem.Links) -> Void) { change(&item.links) }

  /// The design that the spec names, from the top of the repository; one outside the root has no
  /// home.
  mutating func linkDesign() {
    guard let written = spec.meaning(of: "design_ref"),
      !settings.ignores("design_ref", of: kind)
    else { return }
    if let path = RootPath.normalized(written, in: spec.root) {
      item.links.design = "\(spec.root)/\(path)"
    } else {
      addHomeless("design_ref", value: written)
    }
  }

  // MARK: Without a home

  mutating func addHomeless(_ field: String, value: String? = nil) {
    let homeless = SyncItem.Homeless(field, value: value)
    if settings.ignores(field, of: kind) || item.homeless.contains(homeless) { return }
    item.homeless.append(homeless)
  }

  /// Every field of the frontmatter that says something and is not among these.
  mutating func addHomelessFields(but homes: Set<String>) {
    for use in spec.fields.uses where use.name != "id" && !homes.contains(use.name) {
      // The fields inside follow it.
      if use.row?.form == .mapping, case .mapping = use.value { continue }
      if !use.value.isEmpty { addHomeless(use.name) }
    }
  }
}

extension Value {
  fileprivate var isEmpty: Bool {
    switch self {
    case .scalar(let scalar): scalar.type == .null || scalar.text.isBlank
    case .sequence(let items, _, _): items.allSatisfy { $0.value.isEmpty }
    case .mapping(let fields, _, _): fields.isEmpty
    case .alias: false
    }
  }
}
