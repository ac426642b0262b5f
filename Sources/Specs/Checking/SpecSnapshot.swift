/// The specs of one index, commit or working tree, as the checker asks for them.
package struct SpecSnapshot {
  /// A spec root with what its settings make of the table.
  package struct Root: Sendable {
    package let path: String
    package let settings: Settings
    package let schema: Schema

    package init(path: String, settings: Settings = Settings(), base: Schema = .builtIn) {
      self.path = path
      self.settings = settings
      self.schema = settings.applied(to: base)
    }
  }

  package let roots: [String: Root]
  package let index: any SpecIndex
  /// Reads a spec in full; nil when the snapshot has no such spec.
  package let load: (String) throws -> Spec?
  /// Who waits for whom in this snapshot.
  package let waiting: Waiting
  let listEnds = ListEnds()

  package init(
    roots: [String: Root], index: any SpecIndex, load: @escaping (String) throws -> Spec?
  ) {
    self.roots = roots
    self.index = index
    self.load = load
    waiting = Waiting(index)
  }
}
