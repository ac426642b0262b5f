/// What the server shall hold for one spec: its fields in the server's words, its references in ours.
package struct SyncItem: Sendable, Equatable {
  /// What the server calls it; one per spec, but a requirements file may be a `spec` of its own.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// A design, or a requirements file that no design names; holds requirements.
    case spec
    case requirement
    case ticket
    case task
  }

  package let kind: Kind
  package let root: String
  /// The spec's own ID.
  package let id: String
  /// From the top of the repository.
  package let path: String
  /// Values that can be sent at any time, by field; a field that is not here is not ours to say.
  package var fields: [SyncField: String]
  /// Values that the server takes at creation only.
  package var creation: [SyncField: String]
  package var links: Links
  /// Fields and values that the server has no place for.
  package var homeless: [Homeless]

  /// IDs and paths of other specs, as the file names them.
  package struct Links: Sendable, Equatable {
    /// A task's ticket.
    package var ticket: String?
    /// What has to be done before: a task's `depends_on`, a ticket's `blocked_by`.
    package var after: [String] = []
    /// What waits for this one: `blocks`.
    package var before: [String] = []
    /// Path of the design from the top of the repository: a ticket's or requirement's `design_ref`.
    package var design: String?
    /// A design's or ticket's `requirements`: IDs of files or of headings.
    package var requirements: [String] = []
    /// A design's `tickets`.
    package var tickets: [String] = []
    /// For a requirement heading, the ID of the file that it stands in; for a file's own, itself.
    package var file: String?

    package init() {}
  }

  /// Something in a spec that the server has no place for: a field, or one value of it.
  package struct Homeless: Sendable, Hashable {
    package let field: String
    /// The value, where other values of the field have a place.
    package let value: String?

    package init(_ field: String, value: String? = nil) {
      self.field = field
      self.value = value
    }
  }

  package init(kind: Kind, root: String, id: String, path: String) {
    self.kind = kind
    self.root = root
    self.id = id
    self.path = path
    fields = [:]
    creation = [:]
    links = Links()
    homeless = []
  }
}

/// A field of an item as the server names it.
package enum SyncField: String, Sendable, Codable, CaseIterable, Comparable {
  case title, description, priority, status
  case taskType = "task_type"
  case phase = "phase_id"
  case condition, action
  case linkedDesign = "linked_design"
  /// One criterion a line: `[x] text` or `[ ] text`.
  case criteria
  case architecture
  case dataModel = "data_model"
  /// A JSON list with sorted keys.
  case apiSpec = "api_spec"
  /// Other items, by uid, sorted, one a line.
  case dependsOn = "depends_on"
  /// Tickets of a spec, by uid, sorted, one a line.
  case tickets

  package static func < (a: SyncField, b: SyncField) -> Bool { a.rawValue < b.rawValue }
}
