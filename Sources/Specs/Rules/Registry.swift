/// Every rule there is; a new one is one line here.
package enum Registry {
  package static let all: [any Rule.Type] = [
    ReadableHeader.self,
    DuplicateKey.self,
    ByteForm.self,
    DoubleEncoded.self,
    ConflictMarkers.self,
    UnfilledPlaceholder.self,
    MistypedScalar.self,
    SettingsRule.self,
    RequiredField.self,
    FieldNames.self,
    FieldValues.self,
    Dates.self,
    TitleAndEstimate.self,
    IDShape.self,
    NamedByID.self,
    UniqueID.self,
    TakenID.self,
    KnownReference.self,
    KnownFile.self,
    NoCycle.self,
    Agreement.self,
    Mentions.self,
    Progress.self,
    Criteria.self,
    Requirements.self,
    Suspect.self,
    Changes.self,
  ]

  /// Descriptions of all rules, by code.
  package static let rules: [RuleInfo] = all.flatMap { $0.rules }.sorted { $0.code < $1.code }

  /// The rule about IDs that mean something else on another branch.
  package static let takenID = TakenID.rule

  /// The rule about merges that are not finished.
  package static let conflict = ConflictMarkers.rule

  /// A rule by code (any case) or name.
  package static func rule(named text: String) -> RuleInfo? {
    rules.first { $0.code == text.uppercased() || $0.name == text.lowercased() }
  }

  /// The groups by the first two characters of a code.
  package static let groups = [
    "S0": "Parsing", "S1": "Fields", "S2": "IDs", "S3": "References", "S4": "Meaning",
  ]

  /// The code that a word means, in any case: a code, a rule's name, a group such as `S3`, or `ALL`.
  package static func code(named word: String) -> String? {
    let code = word.uppercased()
    if code == "ALL" || code == "S" { return code }
    if code.utf8.count >= 2, rules.contains(where: { $0.code.hasPrefix(code) }) { return code }
    return rule(named: word)?.code
  }
}
