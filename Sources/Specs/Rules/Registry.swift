/// Every rule there is; a new one is one line here.
package enum Registry {
  package static let all: [any Rule.Type] = []

  /// Descriptions of all rules, by code.
  package static let rules: [RuleInfo] = all.flatMap { $0.rules }.sorted { $0.code < $1.code }

  /// A rule by code (any case) or name.
  package static func rule(named text: String) -> RuleInfo? {
    rules.first { $0.code == text.uppercased() || $0.name == text.lowercased() }
  }
}
