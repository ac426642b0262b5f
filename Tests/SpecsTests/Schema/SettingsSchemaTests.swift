import Specs
import TestSupport
import Testing

/// The schema of `config.yaml` has the keys that the reader has, and means what it means.
@Suite struct SettingsSchemaTests {
  private static let check = try? JSONSchemaCheck(Published.text(.settings))

  private func findings(_ settings: String) -> [Finding] {
    Settings.parse(Array(settings.utf8), path: "config.yaml", root: ".omoi_os").findings
  }

  private func faults(_ settings: String) throws -> [JSONSchemaCheck.Fault] {
    try #require(Self.check).faults(in: try Published.yaml(settings))
  }

  /// Every mapping whose keys have a meaning, with a key in it that has none, and where the schema
  /// describes it.
  private static let places = [
    ("nonsense: 1", ""),
    ("ignore: [{path: a, nonsense: 1}]", "/properties/ignore/items"),
    ("kinds: {epic: {folder: epics, nonsense: 1}}", "/properties/kinds/additionalProperties"),
    (
      "fields: {task: {lane: {nonsense: 1}}}",
      "/properties/fields/properties/task/additionalProperties"
    ),
    ("merge: {nonsense: 1}", "/properties/merge"),
    ("ids: {nonsense: 1}", "/properties/ids"),
    ("hooks: {nonsense: 1}", "/properties/hooks"),
    ("sync: {nonsense: 1}", "/properties/sync"),
  ]

  @Test(arguments: places)
  func theReaderAndTheSchemaKnowTheSameKeys(settings: String, pointer: String) throws {
    let finding = try #require(findings(settings).first)
    #expect(finding.message == "there is no setting `nonsense`")
    // "it is one of `a`, `b` or `c`"
    let known = (finding.help ?? "").split(separator: "`").enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    let described = try #require(Self.check).schema.value(at: pointer)?["properties"]?.keys
    #expect(Set(known) == described)
    #expect(try !faults(settings).isEmpty)
  }

  /// A value for each key of the places above, which all are read without a word.
  private static let good = [
    "", "rules: {S306: ignore, S3: warning, unknown-reference: note, ALL: error, S: note}",
    "rules: {S30: note}", "ignore: [{path: \"docs/old/**\", rules: [S1, S301]}, {path: a}]",
    "ignore: [{path: a, rules: title}, {path: b, rules: ALL}]", "ignore: []",
    "kinds: {epic: {folder: epics, prefix: EPC, required: [id, title, status]}, memo: {folder: m}}",
    "fields: {ticket: {phase: {values: [alpha, 2, true]}}, task: {reviewer: }}",
    "kinds: {epic: {folder: epics}}\nfields: {epic: {lane: }}\nstatus: {epic: [a, b]}",
    "status: {ticket: [backlog, building]}", "merge: {later: [updated], sets: [owners]}",
    "merge: {furthest: {lane: [a, b]}, keyed_lists: {releases: version}}",
    "ids: {refs: [\"refs/pull/*\"], width: 4}", "renumbered: {TSK-005: TSK-041}",
    "hooks: {each_commit: true}", "hooks: {each_commit: false}",
    "sync: {branch: main, remote: origin, max_delete: 5}", "sync: {max_delete: 0}",
    "sync: {status: {ticket: {blocked: backlog}, task: {review: running}}}",
    "sync: {status: {ticket: {shipped: done}}}\nstatus: {ticket: [backlog, shipped]}",
    "sync: {fields: {ticket: {status: ignore, body: push}, requirement: {criteria: ignore}}}",
    "sync: {fields: {design: {architecture: ignore}, task: {dependencies.blocks: ignore}}}",
    "sync: {fields: {task: {ticket_id: push, parent_ticket: push}}}",
    "sync: {fields: {ticket: {lane: ignore}}}\nfields: {ticket: {lane: }}",
    "rules:\nignore:\nkinds:\nfields:\nstatus:\nmerge:\nids:\nrenumbered:\nhooks:\nsync:\n",
  ]

