internal import Git

/// Commits in their order, newest first, and who follows whom by first parents.
struct CommitOrder {
  let commits: [Commit]
  private let positions: [ObjectID: Int]
  /// Each commit before its followers by first parents, which are a range behind it.
  private let number: [Int]
  private let size: [Int]

  /// `commits` has children before their parents.
  init(_ commits: [Commit]) {
    self.commits = commits
    positions = Dictionary(
      commits.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { $1 })
    let positions = positions
    let parents = commits.map { $0.parents.first.flatMap { positions[$0] } }
    var size = [Int](repeating: 1, count: commits.count)
    for (position, parent) in parents.enumerated() {
      if let parent { size[parent] += size[position] }
    }
    var number = [Int](repeating: 0, count: commits.count)
    var next = [Int](repeating: 0, count: commits.count)
    var end = 0
    for position in commits.indices.reversed() {
      if let parent = parents[position] {
        number[position] = next[parent]
        next[parent] += size[position]
      } else {
        number[position] = end
        end += size[position]
      }
      next[position] = number[position] + 1
    }
    self.number = number
    self.size = size
  }

  func position(of commit: ObjectID) -> Int? { positions[commit] }

  /// Whether first parents lead from a commit to another, or both are one.
  func leads(from position: Int, to ancestor: Int) -> Bool {
    number[ancestor] <= number[position] && number[position] < number[ancestor] + size[ancestor]
  }

  func isMerge(_ position: Int) -> Bool { commits[position].parents.count > 1 }
}

/// What became of some paths, commit by commit, each told against its first parent.
struct PathHistory {
  struct Step {
    /// Place of the commit in the order.
    let position: Int
    let change: FileChange
  }

  let order: CommitOrder
  private var stepsByPath: [String: [Step]] = [:]
  private var stepsByPosition: [Int: [Step]] = [:]

  init(_ order: CommitOrder, _ changes: [(commit: ObjectID, changes: [FileChange])]) {
    self.order = order
    for (commit, changes) in changes {
      guard let position = order.position(of: commit) else { continue }
      let steps = changes.map { Step(position: position, change: $0) }
      stepsByPosition[position] = steps
      for step in steps { stepsByPath[step.change.path.text, default: []].append(step) }
    }
    for path in stepsByPath.keys {
      stepsByPath[path]?.sort { $0.position < $1.position }
    }
  }

  /// Changes of a path, newest first.
  func steps(of path: String) -> [Step] { stepsByPath[path] ?? [] }

  /// What one commit changed.
  func steps(at position: Int) -> [Step] { stepsByPosition[position] ?? [] }

  /// A path as a commit has it; nil when it has none, or got it before the history begins.
  func entry(_ path: String, at position: Int) -> TreeEntry? {
    let steps = steps(of: path)
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].position < position { low = middle + 1 } else { high = middle }
    }
    return steps[low...].first { order.leads(from: position, to: $0.position) }?.change.new
  }

  /// The commit that a file has its newest content from; nil when it is not in this history.
  func lastChange(of path: String) -> Int? {
    guard let now = entry(path, at: 0) else { return nil }
    let steps = steps(of: path).filter { $0.change.new?.id == now.id }
    // A merge has from a parent what it did not make itself.
    return (steps.first { !order.isMerge($0.position) } ?? steps.last)?.position
  }
}
