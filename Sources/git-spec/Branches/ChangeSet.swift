internal import Git
internal import Specs

/// What one change did to specs, found by path and by the IDs that files had before it.
final class ChangeSet {
  let byPath: [String: SpecChange]
  private var byOldID: [String: [SpecChange]]?

  init(_ changes: [SpecChange]) {
    byPath = Dictionary(changes.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
  }

  /// Changes of files that had one of these IDs, by path; one commit may move hundreds of specs.
  func changes(ofOld ids: Set<String>, _ specs: BranchSpecs) throws -> [SpecChange] {
    let known = try byOldID ?? index(specs)
    byOldID = known
    let found = ids.sorted().flatMap { known[$0] ?? [] }
    return found.count > 1 ? found.sorted { $0.path < $1.path } : found
  }

  private func index(_ specs: BranchSpecs) throws -> [String: [SpecChange]] {
    var index: [String: [SpecChange]] = [:]
    for change in byPath.values {
      guard let old = change.old, let summary = try specs.summary(of: old) else { continue }
      for id in Set(summary.definitions.lazy.filter { !$0.isFromName }.map(\.id)) {
        index[id, default: []].append(change)
      }
    }
    return index
  }
}
