internal import Frontmatter

/// A hit with what it is in its file.
struct Occurrence {
  enum Meaning {
    /// Part of a definition that moves.
    case definition(Move)
    /// The name of a file that gets another name.
    case path(Move)
    /// A word that means a spec: which, is asked.
    case mention
    /// An anchor, which follows its heading; the path is nil for files that are not in this root.
    case anchor(in: String?, fragment: String)
    /// Part of another spec's definition, or of another ID.
    case other
    case doubtful(String)
    case left(String)
  }

  let hit: IDHit
  let form: Mention.Form
  let meaning: Meaning
  /// The scalar to write anew, where the ID has escapes and so no bytes of its own.
  var scalar: Scalar?

  init(_ hit: IDHit, _ form: Mention.Form, _ meaning: Meaning, scalar: Scalar? = nil) {
    self.hit = hit
    self.form = form
    self.meaning = meaning
    self.scalar = scalar
  }
}

/// What every file is read with.
struct Renumbering {
  let scan: IDScan
  /// The moves of each of the scan's IDs.
  let moves: [[Move]]
  let names: FileNames
  let definedIDs: Set<String>

  init(_ moves: [Move], in root: RenumberRoot, renamed: [String: Move]) {
    var ids: [String] = []
    var byID: [String: [Move]] = [:]
    for move in moves {
      if byID[move.old] == nil { ids.append(move.old) }
      byID[move.old, default: []].append(move)
    }
    scan = IDScan(ids)
    self.moves = ids.map { byID[$0] ?? [] }
    names = FileNames(root, renamed: renamed)
    definedIDs = Set(root.specs.lazy.flatMap(\.summary.definitions).map(\.id))
  }
}
