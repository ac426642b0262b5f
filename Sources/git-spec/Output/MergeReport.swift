internal import Specs

/// What a merge decided, told in a line, field by field, or as JSON.
struct MergeReport {
  private let answer: MergeAnswer
  private var result: SpecMerge.Result { answer.result }

  init(_ answer: MergeAnswer) { self.answer = answer }

  private var fileName: String {
    answer.name.split(separator: "/").last.map(String.init) ?? answer.name
  }

  /// One line for a terminal; nil where git's own merge was right and nothing is to say.
  var line: String? {
    var words = result.decisions.compactMap(\.remark)
    let conflicts = result.decisions.filter(\.isConflict).map(\.field)
    switch result.method {
    case .side, .lines(nil): return nil
    case .lines(let reason?):
      // A text without frontmatter that merges as it always did is worth no word.
      if result.isClean, reason.hasSuffix(SpecMerge.noFrontmatter) { return nil }
      words = ["merged line by line, because \(reason)"]
    case .binary: words = ["not text, so ours is kept unmerged"]
    case .wholeFile:
      let field = result.decisions.first?.field ?? "id"
      words = [
        "two different specs under one name (their `\(field)` differs): keep one here, and give the other a file and an ID of its own"
      ]
    case .fields:
      if !conflicts.isEmpty { words.append("conflict in \(conflicts.joined(separator: ", "))") }
      if words.isEmpty { words = ["merged field by field" + taken] }
    }
    return Terminal.safe("\(fileName): \(words.joined(separator: ", "))")
  }

  /// Which fields came from which side, for the first few.
  private var taken: String {
    let fields = result.decisions.compactMap { decision -> String? in
      guard case .only(let side) = decision.choice else { return nil }
      return "\(decision.field) \(side.rawValue)"
    }
    if fields.isEmpty { return "" }
    return " (\(fields.prefix(4).joined(separator: ", "))\(fields.count > 4 ? ", …" : ""))"
  }

  /// What was done on the whole, in a sentence.
  private var summary: String {
    let outcome = result.isClean ? "clean" : "conflicts"
    switch result.method {
    case .side(let side): return "\(outcome): the file is \(side.rawValue) as it is"
    case .lines(nil): return "\(outcome): the result is git's own"
    case .lines(let reason?): return "\(outcome): merged line by line, because \(reason)"
    case .fields: return "\(outcome): merged field by field"
    case .wholeFile: return "\(outcome): two different specs under one name"
    case .binary: return "\(outcome): not text, so ours is kept unmerged"
    }
  }

  /// A line for the file, then one for each field that any side changed.
  var explanation: String {
    var text = Terminal.safe("\(fileName): \(summary)") + "\n"
    for decision in result.decisions {
      text +=
        "  " + Terminal.safe("\(decision.field): \(decision.word) (\(decision.reason))") + "\n"
      if decision.field == MergeDecision.body { continue }
      let values = decision.values
      for (name, value) in [
        ("base", values.base), ("ours", values.ours), ("theirs", values.theirs),
      ] {
        text += "    \(name): \(value.map(Terminal.safe) ?? "(not there)")\n"
      }
    }
    return text
  }

  func json() throws -> String { try JSONText.text(Document(self)) }

  /// The answer of `merge-file --format json`.
  private struct Document: Encodable {
    struct Decision: Encodable {
      let field: String
      let taken: String
      let reason: String
      let base: String?
      let ours: String?
      let theirs: String?

      /// Every key is there, with null where a side has no such field.
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(field, forKey: .field)
        try container.encode(taken, forKey: .taken)
        try container.encode(reason, forKey: .reason)
        try container.encode(base, forKey: .base)
        try container.encode(ours, forKey: .ours)
        try container.encode(theirs, forKey: .theirs)
      }
      private enum CodingKeys: CodingKey { case field, taken, reason, base, ours, theirs }
    }

    let schemaVersion = 1
    let command = "merge-file"
    let path: String
    let clean: Bool
    let method: String
    let summary: String
    let conflicts: [String]
    let decisions: [Decision]
    /// Nil for bytes that are not UTF-8, which JSON cannot hold.
    let merged: String?

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(schemaVersion, forKey: .schemaVersion)
      try container.encode(command, forKey: .command)
      try container.encode(path, forKey: .path)
      try container.encode(clean, forKey: .clean)
      try container.encode(method, forKey: .method)
      try container.encode(summary, forKey: .summary)
      try container.encode(conflicts, forKey: .conflicts)
      try container.encode(decisions, forKey: .decisions)
      try container.encode(merged, forKey: .merged)
    }
    private enum CodingKeys: CodingKey {
      case schemaVersion, command, path, clean, method, summary, conflicts, decisions, merged
    }

    init(_ report: MergeReport) {
      let result = report.result
      path = report.answer.name
      clean = result.isClean
      method = result.method.name
      summary = report.summary
      conflicts = result.decisions.filter(\.isConflict).map(\.field)
      decisions = result.decisions.map {
        Decision(
          field: $0.field, taken: $0.word, reason: $0.reason, base: $0.values.base,
          ours: $0.values.ours, theirs: $0.values.theirs)
      }
      merged = String(validating: result.bytes, as: UTF8.self)
    }
  }
}

extension SpecMerge.Method {
  /// The method's name in JSON.
  fileprivate var name: String {
    switch self {
    case .side: "side"
    case .lines: "lines"
    case .fields: "fields"
    case .wholeFile: "whole_file"
    case .binary: "binary"
    }
  }
}
