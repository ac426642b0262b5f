/// Errors and warnings that what a change says of rules keeps from being told, by the file that says it.
///
/// It is allowed, and it is told: else nobody sees that a push was judged by fewer rules than the last.
package struct SwitchedOff: Sendable {
  /// Findings that are not told, and those that weigh less than before.
  private var hidden: [String: Int] = [:]
  private var weakened: [String: Int] = [:]
  /// Specs whose kind the settings know no more, by the settings that say so.
  private var unjudged: [String: Int] = [:]
  /// Settings that switch off what was on, whether or not it hides anything yet.
  private var lowered: Set<String> = []
  /// Files that hide notes, which are not counted.
  private var hidingNotes: Set<String> = []
  /// One finding may be met in several specs.
  private var seen: Set<String> = []

  package init() {}

  /// What settings hide of all that would be told without them.
  package init(_ all: Report, _ told: Report) {
    count(all.findings, told.findings) { "\($0.root)/\(Schema.settingsFile)" }
  }

  /// Counts what would have been told and is not, or as less.
  mutating func count(_ would: [Finding], _ told: [Finding], by file: (Finding) -> String) {
    let severities = Dictionary(
      told.map { ($0.fingerprint, $0.severity) }, uniquingKeysWith: { max($0, $1) })
    for finding in would {
      let now = severities[finding.fingerprint]
      if finding.severity == .note {
        if now == nil { hidingNotes.insert(file(finding)) }
        continue
      }
      guard now.map({ $0 < finding.severity }) ?? true, seen.insert(finding.fingerprint).inserted
      else { continue }
      if now == nil {
        hidden[file(finding), default: 0] += 1
      } else {
        weakened[file(finding), default: 0] += 1
      }
    }
  }

  /// Compares a root's settings with those before the change.
  ///
  /// - Parameters:
  ///   - files: paths below the root, of specs and others.
  package mutating func compare(
    _ root: SpecSnapshot.Root, with former: SpecSnapshot.Root, files: some Sequence<String>
  ) {
    let file = "\(root.path)/\(Schema.settingsFile)"
    let lost = files.count {
      former.schema.kind(ofPath: $0) != nil && root.schema.kind(ofPath: $0) == nil
    }
    if lost > 0 { unjudged[file, default: 0] += lost }
    if Judgement.tellsLess(root.settings, than: former.settings) { lowered.insert(file) }
  }

  /// Notes a file that switches something off, whether or not it hides anything yet.
  mutating func note(lowered file: String) { lowered.insert(file) }

  /// One line for people; nil where nothing is switched off.
  package var sentence: String? {
    let silent = lowered.subtracting(hidden.keys).subtracting(weakened.keys)
      .subtracting(hidingNotes)
    let parts =
      [
        Self.part(hidden, one: "finding is switched off", more: "findings are switched off"),
        Self.part(weakened, one: "finding weighs less", more: "findings weigh less"),
        Self.part(
          unjudged, one: "spec is taken from the rules", more: "specs are taken from the rules"),
        silent.isEmpty
          ? nil
          : "rules are switched off or weigh less, so far without a finding, by \(Self.named(silent.sorted()))",
      ].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func part(_ counts: [String: Int], one: String, more: String) -> String? {
    let total = counts.values.reduce(0, +)
    if total == 0 { return nil }
    let files = counts.keys.sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }
    return "\(total) \(total == 1 ? one : more) by \(named(files))"
  }

  private static func named(_ files: [String]) -> String {
    let rest = files.count > limit ? " and \(files.count - limit) more files" : ""
    return files.prefix(limit).joined(separator: ", ") + rest
  }

  private static let limit = 3
}

extension Settings {
  /// Whether rules are told otherwise than by default.
  var speaksOfRules: Bool { !severities.isEmpty || !ignores.isEmpty }
}

extension SpecSnapshot {
  /// Whether the settings of any root speak of rules.
  package var speaksOfRules: Bool { roots.values.contains(where: \.settings.speaksOfRules) }
}
