import Foundation
import Specs
import TestSupport
import Testing

@testable import git_spec

/// Nothing that files can be stops a view; each trouble is named.
@Suite struct ViewTroubleTests {
  static let broken: [String: String] = [
    ".omoi_os/tickets/TKT-001.md": Sample.ticket(blockedBy: ["TKT-002"]),
    ".omoi_os/tickets/TKT-002.md": Sample.ticket("TKT-002", blockedBy: ["TKT-001"]),
    // A circle of two, one that names itself, and one that waits for what is not there.
    ".omoi_os/tasks/TSK-001.md": Sample.task(dependsOn: ["TSK-002"]),
    ".omoi_os/tasks/TSK-002.md": Sample.task("TSK-002", dependsOn: ["TSK-001"]),
    ".omoi_os/tasks/TSK-003.md": Sample.task("TSK-003", dependsOn: ["TSK-003"]),
    ".omoi_os/tasks/TSK-004.md": Sample.task("TSK-004", dependsOn: ["TSK-404"]),
    ".omoi_os/tasks/TSK-005-a.md": Sample.task("TSK-005"),
    ".omoi_os/tasks/TSK-005-b.md": Sample.task("TSK-005", title: "The other"),
    ".omoi_os/tasks/none.md": "# No header\n",
    ".omoi_os/tasks/open.md": "---\nid: TSK-006\ntitle: Open\n",
    ".omoi_os/tasks/bad.md": "---\nid: TSK-007\ntitle: [a\n---\n",
    ".omoi_os/tasks/empty.md": "",
    ".omoi_os/tasks/list.md": "---\n- a\n---\n",
    ".omoi_os/config.yaml": "rules: {S301: sometimes}\n",
  ]

  private func repository(_ backend: BackendName?) throws -> Sandbox {
    let sandbox = try Sandbox.views(Self.broken, backend)
    try sandbox.write(
      ".omoi_os/tasks/latin.md", Data("---\nid: TSK-008\ntitle: ".utf8) + [0xE9, 0x0A])
    try sandbox.write(".omoi_os/tasks/large.md", Data(repeating: 0x61, count: 6_000_000))
    try sandbox.shell("ln -s TSK-001.md .omoi_os/tasks/link.md")
    return sandbox
  }

  /// What each trouble is about, as its kind and the words that name it.
  private static let told: [(kind: String, words: String)] = [
    ("settings", "config.yaml"), ("circle", "TSK-001 → TSK-002 → TSK-001"),
    ("circle", "TSK-003 → TSK-003"), ("circle", "TKT-001 → TKT-002 → TKT-001"),
    ("missing", "TSK-404"), ("duplicate", "TSK-005"), ("unreadable", "tasks/none.md"),
    ("unreadable", "tasks/open.md"), ("unreadable", "tasks/bad.md"),
    ("unreadable", "tasks/empty.md"), ("unreadable", "tasks/list.md"),
    ("unreadable", "tasks/latin.md"), ("unreadable", "tasks/large.md"),
    ("unreadable", "tasks/link.md"),
  ]

