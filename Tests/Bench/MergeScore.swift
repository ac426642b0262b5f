import FoundationEssentials
import Frontmatter

/// Real merges that people made, merged again: how many come out as theirs did.
///
/// The folder holds `index.tsv` and a folder of `base.md`, `ours.md`, `theirs.md`, `merged.md` for
/// each case, as in `../shared/corpus/merges`.
struct MergeScore {
  private let place: Place
  private let corpus: String

  init(_ place: Place, corpus: String) {
    self.place = place
    self.corpus = corpus
  }

  func run() throws {
    let policies = corpus + "/policies.yaml"
    try score([], "with the defaults")
    if FileManager.default.fileExists(atPath: policies) {
      try score(["--config", policies], "with policies.yaml")
    }
  }

  // MARK: Cases

  private struct Case {
    let name: String
    let path: String
    let conflictsInGit: Bool
    let conflictsInHeader: Bool
    let isTrusted: Bool

    /// A row of `index.tsv`.
    init?(_ row: Substring) {
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 8, fields[0] != "case" else { return nil }
      name = String(fields[0])
      path = String(fields[1])
      conflictsInGit = fields[2] == "yes"
      conflictsInHeader = fields[3] == "yes"
      isTrusted = fields[7] == "yes"
    }

    var repository: String { String(name.split(separator: "/")[0]) }
    var subset: String {
      let trust = isTrusted ? "trusted" : "not trusted"
      if !conflictsInGit { return "git is clean, human \(trust)" }
      return "git conflicts \(conflictsInHeader ? "in the header" : "in the body"), human \(trust)"
    }
  }

  private enum Class: String, CaseIterable { case exact, same, conflict, differs }

  private func score(_ options: [String], _ title: String) throws {
    let rows = String(decoding: try bytes("\(corpus)/index.tsv"), as: UTF8.self)
    var counts: [String: [Class: Int]] = [:]
    var header = (cases: 0, resolved: 0, equal: 0)
    var (unreadable, lacking, failed, added) = (0, 0, 0, 0)
    for row in rows.split(separator: "\n") {
      guard let item = Case(row) else { continue }
      let folder = "\(corpus)/\(item.name)"
      let ours = try bytes(folder + "/ours.md")
      let theirs = try bytes(folder + "/theirs.md")
      let base = FileManager.default.contents(atPath: folder + "/base.md").map { Array($0) } ?? []
      let human =
        FileManager.default.contents(atPath: folder + "/merged.md").map { Array($0) } ?? []
      let copy = place.folder + "/scored.md"
      let empty = place.folder + "/base.md"
      try Data(ours).write(to: URL(fileURLWithPath: copy))
      try Data(base).write(to: URL(fileURLWithPath: empty))
      let status = try Measure.status(
        [place.program, "merge-file", "-q", "--path", item.path] + options + [
          copy, empty, folder + "/theirs.md",
        ], in: place.folder)
      guard status < 2 else {
        failed += 1
        say("  \(item.name): exit status \(status)")
        continue
      }
      let merged = try bytes(copy)
      let result = Self.classify(merged, human, isClean: status == 0)
      counts[item.repository, default: [:]][result, default: 0] += 1
      counts[item.subset, default: [:]][result, default: 0] += 1
      if !item.conflictsInGit, status == 1 {
        added += 1
        say("  \(item.name): git is clean and this is not")
      }
      let sides = [base, ours, theirs].map(ParsedSpec.init)
      if status == 0, sides.allSatisfy({ $0.isReadable || $0.isEmpty }) {
        let parsed = ParsedSpec(merged)
        if !parsed.isReadable { unreadable += 1 }
        if !parsed.keepsOneSidedChanges(sides) { lacking += 1 }
      }
      if item.conflictsInHeader, item.isTrusted {
        header.cases += 1
        let parsed = ParsedSpec(merged)
        // The header alone: with a conflict in it, it cannot be read.
        if parsed.isReadable {
          header.resolved += 1
          if parsed.fields == ParsedSpec(human).fields {
            header.equal += 1
          } else {
            say("  \(item.name): the header is resolved, and not as the human did")
          }
        }
      }
    }
    say("merges of \(corpus), \(title)")
    for (name, found) in counts.sorted(by: { $0.key < $1.key }) {
      let words = Class.allCases.map { "\($0.rawValue) \(found[$0] ?? 0)" }
      say("  \(name): \(words.joined(separator: ", "))")
    }
    say(
      """
        conflicts in the header with a trusted human: \(header.cases), resolved \(header.resolved) \
      (\(Self.percent(header.resolved, header.cases))), of those equal to the human's \(header.equal) \
      (\(Self.percent(header.equal, header.resolved)))
        clean results that cannot be read or repeat a key: \(unreadable), \
      that lack a one-sided change: \(lacking); conflicts where git is clean: \(added); failed: \(failed)
      """)
  }

  private static func classify(_ merged: [UInt8], _ human: [UInt8], isClean: Bool) -> Class {
    if !isClean { return .conflict }
    if merged == human { return .exact }
    let (a, b) = (ParsedSpec(merged), ParsedSpec(human))
    return a.isReadable && a.fields == b.fields && a.body == b.body ? .same : .differs
  }

  private static func percent(_ part: Int, _ whole: Int) -> String {
    whole == 0 ? "–" : Stats.number(100 * Double(part) / Double(whole), 1) + " %"
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Measure.Failed(description: "cannot read \(path)")
    }
    return Array(data)
  }
}

/// A file with its header read: typed values by key, whatever their order or style.
private struct ParsedSpec {
  private(set) var fields: [String: String] = [:]
  private(set) var body: [UInt8] = []
  private(set) var isReadable = false
  let isEmpty: Bool

  init(_ bytes: [UInt8]) {
    isEmpty = bytes.isEmpty
    guard case .document(let document) = Document.parse(bytes), document.duplicates.isEmpty else {
      return
    }
    isReadable = true
    for field in document.fields { fields[field.key.text] = Self.text(field.value) }
    body = Array(document.bytes[document.body])
  }

  /// Of top-level fields: what one side alone changed is as that side has it.
  func keepsOneSidedChanges(_ sides: [ParsedSpec]) -> Bool {
    Set(sides.flatMap(\.fields.keys)).allSatisfy { name in
      let (base, ours, theirs) = (
        sides[0].fields[name], sides[1].fields[name], sides[2].fields[name]
      )
      if ours == theirs || theirs == base { return fields[name] == ours }
      return ours != base || fields[name] == theirs
    }
  }

  private static func text(_ value: Value) -> String {
    switch value {
    case .scalar(let scalar): "\(scalar.type) \(scalar.text)"
    case .alias(let name, _): "*\(name)"
    case .sequence(let items, _, _):
      "[" + items.map { text($0.value) }.joined(separator: "\u{1}") + "]"
    case .mapping(let fields, _, _):
      "{"
        + fields.map { "\($0.key.text)\u{2}\(text($0.value))" }.sorted()
        .joined(separator: "\u{1}") + "}"
    }
  }
}
