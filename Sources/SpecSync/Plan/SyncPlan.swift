/// What a push would send and what it would leave alone, and why; `diff` prints it, `push` does it.
package struct SyncPlan: Codable, Equatable, Sendable {
  /// Which item a line is about.
  package struct Subject: Codable, Hashable, Sendable {
    package let uid: String
    package let kind: SyncItem.Kind
    package let root: String
    package let id: String
    package let path: String
    package let title: String

    package init(
      uid: String, kind: SyncItem.Kind, root: String, id: String, path: String, title: String
    ) {
      self.uid = uid
      self.kind = kind
      self.root = root
      self.id = id
      self.path = path
      self.title = title
    }
  }

  /// One item's requests.
  package struct Operation: Codable, Equatable, Sendable {
    package enum Action: String, Codable, Sendable {
      case create, update, delete
    }

    package let action: Action
    package let subject: Subject
    /// What to send, by the server's field.
    package let fields: [String: String]
    /// What only a creation takes.
    package let creation: [String: String]
    /// The server's ID, where there is one.
    package let server: String?
    /// The item that it lies in, by uid.
    package let parent: String?
    /// Items that have to be on the server before.
    package let needs: [String]
    /// What the server had when this was planned, by field as hash.
    package let seen: [String: String]

    package init(
      _ action: Action, _ subject: Subject, fields: [SyncField: String] = [:],
      creation: [SyncField: String] = [:], server: String? = nil, parent: String? = nil,
      needs: [String] = [], seen: [SyncField: String] = [:]
    ) {
      self.action = action
      self.subject = subject
      self.fields = Dictionary(uniqueKeysWithValues: fields.map { ($0.key.rawValue, $0.value) })
      self.creation = Dictionary(uniqueKeysWithValues: creation.map { ($0.key.rawValue, $0.value) })
      self.server = server
      self.parent = parent
      self.needs = needs
      self.seen = Dictionary(
        uniqueKeysWithValues: seen.map { ($0.key.rawValue, FieldHash.of($0.value, $0.key)) })
    }

    package subscript(field: SyncField) -> String? { fields[field.rawValue] }
  }

  /// Tickets that begin or end to belong to a spec.
  package struct Link: Codable, Equatable, Sendable {
    package let spec: String
    /// Server IDs of the tickets that stay.
    package let standing: [String]
    package let joining: [String]
    package let leaving: [String]
  }

  /// Something that is not sent, and why.
  package struct Remark: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
      /// The server moved and we did not.
      case drift
      /// Both moved: people decide, nothing is sent.
      case conflict
      /// Left out: wrong in itself, or what it hangs on is.
      case skip
      /// The spec is gone and the server still has its item.
      case deleted
    }

    package let kind: Kind
    package let subject: Subject
    package let fields: [String]
    package let message: String
    /// Values that differ, and what to do: a line each.
    package let details: [String]
    /// Makes the exit status 1.
    package let isError: Bool
    /// The spec stays a candidate of the next run.
    package let isPending: Bool

    package init(
      _ kind: Kind, _ subject: Subject, fields: [SyncField] = [], _ message: String,
      details: [String] = [], isError: Bool, isPending: Bool
    ) {
      self.kind = kind
      self.subject = subject
      self.fields = fields.sorted().map(\.rawValue)
      self.message = message
      self.details = details
      self.isError = isError
      self.isPending = isPending
    }
  }

  /// Fields and values that the server has no place for, told once a run.
  package struct Homeless: Codable, Hashable, Sendable {
    package let kind: String
    package let field: String
    package let value: String?
    package let count: Int
    /// IDs of the first specs that have it.
    package let examples: [String]
  }

  package static let schemaVersion = 1
  package let schemaVersion: Int
  package let host: String
  package let project: String
  /// The commit whose specs are sent.
  package let commit: String
  /// The state that this builds on: the name of its commit or of its content; empty for none.
  package let base: String
  package internal(set) var operations: [Operation]
  package internal(set) var links: [Link]
  package internal(set) var remarks: [Remark]
  package internal(set) var homeless: [Homeless]
  /// Items as they are known without sending anything: in step, moved to another path, adopted.
  package internal(set) var settled: [ItemState]
  /// Items that were looked at and need nothing.
  package internal(set) var unchanged: Int

  package init(host: String, project: String, commit: String, base: String) {
    schemaVersion = Self.schemaVersion
    self.host = host
    self.project = project
    self.commit = commit
    self.base = base
    operations = []
    links = []
    remarks = []
    homeless = []
    settled = []
    unchanged = 0
  }

  /// Paths that must be looked at again: their items are not in step.
  package var pendingPaths: Set<String> {
    Set(remarks.lazy.filter(\.isPending).map(\.subject.path))
  }
}

extension SyncPlan {
  /// Notes candidates that are not sent at all, and what the server has no place for as a whole.
  package mutating func note(_ candidates: [CandidateFile], refused: [Matching.Refusal]) {
    for file in candidates where !file.isUnchanged {
      switch file.content {
      case .items: continue
      case .nothing(let kind):
        countHomeless(SyncItem.Homeless("the whole file"), kind: kind, id: file.id ?? file.path)
      case .refused(let reason):
        let subject = Subject(
          uid: "", kind: file.kind, root: file.root, id: file.id ?? file.path, path: file.path,
          title: "")
        remarks.append(Remark(.skip, subject, reason, isError: true, isPending: true))
      }
    }
    for refusal in refused {
      let item = refusal.item
      // A requirements file's own item says nothing that its requirements do not.
      let subject = Subject(
        uid: "", kind: item.kind, root: item.root, id: item.id, path: item.path,
        title: item.fields[.title] ?? "")
      remarks.append(Remark(.skip, subject, refusal.reason, isError: true, isPending: true))
    }
  }
}