  @Test(arguments: good)
  func whatIsReadWithoutAWordIsValid(settings: String) throws {
    #expect(findings(settings).map(\.message) == [])
    #expect(try faults(settings).map(\.description) == [])
  }

  private static let bad = [
    "[]", "word", "bogus: 1", "rules: {S301: loud}", "rules: {S999: note}", "rules: [S301]",
    "rules: {S301: }", "ignore: {path: a}", "ignore: [a]", "ignore: [{rules: [S1]}]",
    "ignore: [{path: a, rules: [S9]}]", "ignore: [{path: a, rules: nonsense}]",
    "ignore: [{path: [a]}]", "kinds: {task: {folder: x}}", "kinds: {epic: {}}", "kinds: {epic: }",
    "kinds: {epic: {folder: a/b}}", "kinds: {epic: {folder: tasks}}", "kinds: {epic: {folder: }}",
    "kinds: {epic: {folder: e, required: id}}", "kinds: {epic: {folder: e, prefix: epc}}",
    "kinds: {epic: {folder: e, prefix: E-C}}", "kinds: {epic: {folder: e, prefix: [E]}}",
    "fields: {task: [a]}", "fields: {task: {a: [b]}}", "fields: {task: {a: {values: b}}}",
    "status: {task: []}", "status: {task: pending}", "status: {task: [[a]]}", "status: [a]",
    "merge: {later: updated}", "merge: {later: }", "merge: {furthest: [a]}",
    "merge: {furthest: {lane: a}}", "merge: {keyed_lists: {a: [b]}}", "ids: {width: 2}",
    "ids: {width: 10}", "ids: {width: wide}", "ids: {refs: refs/pull/*}", "renumbered: [a]",
    "renumbered: {TSK-001: [a]}", "hooks: {each_commit: maybe}", "hooks: {each_commit: }",
    "sync: {branch: }", "sync: {branch: \" \"}", "sync: {max_delete: -1}", "sync: {max_delete: a}",
    "sync: {status: {prd: {draft: x}}}", "sync: {status: {task: {review: }}}",
    "sync: {status: {task: {review: \(String(repeating: "x", count: 51))}}}",
    "sync: {fields: {task: {status: maybe}}}", "sync: {fields: {task: {ticket_id: ignore}}}",
    "sync: {fields: {task: {ticket: ignore}}}", "sync: {fields: {ticket: {title: ignore}}}",
    "sync: {fields: {document: {tags: ignore}}}",
  ]

  @Test(arguments: bad)
  func whatIsToldIsInvalid(settings: String) throws {
    #expect(!findings(settings).isEmpty)
    #expect(try !faults(settings).isEmpty)
  }

  /// Names that stand elsewhere in the file are looked up by the reader alone; of spellings that
  /// it understands the schema knows the plain one.
  @Test func whereTheSchemaIsMoreOrLessStrict() throws {
    for settings in [
      "fields: {epic: {lane: }}", "status: {epic: [a]}", "sync: {status: {task: {nonsense: x}}}",
      "sync: {fields: {task: {nonsense: push}}}",
    ] {
      #expect(try !findings(settings).isEmpty && faults(settings).isEmpty, "\(settings)")
    }
    for settings in [
      "rules: {s301: note}", "ids: {width: \"4\"}", "hooks: {each_commit: yes}",
      "ignore: [{path: \"\"}]",
    ] {
      #expect(try findings(settings).isEmpty && !faults(settings).isEmpty, "\(settings)")
    }
  }

  @Test func everyRuleCanBeWeighed() throws {
    let rules = try #require(Self.check).schema.value(at: "/properties/rules/properties")
    for rule in Registry.rules {
      #expect(rules?[rule.code]?["description"] == .text(rule.summary))
      #expect(rules?[rule.name]?["description"] == .text(rule.summary))
    }
    for name in rules?.keys ?? [] { #expect(Registry.code(named: name) != nil, "\(name)") }
    for severity in Severity.allCases.map(\.rawValue) + ["ignore"] {
      #expect(try faults("rules: {S301: \(severity)}") == [])
    }
  }
}
