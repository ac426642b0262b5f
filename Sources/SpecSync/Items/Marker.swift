/// The line in an item's description that says which spec it is, so that a lost state can be found.
///
/// No `%` and no `_`: the server's search takes them for wildcards.
package struct Marker: Sendable, Equatable {
  package let id: String
  package let uid: String

  package init(id: String, uid: String) {
    self.id = id
    self.uid = uid
  }

  package var text: String { "<!-- git-spec: \(id) uid=\(uid) -->" }
}
