import Specs
import TestSupport
import Testing

/// `sync:` in `config.yaml`.
@Suite struct SyncSettingsTests {
  private func parse(_ text: String) -> (settings: Settings, findings: [Finding]) {
    Settings.parse(Array(text.utf8), path: "c", root: ".omoi_os")
  }

  private func expectFaults(
    _ source: String, at expected: [(marker: String, message: String, help: String?)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let marked = Marked(source)
    let found = parse(marked.text).findings
    #expect(
      found.map { "\($0.range.lowerBound) \($0.message) (\($0.help ?? "-"))" }
        == expected.map { "\(marked.offsets[$0.marker] ?? -1) \($0.message) (\($0.help ?? "-"))" },
      sourceLocation: sourceLocation)
    #expect(found.allSatisfy { $0.code == "S015" && $0.severity == .error })
  }

  @Test func allOfItIsRead() {
    let (settings, findings) = parse(
      """
      sync:
        branch: main
        remote: upstream
        max_delete: 0
        status:
          ticket: {shipped: done, blocked: backlog}
          task: {in_progress: running}
        fields:
          ticket: {status: ignore, blocked_by: ignore, body: push, lane: ignore}
          requirement: {criteria: ignore}
          design: {data_model: ignore}
      status: {ticket: [backlog, shipped]}
      fields: {ticket: {lane: }}

      """)
    #expect(findings.map(\.message) == [])
    var expected = Settings.Sync()
    expected.branch = "main"
    expected.remote = "upstream"
    expected.maxDelete = 0
    expected.statuses = [
      .ticket: ["shipped": "done", "blocked": "backlog"], .task: ["in_progress": "running"],
    ]
    // An alias counts for the field.
    expected.fields = [
      .ticket: [
        "status": .ignore, "dependencies.blocked_by": .ignore, "body": .push, "lane": .ignore,
      ],
      .requirement: ["criteria": .ignore], .design: ["data_model": .ignore],
    ]
    #expect(settings.sync == expected)
    #expect(settings.sync.ignores("status", of: .ticket))
    #expect(!settings.sync.ignores("body", of: .ticket))
    #expect(!settings.sync.ignores("status", of: .task))
  }

  @Test(arguments: ["", "sync:\n", "sync: ~\n", "sync: {}\n"])
  func nothingIsFine(text: String) {
    let (settings, findings) = parse(text)
    #expect(findings.isEmpty)
    #expect(settings.sync == Settings.Sync())
  }

  @Test func everyMistakeIsToldAtItsPlace() {
    expectFaults("sync: 1️⃣a\n", at: [("1️⃣", "`sync` is a single value; expected a mapping", nil)])
    expectFaults(
      "sync: {1️⃣brunch: a, remote: 2️⃣[a], max_delete: 3️⃣-1, branch: 4️⃣''}\n",
      at: [
        ("1️⃣", "there is no setting `brunch`", "did you mean `branch`?"),
        ("2️⃣", "this is a list; expected a single value", nil),
        ("3️⃣", "`max_delete` is a number from 0 on", nil),
        ("4️⃣", "`branch` is empty", nil),
      ])
    expectFaults(
      "sync: {max_delete: 1️⃣many, status: 2️⃣[a], fields: 3️⃣x}\n",
      at: [
        ("1️⃣", "`max_delete` is a number from 0 on", nil),
        ("2️⃣", "`status` is a list; expected a mapping", nil),
        ("3️⃣", "`fields` is a single value; expected a mapping", nil),
      ])
    expectFaults(
      "kinds: {epic: {folder: epics}}\nsync:\n  status: {1️⃣tickets: {}, 2️⃣epic: {}, 3️⃣prd: {}, task: 4️⃣done}\n",
      at: [
        ("1️⃣", "there is no kind `tickets`", "did you mean `ticket`?"),
        (
          "2️⃣", "the server has nothing for the kind `epic`",
          "synced are `ticket`, `task`, `requirement` or `design`"
        ),
        (
          "3️⃣", "the server has nothing for the kind `prd`",
          "synced are `ticket`, `task`, `requirement` or `design`"
        ),
        ("4️⃣", "`task` is a single value; expected a mapping", nil),
      ])
    expectFaults(
      "sync: {status: {task: {1️⃣reviews: a, done: 2️⃣[a], pending: 3️⃣~}}}\n",
      at: [
        ("1️⃣", "`reviews` is no status of a task", "did you mean `review`?"),
        ("2️⃣", "this is a list; expected a single value", nil),
        ("3️⃣", "this is empty; expected a single value", nil),
      ])
    expectFaults(
      "sync: {fields: {task: {1️⃣statis: push, status: 2️⃣pull, criteria: push, title: 3️⃣ignore}}}\n"
        .replacing("criteria: push, ", with: ""),
      at: [
        ("1️⃣", "a task has no field `statis`", "did you mean `status`?"),
        ("2️⃣", "expected `push` or `ignore`", nil),
        (
          "3️⃣", "`title` cannot be ignored: nothing is made on the server without it", nil
        ),
      ])
    // The workflow is the file's, wherever it stands.
    expectFaults(
      "sync: {status: {task: {1️⃣review: a}}}\nstatus: {task: [pending, done]}\n",
      at: [
        ("1️⃣", "`review` is no status of a task", "it is one of `pending`, `done` or `blocked`")
      ])
  }

  @Test func aStatusHasRoomForFiftyCharacters() {
    let fits = String(repeating: "é", count: 50)
    #expect(parse("sync: {status: {task: {done: \(fits)}}}\n").findings.isEmpty)
    expectFaults(
      "sync: {status: {task: {done: 1️⃣\(fits)x}}}\n",
      at: [("1️⃣", "a status has at most 50 characters on the server; this has 51", nil)])
  }

  @Test func whatIsRightCountsBesideWhatIsWrong() {
    let parsed = parse("sync: {branch: main, status: {task: {done: completed, dune: x}}}\n")
    #expect(parsed.findings.count == 1)
    #expect(parsed.settings.sync.branch == "main")
    #expect(parsed.settings.sync.statuses == [.task: ["done": "completed"]])
  }
}