  @Test(arguments: BackendName.allCases)
  func noViewIsStoppedAndEveryTroubleIsNamed(backend: BackendName) throws {
    let sandbox = try repository(backend)
    for view in allViews + [["export", "json"]] {
      let problems = try #require(try sandbox.json(view)["problems"] as? [[String: Any]])
      for (kind, words) in Self.told {
        #expect(
          problems.contains {
            $0["kind"] as? String == kind
              && "\($0["path"] ?? "") \($0["message"] ?? "")".contains(words)
          }, "\(view): \(kind) \(words) is not in \(problems.map { $0["message"] ?? "" })")
      }
      #expect(problems.count == Self.told.count, "\(view)")
      if view[0] == "export" { continue }
      let text = try sandbox.run(Sandbox.program, view)
      #expect(text.status == 0 && text.error == "", "\(text)")
      #expect(text.output.contains("Problems (\(Self.told.count))"), "\(text)")
      #expect(text.output.contains("and \(Self.told.count - 10) more"), "\(text)")
    }
  }

  @Test(arguments: ["mermaid", "dot", "svg"])
  func aPictureNamesThemBesideItself(format: String) throws {
    let outcome = try repository(nil).spec("graph", "--format", format)
    #expect(outcome.status == 0)
    for (_, words) in Self.told { #expect(outcome.error.contains(words), "\(outcome.error)") }
    #expect(!outcome.output.contains("note:"))
  }

  @Test func aCircleIsDrawnOnceAndTold() throws {
    let text = try repository(nil).spec("show", "graph").output
    #expect(text.contains("⟲ these wait for each other: TSK-001 → TSK-002 → TSK-001"), "\(text)")
    #expect(text.contains("⟲ not drawn: TSK-002 → TSK-001, TSK-003 → TSK-003"), "\(text)")
    #expect(text.contains(/✗ +TSK-404 +does not exist/), "\(text)")
  }

  @Test func eachTroubleIsOnThePageOfItsSpec() throws {
    let sandbox = try repository(nil)
    for (name, words) in [
      ("TSK-001", "waits for itself: TSK-001 → TSK-002 → TSK-001"), ("none", "has no frontmatter"),
      ("TSK-004", "does not exist"), ("TSK-005", "is also the ID of"), ("large", "larger than"),
      ("link", "symbolic link"), (".omoi_os/tasks/empty.md", "empty"),
    ] {
      let outcome = try sandbox.spec("show", name)
      #expect(outcome.status == 0 && outcome.output.contains(words), "\(name) \(outcome)")
    }
  }

  @Test func aHeadingOfTwoPlacesIsADuplicate() throws {
    let specs = viewRoot([
      "requirements/a.md":
        "---\nid: REQ-A-001\ntitle: A\n---\n### REQ-A-001: A\n### REQ-A-F-001: B\n### REQ-A-F-001: C\n",
      "requirements/b.md": "---\nid: REQ-B-001\ntitle: B\n---\n### REQ-A-F-001: D\n",
      "requirements/c.md": "---\nid: REQ-C-001\ntitle: C\n---\n### REQ-B-001: E\n",
    ])
    #expect(
      specs.troubles.map { "\($0.path):\($0.line) \($0.message)" } == [
        ".omoi_os/requirements/a.md:6 REQ-A-F-001 is also the ID of "
          + ".omoi_os/requirements/a.md:7, .omoi_os/requirements/b.md:5",
        ".omoi_os/requirements/c.md:5 REQ-B-001 is also the ID of .omoi_os/requirements/b.md",
      ])
  }

  /// Each refers to the next: what looks for a feature goes as far as they do.
  @Test func aLongRowOfReferencesStopsNothing() throws {
    let count = 5_000
    var files: [String: String] = [:]
    for number in 0..<count {
      files["designs/d\(number).md"] = """
        ---
        id: DESIGN-D-\(100_000 + number)
        title: D
        \(number == count - 1 ? "feature: far" : "prd_ref: designs/d\(number + 1).md")
        ---

        """
    }
    let specs = viewRoot(files)
    let features = specs.cards.map { specs.feature(of: $0) }
    #expect(features.allSatisfy { $0 == "far" } && features.count == count)
    let drawing = GraphDrawing(
      SpecGraph(specs, .trace), Paper(columns: 80, usesColor: false)
    ).text
    #expect(drawing.split(separator: "\n").count > count)
  }

  /// Whoever asks first, a circle of references is of the feature that it leads to.
  @Test func aCircleOfReferencesIsOfOneFeature() {
    let specs = viewRoot([
      "designs/a.md":
        "---\nid: DESIGN-A-001\nprd_ref: designs/b.md\ndesign_ref: designs/c.md\n---\n",
      "designs/b.md": "---\nid: DESIGN-B-001\nprd_ref: designs/a.md\n---\n",
      "designs/c.md": "---\nid: DESIGN-C-001\nfeature: c\n---\n",
    ])
    #expect(specs.cards.map { specs.feature(of: $0) } == ["c", "c", "c"])
  }

  @Test func settingsThatAreNoYAMLLeaveTheUsualOnes() throws {
    let sandbox = try Sandbox.views(Sample.root)
    try sandbox.write(".omoi_os/config.yaml", "status: [\n")
    let document = try sandbox.json(["board"])
    let problems = try #require(document["problems"] as? [[String: Any]])
    #expect(problems.map { $0["kind"] as? String } == ["settings"])
    #expect((document["boards"] as? [Any])?.count == 2)
  }

  // MARK: Places

  @Test(arguments: BackendName.allCases)
  func withoutARootThereIsNothingToShow(backend: BackendName) throws {
    let sandbox = try Sandbox.views(["README.md": "x\n"], backend)
    for view in allViews + [["show", "TSK-001"]] {
      expectRefused(try sandbox.run(Sandbox.program, view), 2, "git spec init")
      let error = try #require(
        try sandbox.json(view, status: 2)["error"] as? [String: Any], "\(view)")
      #expect((error["hints"] as? [String])?.contains { $0.contains("git spec init") } == true)
    }
  }

  @Test func outsideARepositoryIsTrouble() throws {
    let sandbox = try Sandbox()
    for view in allViews { expectRefused(try sandbox.run(Sandbox.program, view), 3, "repository") }
  }

  @Test(arguments: BackendName.allCases)
  func aRepositoryWithoutACommitShowsItsFiles(backend: BackendName) throws {
    let sandbox = try Sandbox.views(Sample.root, backend)
    for view in allViews + [["show", "TSK-001", "--all-refs"]] {
      let outcome = try sandbox.run(Sandbox.program, view)
      #expect(outcome.status == 0 && outcome.error == "", "\(outcome)")
    }
    expectRefused(try sandbox.spec("show", "--rev", "HEAD"), 2, "HEAD")
  }

  @Test(arguments: BackendName.allCases)
  func untrackedFilesCountAndIgnoredOnesDoNot(backend: BackendName) throws {
    let sandbox = try Sandbox.views(Sample.root, backend)
    try sandbox.shell("git add -A; git commit -qm Begin")
    try sandbox.write(".omoi_os/tasks/TSK-003.md", Sample.task("TSK-003", title: "Untracked"))
    try sandbox.write(".omoi_os/tasks/TSK-004.md", Sample.task("TSK-004", title: "Ignored"))
    try sandbox.write(".git/info/exclude", "TSK-004.md\n")
    let text = try sandbox.spec("show", "tasks").output
    #expect(text.contains("Untracked") && !text.contains("Ignored"), "\(text)")
    let old = try sandbox.spec("show", "tasks", "--rev", "HEAD").output
    #expect(!old.contains("Untracked"), "\(old)")
  }

  @Test(arguments: BackendName.allCases)
  func everyFolderAndWorkingTreeShowsTheWhole(backend: BackendName) throws {
    let sandbox = try Sandbox.views(Sample.root, backend)
    try sandbox.write("src/deep/x", "")
    try sandbox.shell("git add -A; git commit -qm Begin; git worktree add -q ../other -b other")
    let text = try sandbox.spec("show", "all").output
    for folder in ["src/deep", ".omoi_os", ".omoi_os/tasks", "../other", "../other/src"] {
      #expect(try sandbox.spec("show", "all", in: folder).output == text, "\(folder)")
    }
  }

  @Test(arguments: BackendName.allCases)
  func idsAreThoseOfTheirRoot(backend: BackendName) throws {
    let sandbox = try Sandbox.views(Sample.root, backend)
    try sandbox.write("lib/.omoi_os/tickets/TKT-001.md", Sample.ticket(title: "Of the library"))
    try sandbox.write(
      "lib/.omoi_os/tasks/TSK-001.md", Sample.task(title: "Of the library", status: "done"))
    let document = try sandbox.json(["show", "TSK-001"])
    #expect(
      (document["specs"] as? [[String: Any]])?.map { $0["root"] as? String } == [
        ".omoi_os", "lib/.omoi_os",
      ])
    #expect((document["problems"] as? [Any])?.count == 0)
    let both = try sandbox.spec("show", "tasks").output
    #expect(both.contains("TASKS (2 in .omoi_os)") && both.contains("TASKS (1 in lib/.omoi_os)"))
    // TSK-002 waits for its own root's task, not for the other's.
    #expect(both.contains("waits for TSK-001 (pending)"), "\(both)")
    for (folder, root) in [(".", "lib/.omoi_os"), ("lib", ".omoi_os")] {
      let one = try sandbox.spec("show", "tasks", "--root", root, in: folder)
      #expect(one.output.contains("TASKS (1)") && !one.output.contains("Write"), "\(one)")
    }
    for view in allViews {
      let outcome = try sandbox.run(Sandbox.program, view)
      #expect(outcome.status == 0, "\(outcome)")
    }
  }

  // MARK: What views leave behind

  @Test(arguments: BackendName.allCases)
  func nothingIsWritten(backend: BackendName) throws {
    let sandbox = try Sandbox.views(Self.broken, backend)
    try sandbox.shell("git add -A; git commit -qm Begin")
    // Git itself would refresh such an index.
    try sandbox.shell("touch -d '1 hour ago' .omoi_os/tasks/*.md")
    try sandbox.write(".omoi_os/tasks/TSK-009.md", Sample.task("TSK-009"))
    let state = "find . -type f -exec sha256sum {} + | sort; find . | sort; git count-objects"
    let before = try sandbox.shell(state)
    for view in allViews + [["show", "TSK-001", "--all-refs"], ["export", "json"]] {
      _ = try sandbox.run(Sandbox.program, view)
    }
    for format in ["mermaid", "dot", "svg", "json"] {
      _ = try sandbox.spec("graph", "trace", "--format", format)
    }
    #expect(try sandbox.shell(state) == before)
  }

  @Test func aReaderThatLeavesEndsTheViewQuietly() throws {
    var files = Sample.root
    for number in 100..<700 {
      files[".omoi_os/tasks/TSK-\(number).md"] = Sample.task(
        "TSK-\(number)", title: String(repeating: "long ", count: 40))
    }
    let sandbox = try Sandbox.views(files)
    for command in ["show tasks", "show tasks --format json", "graph --format svg", "board"] {
      let outcome = try sandbox.run(
        "/bin/bash",
        [
          "-c", "'\(Sandbox.program)' \(command) | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}",
        ])
      #expect(outcome.output == "0\n" && outcome.error == "", "\(command) \(outcome)")
    }
  }
}
