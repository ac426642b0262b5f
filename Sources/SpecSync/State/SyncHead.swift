#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How far a project is synced and who is at it; `state.json` in the state.
package struct SyncHead: Codable, Equatable, Sendable {
  /// The commit whose specs were last looked at; nil before the first push.
  package var commit: String?
  /// The spec trees of that commit, by root.
  package var trees: [String: String]
  /// Paths whose items are not in step with that commit: looked at again each time.
  package var pending: [String]
  package var lease: Lease?
  package let schemaVersion: Int

  package static let schemaVersion = 1

  package init() {
    commit = nil
    trees = [:]
    pending = []
    lease = nil
    schemaVersion = Self.schemaVersion
  }
}

/// A push that is under way, so that no other one creates the same.
package struct Lease: Codable, Equatable, Sendable {
  /// Random; the journal of the same push bears it.
  package let id: String
  /// Host and process, for people.
  package let holder: String
  /// The commit that is pushed.
  package let commit: String
  /// Seconds since 1970.
  package var expires: Int
  /// What the push makes, by the uids that their markers bear.
  package let minted: [Minted]
  /// IDs of the specs that the server had before, when some are to be made: the server rewrites a
  /// new one's text, so that it is known by not being among these.
  package let specsBefore: [String]?
  /// Of a push that has ended: what it began and never saw finished; nil while it runs.
  package var begun: [String]?
  /// Items of an earlier push that never ended and that this one goes on with: half of what the
  /// server has of them may be ours.
  package var carried: [String]?

  package struct Minted: Codable, Equatable, Sendable {
    package let key: UIDKey
    package let uid: String

    package init(key: UIDKey, uid: String) {
      self.key = key
      self.uid = uid
    }
  }

  package init(
    id: String, holder: String, commit: String, expires: Int, minted: [Minted],
    specsBefore: [String]?
  ) {
    self.id = id
    self.holder = holder
    self.commit = commit
    self.expires = expires
    self.minted = minted
    self.specsBefore = specsBefore
    begun = nil
    carried = nil
  }
}

/// The one place that reads and writes the JSON of states, journals and plans: sorted, snake case.
package enum SyncJSON {
  package static func line(_ value: some Encodable) throws -> [UInt8] {
    try encoded(value, [.sortedKeys, .withoutEscapingSlashes])
  }

  package static func page(_ value: some Encodable) throws -> [UInt8] {
    try encoded(value, [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]) + [0x0A]
  }

  private static func encoded(
    _ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting
  ) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = formatting
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return [UInt8](try encoder.encode(value))
  }

  package static func value<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
    try JSONBounds.check(bytes)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: Data(bytes))
  }
}
