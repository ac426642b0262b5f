internal import Git
internal import Specs

/// The texts of requirements through their history.
final class RequirementSteps {
  typealias Requirement = RequirementHistory.Requirement

  private let history: PathHistory
  private let snapshot: LoadedSnapshot
  private let workspace: Workspace
  private let uncommitted: Set<String>

  init(
    history: PathHistory, snapshot: LoadedSnapshot, workspace: Workspace,
    uncommitted: Set<String>
  ) {
    self.history = history
    self.snapshot = snapshot
    self.workspace = workspace
    self.uncommitted = uncommitted
  }

  private var known: [String: Bool] = [:]

  /// False for a requirement whose file is in the history once, where it was added.
  func mayHaveChanged(_ requirement: Requirement) -> Bool {
    let path = requirement.path
    if let answer = known[path] { return answer }
    let steps = history.steps(of: path)
    let answer =
      uncommitted.contains(path) || steps.count > 1
      || steps.contains { $0.change.old != nil || !others(than: $0, requirement.root).isEmpty }
    known[path] = answer
    return answer
  }

  /// Files below a root that a commit changed or removed beside another: it may be from them.
  private func others(than step: PathHistory.Step, _ root: String) -> [TreeEntry] {
    history.steps(at: step.position).compactMap { other in
      guard let old = other.change.old, other.change.path != step.change.path,
        SpecEntry(old)?.root == root
      else { return nil }
      return old
    }
  }

  /// The last change of a requirement whose text is another than at a commit; nil when it is not,
  /// or was not there yet.
  func change(of requirement: Requirement, since position: Int) -> LaterChanges.Change? {
    let path = requirement.path
    if !uncommitted.contains(path), let then = history.entry(path, at: position),
      then.id == history.entry(path, at: 0)?.id
    {
      return nil
    }
    guard let now = text(of: requirement),
      let then = text(of: requirement, at: position), then != now
    else { return nil }
    return lastChange(of: requirement, now: now)
  }

  private func text(of requirement: Requirement) -> RequirementText? {
    if !uncommitted.contains(requirement.path),
      let entry = history.entry(requirement.path, at: 0)
    {
      return texts(entry)[requirement.id]
    }
    return presentTexts(requirement.path)[requirement.id]
  }

  private func text(of requirement: Requirement, at position: Int) -> RequirementText? {
    if let text = committedText(of: requirement, in: [requirement.path], at: position) {
      return text
    }
    // Nobody knows yet where a file that is not committed has its requirements from.
    let others =
      uncommitted.contains(requirement.path) ? uncommittedPaths(in: requirement.root) : []
    return committedText(of: requirement, in: formerPaths(of: requirement) + others, at: position)
  }

  /// The text in the first of some files that had the requirement at a commit.
  private func committedText(
    of requirement: Requirement, in paths: [String], at position: Int
  ) -> RequirementText? {
    for path in paths {
      if let entry = history.entry(path, at: position), let text = texts(entry)[requirement.id] {
        return text
      }
    }
    return nil
  }

  private func uncommittedPaths(in root: String) -> [String] {
    uncommitted.filter { SpecEntry.root(of: $0) == root }.sorted()
  }

  // MARK: Moves

  private var formerPathsByRequirement: [Requirement: [String]] = [:]

  /// Files that a requirement was in before, newest first.
  private func formerPaths(of requirement: Requirement) -> [String] {
    if let known = formerPathsByRequirement[requirement] { return known }
    var paths: [String] = []
    walk(requirement, onlyMoves: true) { step, origin in
      if let path = origin?.path, path != step.change.path.text { paths.append(path) }
      return true
    }
    formerPathsByRequirement[requirement] = paths
    return paths
  }

  /// Goes from commit to commit that changed the file which a requirement was in, newest first,
  /// until it was not there yet or `visit` has seen enough.
  private func walk(
    _ requirement: Requirement, onlyMoves: Bool = false,
    _ visit: (PathHistory.Step, (path: String, text: RequirementText)?) -> Bool
  ) {
    var path = requirement.path
    var next = 0
    while let step = history.steps(of: path).first(where: {
      $0.position >= next && !history.order.isMerge($0.position)
        && (!onlyMoves || mayBeMove($0, requirement.root))
    }) {
      next = step.position + 1
      let origin = origin(of: requirement, step)
      guard visit(step, origin), let origin else { return }
      path = origin.path
    }
  }

  /// Whether a commit added the file, or changed others with it.
  private func mayBeMove(_ step: PathHistory.Step, _ root: String) -> Bool {
    step.change.old == nil || !others(than: step, root).isEmpty
  }

  /// Where a requirement was before a commit: in the same file, or in another that changed with it.
  private func origin(
    of requirement: Requirement, _ step: PathHistory.Step
  ) -> (path: String, text: RequirementText)? {
    let same = [step.change.old].compactMap { $0 }
    for entry in same + others(than: step, requirement.root) {
      if let text = texts(entry)[requirement.id] { return (entry.path.text, text) }
    }
    return nil
  }

  // MARK: The last change

  private var lastChanges: [Requirement: LaterChanges.Change] = [:]

  private func lastChange(
    of requirement: Requirement, now: RequirementText
  ) -> LaterChanges.Change? {
    if let known = lastChanges[requirement] { return known }
    var found: LaterChanges.Change?
    let paths = [requirement.path] + uncommittedPaths(in: requirement.root)
    if uncommitted.contains(requirement.path),
      committedText(of: requirement, in: paths, at: 0) != now
    {
      found = .uncommitted
    } else {
      var position = history.steps(of: requirement.path).first?.position
      walk(requirement) { step, origin in
        position = step.position
        return origin?.text == now
      }
      found = position.map { .commit(words(for: $0)) }
    }
    lastChanges[requirement] = found
    return found
  }

  private func words(for position: Int) -> String {
    let commit = history.order.commits[position]
    return "\(commit.id.short) \"\(commit.summary)\""
  }

  // MARK: Reading

  private struct Key: Hashable {
    let path: String
    let blob: ObjectID
  }

  private var textsByBlob: [Key: [String: RequirementText]] = [:]
  private var presentByPath: [String: [String: RequirementText]] = [:]
  private var blobs = 0
  private static let blobLimit = 2000
  /// True when more would have had to be read than is worth a note: an answer is a guess then.
  var isExhausted: Bool { blobs > Self.blobLimit }

  /// Every requirement of a file as some commit has it, read once; none behind the limit, or when
  /// it cannot be read.
  private func texts(_ file: TreeEntry) -> [String: RequirementText] {
    let key = Key(path: file.path.text, blob: file.id)
    if let known = textsByBlob[key] { return known }
    blobs += 1
    guard !isExhausted, let entry = SpecEntry(file),
      let schema = snapshot.roots[entry.root]?.schema,
      let kind = schema.kind(ofPath: entry.relative).flatMap({ schema[$0] }),
      let content = try? workspace.content(of: entry, isWorkingTree: false)
    else { return [:] }
    let texts = RequirementText.all(
      in: Spec(
        SpecFile(path: entry.path, root: entry.root, kind: kind.name, content: content),
        schema: kind))
    textsByBlob[key] = texts
    return texts
  }

  /// Every requirement of a judged file; none when it cannot be read, which is told elsewhere.
  private func presentTexts(_ path: String) -> [String: RequirementText] {
    if let known = presentByPath[path] { return known }
    let texts = ((try? snapshot.spec(at: path)) ?? nil).map(RequirementText.all) ?? [:]
    presentByPath[path] = texts
    return texts
  }
}
