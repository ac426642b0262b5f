import Frontmatter
import Specs
import TestSupport
import Testing

/// A spec root made of texts, as rules see it.
struct Bench {
  var files: [String: String]
  var before: [String: String]?
  var today = CalendarDate(year: 2026, month: 1, day: 15)
  var judgement = Judgement()
  /// Files of another branch, on which every ID is another spec.
  var elsewhere: [String: String] = [:]
  /// Takes the files before for a commit in which all of them lay, and the files for a later one.
  var looksBack = false

  static let root = ".omoi_os"

  init(_ files: [String: String], before: [String: String]? = nil) {
    self.files = files
    self.before = before
  }

  func snapshot(_ files: [String: String]) -> SpecSnapshot {
    Self.snapshot(files.mapValues { Array($0.utf8) })
  }

  static func snapshot(_ files: [String: [UInt8]]) -> SpecSnapshot {
    let settings = files["config.yaml"].map {
      Settings.parse($0, path: "\(root)/config.yaml", root: root).settings
    }
    let place = SpecSnapshot.Root(path: root, settings: settings ?? Settings())
    var index = SnapshotIndex()
    var specs: [String: Spec] = [:]
    for (relative, bytes) in files.sorted(by: { $0.key < $1.key }) {
      let path = "\(root)/\(relative)"
      index.add(file: path, in: root)
      guard let kind = place.schema.kind(ofPath: relative), let schema = place.schema[kind]
      else { continue }
      let file = SpecFile(path: path, root: root, kind: kind, content: .bytes(bytes))
      index.add(SpecSummary(reading: file, schema: schema))
      specs[path] = Spec(file, schema: schema)
    }
    return SpecSnapshot(roots: [root: place], index: index, load: { specs[$0] })
  }

  var checker: Checker {
    Checker(
      judgement: judgement, today: today ?? CalendarDate(secondsSince1970: 0),
      branches: elsewhere.isEmpty
        ? NoOtherBranches() : OneOtherBranch(index: snapshot(elsewhere).index))
  }

  /// Findings in all files, with the files before the change as baselines.
  func findings() throws -> [Finding] {
    let after = snapshot(files)
    let old = before.map(snapshot)
    let paths = files.keys.sorted().map { "\(Self.root)/\($0)" }
    var checker = checker
    if looksBack { checker.laterChanges = try laterChanges(after, old) }
    var findings = try checker.check(paths, of: after, baseline: { try old?.load($0) }).findings
    if let settings = files["config.yaml"] {
      findings +=
        Settings.parse(
          Array(settings.utf8), path: "\(Self.root)/config.yaml", root: Self.root
        ).findings
    }
    return findings
  }

  /// What a history of two commits says: tickets that stayed as they were, beside requirements that
  /// did not.
  private func laterChanges(_ after: SpecSnapshot, _ old: SpecSnapshot?) throws -> LaterChanges {
    func texts(_ files: [String: String], _ snapshot: SpecSnapshot) throws
      -> [String: RequirementText]
    {
      try files.keys.sorted().reduce(into: [:]) { found, path in
        guard let spec = try snapshot.load("\(Self.root)/\(path)") else { return }
        found.merge(RequirementText.all(in: spec)) { $1 }
      }
    }
    var changes = LaterChanges()
    guard let old, let before else { return changes }
    let (then, now) = (try texts(before, old), try texts(files, after))
    for (path, text) in files where before[path] == text {
      for (id, text) in then where now[id] != text {
        changes[ticket: "\(Self.root)/\(path)", requirement: id] = .commit("abc1234 \"Change it\"")
      }
    }
    return changes
  }

  /// Findings that a change from `before` answers for.
  func change() throws -> Report {
    let old = before ?? [:]
    let changed = Set(files.keys).union(old.keys).filter { files[$0] != old[$0] }
      .map { "\(Self.root)/\($0)" }
    return try checker.check(
      changed: Set(changed), touched: Set(changed), after: snapshot(files), before: [snapshot(old)])
  }

  /// The text of a file after all fixes of a code.
  func fixed(_ path: String, _ code: String) throws -> String {
    let edits = try findings().filter { $0.code == code }.flatMap { $0.fix?.edits ?? [] }
      .filter { $0.path == "\(Self.root)/\(path)" }.map(\.edit)
    let bytes = try Edit.apply(edits, to: Array((files[path] ?? "").utf8))
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// A branch `main` on which every ID means something else.
struct OneOtherBranch: OtherBranches {
  let index: any SpecIndex
  var weightOfTakenID: Severity? { .warning }

  func otherMeanings(of definition: Definition, in root: String) -> [Meaning] {
    meanings(of: definition.id, in: root)
  }

  func meanings(of id: String, in root: String) -> [Meaning] {
    index.definitions(of: id, in: root).map {
      Meaning(branches: ["main"], title: $0.title, path: $0.path, line: $0.position.line)
    }
  }
}

/// Expects findings of one rule at the markers of one file, in order, and no others of that rule.
func expect(
  _ code: String, in source: String, path: String = "tasks/TSK-001.md",
  at expected: [(marker: String, message: String)], as severity: Severity? = nil,
  with others: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let marked = Marked(source)
  var files = others
  files[path] = marked.text
  let findings = try Bench(files).findings()
    .filter { $0.code == code && $0.path == "\(Bench.root)/\(path)" }
  let found = findings.map { "\($0.range.lowerBound) \($0.message)" }
  let wanted = expected.map { "\(marked.offsets[$0.marker] ?? -1) \($0.message)" }
  #expect(found == wanted, sourceLocation: sourceLocation)
  if let severity {
    #expect(
      findings.map(\.severity) == findings.map { _ in severity }, sourceLocation: sourceLocation)
  }
}

/// Expects no finding of one rule in any file.
func expectNone(
  _ code: String, in source: String, path: String = "tasks/TSK-001.md",
  with others: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let found = try Bench(others.merging([path: source]) { $1 }).findings().filter { $0.code == code }
  #expect(found.map(\.message) == [], sourceLocation: sourceLocation)
}

/// Expects the fixes of one rule to make a text, to end its findings and to leave nothing to do;
/// with both line ends.
func expectFix(
  _ code: String, in source: String, path: String = "tasks/TSK-001.md", makes expected: String,
  _ applicability: Fix.Applicability = .safe, with others: [String: String] = [:],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  for end in ["\n", "\r\n"] {
    func ended(_ text: String) -> String { text.replacing("\n", with: end) }
    var bench = Bench(others.mapValues(ended).merging([path: ended(source)]) { $1 })
    let fixes = try bench.findings().filter { $0.code == code }.compactMap(\.fix)
    #expect(!fixes.isEmpty, sourceLocation: sourceLocation)
    #expect(
      fixes.allSatisfy { $0.applicability == applicability }, sourceLocation: sourceLocation)
    let fixed = try bench.fixed(path, code)
    #expect(fixed == ended(expected), sourceLocation: sourceLocation)
    bench.files[path] = fixed
    let rest = try bench.findings().filter { $0.code == code }
    #expect(rest.map(\.message) == [], sourceLocation: sourceLocation)
    #expect(try bench.fixed(path, code) == fixed, sourceLocation: sourceLocation)
  }
}
