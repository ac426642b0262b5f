import Specs
import Testing

@Suite struct RuleExampleTests {
  private func codes(_ example: String) throws -> Set<String> {
    let files = RuleExample(example).files
    let after = Dictionary(
      files.filter { !$0.isBefore && !$0.isElsewhere }.map { ($0.path, $0.text) },
      uniquingKeysWith: { $1 })
    let before = Dictionary(
      files.filter(\.isBefore).map { ($0.path, $0.text) }, uniquingKeysWith: { $1 })
    var bench = Bench(after, before: before.isEmpty ? nil : before)
    bench.elsewhere = Dictionary(
      files.filter(\.isElsewhere).map { ($0.path, $0.text) }, uniquingKeysWith: { $1 })
    bench.looksBack = true
    return Set(try bench.findings().map(\.code))
  }

  @Test(arguments: Registry.rules.map(\.code).filter { $0 != "S008" })
  func badExampleBreaksTheRule(code: String) throws {
    let rule = try #require(Registry.rule(named: code))
    #expect(try codes(rule.bad).contains(code))
  }

  @Test(arguments: Registry.rules.map(\.code))
  func goodExampleKeepsTheRule(code: String) throws {
    let rule = try #require(Registry.rule(named: code))
    #expect(try !codes(rule.good).contains(code))
  }

  @Test func codesAndNamesAreUnique() {
    let rules = Registry.rules
    #expect(Set(rules.map(\.code)).count == rules.count)
    #expect(Set(rules.map(\.name)).count == rules.count)
  }

  /// Every rule of the contract.
  @Test func everyCodeIsThere() {
    let codes =
      (1...15).map { $0 < 10 ? "S00\($0)" : "S0\($0)" } + (1...9).map { "S10\($0)" }
      + ["S201", "S202", "S203", "S204", "S205", "S206", "S208", "S210"]
      + (1...9).map { "S30\($0)" } + ["S310"] + (1...9).map { "S40\($0)" } + ["S410"]
    #expect(Registry.rules.map(\.code) == codes)
  }
}
