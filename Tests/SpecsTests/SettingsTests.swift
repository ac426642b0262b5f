import Specs
import TestSupport
import Testing

/// `config.yaml`: each mistake has its place, each setting its effect.
@Suite struct SettingsTests {
  private func expectFaults(
    _ source: String, at expected: [(marker: String, message: String)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let marked = Marked(source)
    let found = Settings.parse(Array(marked.text.utf8), path: "c", root: ".omoi_os").findings
    #expect(
      found.map { "\($0.range.lowerBound) \($0.message)" }
        == expected.map { "\(marked.offsets[$0.marker] ?? -1) \($0.message)" },
      sourceLocation: sourceLocation)
    #expect(found.allSatisfy { $0.code == "S015" && $0.severity == .error })
  }

  private func settings(_ text: String) -> Settings {
    let parsed = Settings.parse(Array(text.utf8), path: "c", root: ".omoi_os")
    #expect(parsed.findings.map(\.message) == [])
    return parsed.settings
  }

  /// Every spec of such a kind was refused, with its own prefix as the help.
  @Test(arguments: ["epc", "E-C", "1E", "É"])
  func aPrefixThatNoIDBeginsWithIsTold(prefix: String) {
    let start = "kinds: {epic: {folder: epics, prefix: "
    let (settings, findings) = Settings.parse(
      Array("\(start)\(prefix)}}".utf8), path: "config.yaml", root: ".omoi_os")
    #expect(findings.map(\.message) == ["no ID begins with `\(prefix)`"])
    #expect(findings.first?.range.lowerBound == start.utf8.count)
    #expect(settings.kinds.map(\.prefix) == [nil])
  }

  @Test func everyMistakeIsToldAtItsPlace() {
    expectFaults("1️⃣rule: {}\n", at: [("1️⃣", "there is no setting `rule`")])
    expectFaults("1️⃣- a\n", at: [("1️⃣", "the settings are a list, not `key: value` lines")])
    expectFaults(
      "rules: {a: 1}\n1️⃣rules: {}\n".replacing("{a: 1}", with: "{}"),
      at: [("1️⃣", "the key `rules` stands here a second time")])
    expectFaults("rules: 1️⃣[S301]\n", at: [("1️⃣", "`rules` is a list; expected a mapping")])
    expectFaults(
      "rules:\n  1️⃣S999: note\n  S301: 2️⃣loud\n  S302: 3️⃣[a]\n",
      at: [
        ("1️⃣", "no rule is named `S999`"),
        ("2️⃣", "expected `note`, `warning`, `error` or `ignore`"),
        ("3️⃣", "expected `note`, `warning`, `error` or `ignore`"),
      ])
    expectFaults(
      "ignore: 1️⃣{path: a}\n", at: [("1️⃣", "`ignore` is a mapping; expected a list of {path, rules}")]
    )
    expectFaults(
      "ignore:\n  - 1️⃣docs\n  - 2️⃣{rules: [S1]}\n  - {path: a, 3️⃣rule: [S1]}\n  - {path: a, rules: 4️⃣[X1]}\n",
      at: [
        ("1️⃣", "expected {path: …, rules: […]}"), ("2️⃣", "an entry of `ignore` needs a `path`"),
        ("3️⃣", "there is no setting `rule`"), ("4️⃣", "no rule is named `X1`"),
      ])
    expectFaults(
      "kinds:\n  1️⃣task: {folder: x}\n  2️⃣epic: {prefix: EPC}\n  3️⃣a: {folder: x/y}\n  4️⃣b: {folder: tasks}\n  c: {folder: c, 5️⃣fold: d}\n  d: {folder: d, required: 6️⃣id}\n",
      at: [
        ("1️⃣", "`task` is built in; change its fields under `fields`"),
        ("2️⃣", "the kind `epic` needs a `folder`: one name below the spec root"),
        ("3️⃣", "the kind `a` needs a `folder`: one name below the spec root"),
        ("4️⃣", "the folder `tasks` belongs to a built-in kind"),
        ("5️⃣", "there is no setting `fold`"), ("6️⃣", "this is a single value; expected a list"),
      ])
    expectFaults(
      "fields:\n  1️⃣tsk: {a: }\n  task: {a: 2️⃣x, b: {3️⃣value: [x]}, c: {values: 4️⃣x}}\n",
      at: [
        ("1️⃣", "there is no kind `tsk`"), ("2️⃣", "expected {values: […]}, or nothing for any value"),
        ("3️⃣", "there is no setting `value`"), ("4️⃣", "this is a single value; expected a list"),
      ])
    expectFaults(
      "status:\n  1️⃣tasks: [a]\n  task: 2️⃣[]\n  ticket: 3️⃣a\n",
      at: [
        ("1️⃣", "there is no kind `tasks`"), ("2️⃣", "a workflow needs at least one status"),
        ("3️⃣", "this is a single value; expected a list"),
      ])
    expectFaults(
      "merge:\n  1️⃣latest: [a]\n  later: 2️⃣a\n  furthest: 3️⃣[a]\n  keyed_lists: {a: 4️⃣[b]}\n",
      at: [
        ("1️⃣", "there is no setting `latest`"), ("2️⃣", "this is a single value; expected a list"),
        ("3️⃣", "`furthest` is a list; expected a mapping"),
        ("4️⃣", "this is a list; expected a single value"),
      ])
    expectFaults(
      "ids: {width: 1️⃣2, 2️⃣size: 3, refs: 3️⃣a}\n",
      at: [
        ("1️⃣", "the width of IDs is a number from 3 to 9"), ("2️⃣", "there is no setting `size`"),
        ("3️⃣", "this is a single value; expected a list"),
      ])
    expectFaults(
      "hooks: {1️⃣each: true, each_commit: 2️⃣often}\nrenumbered: {TSK-001: 3️⃣[a]}\nsync: 4️⃣a\n",
      at: [
        ("1️⃣", "there is no setting `each`"), ("2️⃣", "expected `true` or `false`"),
        ("3️⃣", "this is a list; expected a single value"),
        ("4️⃣", "`sync` is a single value; expected a mapping"),
      ])
    expectFaults(
      "rules:\n\t1️⃣S301: note\n".replacing("\t1️⃣", with: "1️⃣\t"),
      at: [("1️⃣", "a tab is used as indentation; YAML allows only blanks")])
  }

