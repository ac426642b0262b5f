import Foundation
import TestSupport
import Testing

/// What other branches hold that cannot be read: one clear line each, and the rest goes on.
@Suite struct CollisionTroubleTests {
  private static let collision = """
    git checkout -qb side; task TSK-002 'Print'; commit Print
    git checkout -q main; task TSK-002 'Parse'; commit Parse

    """

  /// The collision with `side` is found whatever else is wrong; answers the lines about the rest.
  private func troubles(
    _ script: String, _ backend: BackendName, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let sandbox = try Sandbox.history(Self.collision + script, backend: backend)
    let found = try sandbox.collisions(status: 1)
    #expect(found.ids == ["TSK-002"], sourceLocation: sourceLocation)
    // A commit warns and goes through all the same.
    try sandbox.arm()
    try sandbox.shell(Sandbox.histories + "task TSK-009 'New'; git add -A")
    let outcome = try sandbox.commit()
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
    #expect(
      found.troubles.allSatisfy { outcome.error.contains($0) }, "\(outcome)",
      sourceLocation: sourceLocation)
    return found.troubles
  }

  @Test(arguments: BackendName.allCases)
  func refToNoCommit(backend: BackendName) throws {
    let found = try troubles(
      """
      git update-ref refs/remotes/origin/blob "$(git rev-parse HEAD:.omoi_os/tasks/TSK-001.md)"
      git update-ref refs/remotes/origin/tree "$(git rev-parse 'HEAD^{tree}')"
      """, backend)
    #expect(
      found == [
        "origin/blob names no commit that is here; it is left out",
        "origin/tree names no commit that is here; it is left out",
      ])
  }

  @Test(arguments: BackendName.allCases)
  func refToAMissingObject(backend: BackendName) throws {
    let found = try troubles(
      "echo 1234567890123456789012345678901234567890 > .git/refs/heads/gone\n", backend)
    #expect(found == ["gone names no commit that is here; it is left out"])
  }

  /// git warns of it at every step, so a hook need not.
  @Test(arguments: BackendName.allCases)
  func refWithoutAnObjectName(backend: BackendName) throws {
    let sandbox = try Sandbox.history(
      Self.collision + "echo garbage > .git/refs/heads/broken\n", backend: backend)
    let found = try sandbox.collisions(status: 1)
    #expect(found.ids == ["TSK-002"])
    #expect(found.troubles == ["broken is a broken ref; it is left out"])
  }

  @Test(arguments: BackendName.allCases)
  func missingTree(backend: BackendName) throws {
    let found = try troubles(
      """
      git checkout -qb half; task TSK-005 'Half'; commit Half; git checkout -q main
      tree=$(git rev-parse half:.omoi_os); rm -f ".git/objects/$(echo $tree | cut -c1-2)/$(echo $tree | cut -c3-)"
      """, backend)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("half is left out: ") == true, "\(found)")
  }

  @Test(arguments: BackendName.allCases)
  func missingBlob(backend: BackendName) throws {
    let found = try troubles(
      """
      git checkout -qb half; task TSK-005 'Half'; commit Half; git checkout -q main
      blob=$(git rev-parse half:.omoi_os/tasks/TSK-005.md); rm -f ".git/objects/$(echo $blob | cut -c1-2)/$(echo $blob | cut -c3-)"
      """, backend)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("half is left out: ") == true, "\(found)")
  }

  @Test(arguments: BackendName.allCases)
  func rootThatIsAFile(backend: BackendName) throws {
    let found = try troubles(
      """
      git checkout -q --orphan odd; git rm -rqf .; rm -rf .omoi_os; echo file > .omoi_os
      git add -A; git commit -qm Odd; git checkout -q main
      """, backend)
    #expect(found == ["odd is left out: `.omoi_os` is no folder there"])
  }

  @Test(arguments: BackendName.allCases)
  func branchWithoutSpecsIsNoTrouble(backend: BackendName) throws {
    let found = try troubles(
      """
      git checkout -q --orphan bare; git rm -rqf .; echo file > readme
      git add -A; git commit -qm Bare; git checkout -q main
      """, backend)
    #expect(found == [])
  }

  /// Odd IDs and endless titles are shown as text, cut where a line ends.
  @Test func oddIDsAndLongTitles() throws {
    let long = String(repeating: "long ", count: 200_000)
    let sandbox = try Sandbox.history("git checkout -qb side\n")
    func write(_ title: String) throws {
      try sandbox.write(
        ".omoi_os/tasks/odd.md", "---\nid: \"TSK-\\e[31m;<b>`\"\ntitle: \"\(title)\"\n---\n")
      try sandbox.shell("git add -A; git commit -qm Odd")
    }
    try write(long)
    try sandbox.git("checkout", "-q", "main")
    try write("\\e]0;x\\a \u{202E}<script> | \\\" ] end")
    for format in ["text", "json", "mermaid"] {
      let outcome = try sandbox.spec("collisions", "--format", format)
      #expect(outcome.status == 1, "\(outcome)")
      #expect(!outcome.output.utf8.contains(0x1B))
      if format != "json" {
        #expect(!outcome.output.unicodeScalars.contains("\u{202E}"))
        #expect(outcome.output.utf8.count < 4000)
      }
      if format == "mermaid" { #expect(!outcome.output.contains("<b>")) }
    }
  }

  @Test func wrongUse() throws {
    let sandbox = try Sandbox.history("")
    expectRefused(try sandbox.spec("collisions", "--against", "nowhere"), 2, "`nowhere` names no")
    expectRefused(
      try sandbox.spec("collisions", "--against", "main", "--ref", "x"), 2, "exclude each other")
    expectRefused(try sandbox.spec("collisions", "--root", "tasks"), 2, "is not a spec root")
    expectRefused(try sandbox.spec("collisions", in: "/"), 3, "git init")
    try sandbox.shell("git init -q ../empty")
    expectRefused(try sandbox.spec("collisions", in: "../empty"), 2, "git spec init")
  }

  /// Which branches are looked at can be said.
  @Test func namesOfBranches() throws {
    let sandbox = try Sandbox.history(
      Self.collision + """
        git branch -m side feature/deep/side; git update-ref refs/pull/7/head feature/deep/side
        """)
    #expect(try sandbox.collisions("--ref", "feature/*").ids == ["TSK-002"])
    let none = try sandbox.collisions("--ref", "fix/*")
    #expect(none.ids == [] && none.troubles == ["no other branch matches `fix/*`"])
    #expect(try sandbox.collisions("--against", "feature/deep/side").ids == ["TSK-002"])
    try sandbox.git("branch", "-D", "feature/deep/side")
    #expect(try sandbox.collisions().ids == [])
    try sandbox.write(".omoi_os/config.yaml", "ids: {refs: [\"refs/pull/*\"]}\n")
    #expect(try sandbox.collisions().ids == ["TSK-002"])
  }

  /// IDs are unique in a root: what another root has is no concern of it.
  @Test func rootsAreApart() throws {
    let sandbox = try Sandbox.history(
      """
      mkdir -p backend/.omoi_os; cp -r .omoi_os/tickets backend/.omoi_os; commit Backend
      git checkout -qb side; task TSK-002 'Print'; commit Print; git checkout -q main
      cd backend; task TSK-002 'Parse'; task TSK-003 'Here'; commit Parse; cd ..
      git checkout -q side; cd backend; task TSK-003 'There'; commit There; cd ..; git checkout -q main
      """)
    #expect(try sandbox.collisions().ids == ["TSK-003"])
    #expect(try sandbox.collisions("--root", ".omoi_os").ids == [])
  }
}
