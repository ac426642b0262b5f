import FoundationEssentials
import Glibc

/// A repository with as many valid specs as are wanted: one ticket for every five tasks.
struct SampleRepository {
  let path: String
  private let size: Size

  /// How much is written below a spec's header.
  enum Size: Int, CaseIterable {
    /// As the templates are when they are filled in with a sentence for each heading.
    case short = 4
    /// As specs of real projects are: 2.5 KB in the median.
    case real = 26

    var words: String { self == .short ? "of 0.8 KB" : "of 2.5 KB" }
  }

  /// `branches` are cut from main; each changes ten tasks and adds ten of its own. `refs` are as
  /// many names for them in all.
  init(
    _ path: String, specs count: Int, _ size: Size, branches: Int = 0, refs: Int = 0
  ) throws {
    self.path = path
    self.size = size
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try git("init", "-q", "-b", "main", ".")
    let file = path + "/.git/stream"
    try (stream(count) + Data(branchStream(count, branches, refs).utf8))
      .write(to: URL(fileURLWithPath: file))
    try shell(
      "git fast-import --quiet < .git/stream && rm .git/stream && git repack -adfq && git checkout -q main"
    )
  }

  func git(_ words: String...) throws { _ = try Measure.run(["git"] + words, in: path) }
  func shell(_ script: String) throws { _ = try Measure.run(["sh", "-ec", script], in: path) }

  /// Puts a script in a hook's place.
  func hook(_ name: String, _ script: String) throws {
    let file = "\(path)/.git/hooks/\(name)"
    try FileManager.default.createDirectory(
      atPath: "\(path)/.git/hooks", withIntermediateDirectories: true)
    try Data(("#!/bin/sh\n" + script + "\n").utf8).write(to: URL(fileURLWithPath: file))
    guard chmod(file, 0o755) == 0 else { throw Measure.Failed(description: "chmod \(file)") }
  }

  /// Changes one task and stages it.
  func change(_ round: Int) throws {
    let text = task(0, round: round + 1)
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(Self.taskPath(0))"))
    try git("add", Self.taskPath(0))
  }

  /// Adds a task that no branch has, and stages it.
  func add(_ round: Int) throws {
    let value = 500_000 + round
    let path = Self.taskPath(value)
    // The first in its ticket depends on nothing; the ticket is one that is there.
    let text = task(value - value % 5, isLast: true)
      .replacing(Self.number(value - value % 5), with: Self.number(value))
      .replacing("TKT-\(Self.number(value / 5))", with: "TKT-\(Self.number(0))")
      .replacing("blocks: [TSK-\(Self.number(value - value % 5 + 1))]", with: "blocks: []")
    try Data(text.utf8)
      .write(to: URL(fileURLWithPath: "\(self.path)/\(path)"))
    try git("add", path)
  }

  /// Commits a change of the first tasks' bodies.
  func commitChanges(_ count: Int, round: Int) throws {
    for value in 0..<count {
      try Data(task(value, round: round).utf8)
        .write(to: URL(fileURLWithPath: "\(path)/\(Self.taskPath(value))"))
    }
    try git("commit", "-qam", "Change")
  }

  // MARK: Content

  /// Six digits, so that a million sort by number.
  private static func number(_ value: Int) -> String {
    String(String(1_000_000 + value + 1).dropFirst())
  }
  private static func taskPath(_ value: Int) -> String { ".omoi_os/tasks/TSK-\(number(value)).md" }

  private func stream(_ count: Int) -> Data {
    var stream = Data(
      "commit refs/heads/main\ncommitter Ann <ann@example.org> 1767225600 +0000\n".utf8)
    stream.append(Data("data 5\nBegin\n".utf8))
    func add(_ path: String, _ text: String) {
      stream.append(Data("M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n".utf8))
    }
    let tickets = (count + 5) / 6
    for value in 0..<tickets { add(".omoi_os/tickets/TKT-\(Self.number(value)).md", ticket(value)) }
    let tasks = count - tickets
    for value in 0..<tasks { add(Self.taskPath(value), task(value, isLast: value == tasks - 1)) }
    return stream
  }

  private func branchStream(_ count: Int, _ branches: Int, _ refs: Int) -> String {
    let tasks = count - (count + 5) / 6
    var stream = ""
    func add(_ path: String, _ text: String) {
      stream += "M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n"
    }
    for branch in 0..<branches {
      stream += "commit refs/heads/feature/\(branch)\ncommitter Ann <ann@example.org> "
      stream += "\(1_767_225_601 + branch) +0000\ndata 6\nBranch\nfrom refs/heads/main\n"
      for step in 0..<10 {
        let value = (branch * 97 + step * 31) % tasks
        add(Self.taskPath(value), task(value, isLast: value == tasks - 1, round: branch + 1))
        let new = tasks + branch * 10 + step
        add(Self.taskPath(new), task(new, isLast: true))
      }
    }
    for name in 0..<max(0, refs - branches) where branches > 0 {
      stream +=
        "reset refs/remotes/origin/\(name)\nfrom refs/heads/feature/\(name % branches)\n\n"
    }
    return stream
  }

  private func ticket(_ value: Int) -> String {
    """
    ---
    id: TKT-\(Self.number(value))
    title: Component \(value) of the system
    status: backlog
    priority: HIGH
    estimate: M
    created: 2026-01-01
    updated: 2026-01-02
    tags: [backend, api]
    dependencies:
      blocked_by: []
      blocks: []
    ---

    # TKT-\(Self.number(value)): Component \(value) of the system

    ## Description

    \(prose(value))

    ## Acceptance Criteria

    - [ ] All tests pass
    - [ ] Code reviewed and approved

    """
  }

  private func task(_ value: Int, isLast: Bool = false, round: Int = 0) -> String {
    // A chain of five tasks in each ticket, said on both sides.
    let place = value % 5
    let before = place > 0 ? "TSK-\(Self.number(value - 1))" : ""
    let after = place < 4 && !isLast ? "TSK-\(Self.number(value + 1))" : ""
    return """
      ---
      id: TSK-\(Self.number(value))
      title: Write part \(value) of the component
      status: pending
      ticket_id: TKT-\(Self.number(value / 5))
      estimate: S
      type: implementation
      created: 2026-01-01
      dependencies:
        depends_on: [\(before)]
        blocks: [\(after)]
      ---

      # TSK-\(Self.number(value)): Write part \(value) of the component

      ## Objective

      \(prose(value)) Round \(round).

      ## Deliverables

      - [ ] `src/part\(value).py` - the part

      ## Acceptance Criteria

      - [ ] Unit tests pass
      - [ ] No linter errors

      """
  }

  /// Lines of other words in each spec, so that packing them is as much work as for real ones.
  private func prose(_ value: Int) -> String {
    var state = UInt64(value) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ count: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(count))
    }
    return (0..<size.rawValue).map { _ in
      (0..<11).map { _ in Self.words[next(Self.words.count)] }.joined(separator: " ") + "."
    }.joined(separator: "\n")
  }

  private static let words = """
    the a of and with when after before each service client request response table index queue \
    writes reads keeps sends receives retries stores checks returns accepts rejects computes \
    payload signature header timeout budget worker session token limit error message schema field \
    value default optional required idempotent ordered durable cached partial nested stale fresh \
    migration endpoint handler validator parser printer scheduler dashboard report audit trail
    """.split(separator: " ").map(String.init)
}
