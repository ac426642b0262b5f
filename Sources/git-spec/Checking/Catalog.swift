internal import Git
internal import Specs

/// What is known of a blob: the one place that is asked before a blob is read for the index.
protocol Catalog: AnyObject {
  func summary(of entry: SpecEntry, kind: KindName) -> SpecSummary?
  func keep(_ summary: SpecSummary, of entry: SpecEntry)
  func names(of entry: SpecEntry, withHeadings: Bool) -> Names?
  func keep(_ names: Names, of entry: SpecEntry, withHeadings: Bool)
}

/// A catalog for one run: snapshots that share a file share its summary.
final class RunCatalog: Catalog {
  private struct Key: Hashable {
    let path: String
    let blob: ObjectID
    let kind: KindName
  }

  private var known: [Key: SpecSummary] = [:]

  func summary(of entry: SpecEntry, kind: KindName) -> SpecSummary? {
    guard !entry.file.id.isZero else { return nil }
    return known[Key(path: entry.path, blob: entry.file.id, kind: kind)]
  }

  func keep(_ summary: SpecSummary, of entry: SpecEntry) {
    guard !entry.file.id.isZero else { return }
    known[Key(path: entry.path, blob: entry.file.id, kind: summary.kind)] = summary
  }

  // Words are asked for once in a run: nothing is kept of them here.
  func names(of entry: SpecEntry, withHeadings: Bool) -> Names? { nil }
  func keep(_ names: Names, of entry: SpecEntry, withHeadings: Bool) {}
}