  @Test func whatIsRightCountsBesideWhatIsWrong() {
    let parsed = Settings.parse(
      Array("rules: {S301: loud, S302: note}\nnonsense: 1\nids: {width: 4}\n".utf8), path: "c",
      root: ".omoi_os")
    #expect(parsed.findings.count == 2)
    #expect(parsed.settings.severities["S302"] == .some(.note))
    #expect(parsed.settings.idWidth == 4)
  }

  @Test(arguments: ["", "# nothing\n", "---\n", "rules:\nignore:\nkinds: ~\n"])
  func emptySettingsAreFine(text: String) {
    #expect(settings(text).severities.isEmpty)
  }

  // MARK: Effects

  private func codes(_ config: String, _ path: String, _ text: String) throws -> [String] {
    try Bench([path: text, "config.yaml": config]).findings().map(\.code)
  }

  @Test func aKindOfTheProjectsOwnIsJudged() throws {
    let config = "kinds: {epic: {folder: epics, prefix: EPC, required: [id, title, owner]}}\n"
    let text = "---\nid: EPC-001\ntitle: A\n---\n"
    let found = try Bench(["epics/a.md": text, "config.yaml": config]).findings()
    #expect(found.map(\.message) == ["an epic needs the field `owner`"])
    #expect(try codes(config, "epics/a.md", text.replacing("---\n\n", with: "")).contains("S101"))
    #expect(
      try codes(config, "epics/a.md", "---\nid: TSK-001\ntitle: A\nowner: x\n---\n") == ["S202"])
    #expect(try Bench(["epics/a.md": text]).findings().isEmpty)
  }

  @Test func fieldsAndValuesAreAdded() throws {
    let text = Sample.task(ticket: "TKT-001").replacing("type: implementation", with: "type: spike")
      .replacing("dependencies:", with: "lane: left\nnotes: 1\ndependencies:")
    let plain = try codes("", "tasks/TSK-001.md", text)
    #expect(
      plain.filter { ["S102", "S105"].contains($0) } == ["S102", "S102", "S105"].sorted()
        || plain.count > 3)
    let config =
      "fields: {task: {lane: {values: [left, right]}, notes: , type: {values: [spike]}}}\n"
    #expect(try codes(config, "tasks/TSK-001.md", text) == ["S301"])
    #expect(
      try codes(config, "tasks/TSK-001.md", text.replacing("left", with: "middle")).contains("S105")
    )
    // Added, not in the place of the built-in ones.
    #expect(
      try codes(config, "tasks/TSK-001.md", text.replacing("spike", with: "test")) == ["S301"])
  }

  @Test func aWorkflowReplacesTheStatusesButNotBlocked() throws {
    let config = "status: {task: [todo, doing, shipped]}\n"
    for (status, isFine) in [
      ("doing", true), ("blocked", true), ("pending", false), ("done", false),
    ] {
      let found = try codes(config, "tasks/TSK-001.md", Sample.task(status: status))
      #expect(found.contains("S105") != isFine, "\(status)")
    }
  }

  @Test func theRestIsRead() {
    let read = settings(
      """
      merge:
        later: [touched]
        sets: [labels]
        furthest: {lane: [planned, doing, done]}
        keyed_lists: {releases: cycle}
      ids: {refs: ["refs/pull/*"], width: 5}
      renumbered: {TSK-005: TSK-041}
      hooks: {each_commit: yes}

      """)
    #expect(
      read.merge == [
        "touched": .later, "labels": .set, "lane": .furthest, "releases": .keyed("cycle"),
      ])
    #expect(read.mergeOrders == ["lane": ["planned", "doing", "done"]])
    #expect(read.extraReferences == ["refs/pull/*"])
    #expect(read.idWidth == 5)
    #expect(read.renumbered == ["TSK-005": "TSK-041"])
    #expect(read.judgesEachCommit)
    #expect(!settings("hooks: {each_commit: false}\n").judgesEachCommit)
  }

  @Test func mergePoliciesReachEveryKind() {
    let schema = settings("merge: {sets: [title], later: [status]}\n").applied(to: .builtIn)
    for kind in schema.kinds {
      #expect(kind.field(named: "title")?.merge == .set)
      #expect(kind.field(named: "status")?.merge == .later)
      #expect(kind.field(named: "tags")?.merge == .set)
    }
  }

  /// As PyYAML reads it: the mark is no part of the first line.
  @Test func byteOrderMarkIsNoColumn() {
    let text = "\u{FEFF}ids: {width: 4}\nrenumbered:\n  TSK-001: TSK-002\n"
    let (settings, findings) = Settings.parse(
      Array(text.utf8), path: ".omoi_os/config.yaml", root: ".omoi_os")
    #expect(findings.map(\.message) == [])
    #expect(settings.idWidth == 4 && settings.renumbered == ["TSK-001": "TSK-002"])
  }
}
