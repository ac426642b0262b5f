import Testing

@testable import SpecSync

/// Which item a spec is, and what is planned for it; from values alone.
@Suite struct PlanningTests {
  private static let root = ".omoi_os"

  private func task(
    _ id: String, _ path: String? = nil, title: String = "T", ticket: String? = nil,
    after: [String] = [], before: [String] = []
  ) -> CandidateFile {
    let path = path ?? "\(Self.root)/tasks/\(id).md"
    var item = SyncItem(kind: .task, root: Self.root, id: id, path: path)
    item.fields = [.title: title, .description: "body", .status: "pending"]
    item.links.ticket = ticket
    item.links.after = after
    item.links.before = before
    return file(item)
  }

  private func ticket(_ id: String, after: [String] = []) -> CandidateFile {
    var item = SyncItem(
      kind: .ticket, root: Self.root, id: id, path: "\(Self.root)/tickets/\(id).md")
    item.fields = [.title: id, .description: "body"]
    item.links.after = after
    return file(item)
  }

  private func file(_ item: SyncItem) -> CandidateFile {
    CandidateFile(
      root: item.root, path: item.path, blob: "b", id: item.id, kind: item.kind,
      content: .items([item]))
  }

  private func known(_ id: String, _ uid: String, path: String? = nil) -> IndexEntry {
    var item = ItemState(
      uid: uid, kind: .task, root: Self.root, id: id,
      path: path ?? "\(Self.root)/tasks/\(id).md", server: "server-\(uid)", parent: "ticket")
    item.blob = "b"
    return IndexEntry(item)
  }

  private func match(
    _ files: [CandidateFile], removed: [String] = [], known: [IndexEntry] = [],
    renumbered: [String: String] = [:]
  ) -> Matching {
    var input = SyncInput()
    input.candidates = files
    input.removed = removed
    input.index = ItemIndex(known)
    input.renumbered = [Self.root: renumbered]
    return Matching(input)
  }

  private func uids(_ matching: Matching) -> [String: String] {
    Dictionary(
      matching.matched.compactMap { item in item.entry.map { (item.item.id, $0.uid) } },
      uniquingKeysWith: { $1 })
  }

  // MARK: Identity

  @Test func aRenamedFileWithItsIDIsTheSame() {
    let found = match(
      [task("TSK-001", ".omoi_os/tasks/TSK-001-new.md")], removed: [".omoi_os/tasks/TSK-001.md"],
      known: [known("TSK-001", "u1")])
    #expect(uids(found) == ["TSK-001": "u1"] && found.gone.isEmpty)
  }

  @Test func aRenumberedSpecIsTheSame() {
    let found = match(
      [task("TSK-041")], removed: [".omoi_os/tasks/TSK-005.md"], known: [known("TSK-005", "u5")],
      renumbered: ["TSK-005": "TSK-041"])
    #expect(uids(found) == ["TSK-041": "u5"] && found.gone.isEmpty)
  }

  @Test func anotherIDAtTheSamePathIsTheSame() {
    let found = match(
      [task("TSK-009", ".omoi_os/tasks/a.md")],
      known: [known("TSK-001", "u1", path: ".omoi_os/tasks/a.md")])
    #expect(uids(found) == ["TSK-009": "u1"] && found.gone.isEmpty)
  }

  /// Two specs that swap their IDs: the ID is what counts, as it does for whoever refers to them.
  @Test func theIDGoesBeforeThePath() {
    let found = match(
      [task("TSK-002", ".omoi_os/tasks/a.md"), task("TSK-001", ".omoi_os/tasks/b.md")],
      known: [
        known("TSK-001", "u1", path: ".omoi_os/tasks/a.md"),
        known("TSK-002", "u2", path: ".omoi_os/tasks/b.md"),
      ])
    #expect(uids(found) == ["TSK-001": "u1", "TSK-002": "u2"])
  }

  @Test func anIDThatTwoFilesClaimIsLeftOutAndTheRestGoesOn() {
    let found = match(
      [task("TSK-001"), task("TSK-001", ".omoi_os/tasks/x.md"), task("TSK-002")])
    #expect(found.matched.map(\.item.id) == ["TSK-002"])
    #expect(
      found.refused.map(\.item.path).sorted() == [
        ".omoi_os/tasks/TSK-001.md", ".omoi_os/tasks/x.md",
      ])
  }

  @Test func anUnchangedFileThatHasTheIDAlreadyCounts() {
    let found = match(
      [task("TSK-001", ".omoi_os/tasks/x.md")], known: [known("TSK-001", "u1")])
    #expect(found.matched.isEmpty && found.refused.count == 1 && found.gone.isEmpty)
  }

  @Test func aRemovedFileIsGone() {
    let found = match([], removed: [".omoi_os/tasks/TSK-001.md"], known: [known("TSK-001", "u1")])
    #expect(found.gone.map(\.uid) == ["u1"])
  }

  // MARK: Plans

  private func plan(_ files: [CandidateFile]) throws -> SyncPlan {
    var input = SyncInput()
    input.candidates = files
    let matching = Matching(input)
    let resolving = try Resolving(matching, input)
    var planner = Planner(
      SyncPlan(host: "h", project: "p", commit: "c", base: ""), items: resolving.items,
      index: ItemIndex(), states: [:], remote: [:], options: SyncOptions())
    return planner.run(lookalikes: [:], circles: [])
  }

  @Test func ticketsComeBeforeTheirTasks() throws {
    let plan = try plan([task("TSK-001", ticket: "TKT-001"), ticket("TKT-001")])
    #expect(plan.operations.map(\.subject.id) == ["TKT-001", "TSK-001"])
    #expect(plan.operations.last?.parent == plan.operations.first?.subject.uid)
  }

  @Test func aTaskWithoutItsTicketIsSkipped() throws {
    let plan = try plan([task("TSK-001", ticket: "TKT-404")])
    #expect(plan.operations.isEmpty)
    let remark = try #require(plan.remarks.first)
    #expect(remark.kind == .skip && remark.isError && remark.isPending)
    #expect(remark.message.hasPrefix("parent failed"))
  }

  /// Every job is begun after what it needs, whatever the order of the files.
  @Test func jobsComeAfterWhatTheyNeed() throws {
    let plan = try plan([
      task("TSK-001", ticket: "TKT-002", after: ["TSK-002"]), task("TSK-002", ticket: "TKT-001"),
      ticket("TKT-001", after: ["TKT-002"]), ticket("TKT-002"),
    ])
    let jobs = PushJob.all(of: plan)
    #expect(jobs.count == 5)
    let first = try #require(jobs.firstIndex { $0.subject?.id == "TKT-002" })
    let second = try #require(jobs.firstIndex { $0.subject?.id == "TKT-001" })
    #expect(jobs[second].needs.contains(first))
    let last = try #require(jobs.last)
    #expect(last.needs.count == 2)
  }

  @Test func savedPlansAreReadAsTheyWereWritten() throws {
    let plan = try plan([task("TSK-001", ticket: "TKT-001"), ticket("TKT-001")])
    #expect(try SyncJSON.value(SyncPlan.self, from: SyncJSON.page(plan)) == plan)
  }
}
