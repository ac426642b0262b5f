internal import ArgumentParser
internal import Specs

/// `git spec rules`: all rules there are.
struct Rules: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Lists the rules.")

  @Option(help: "How to print the list; markdown is the page of all rules.")
  var format: RuleListFormat = .text

  @Flag(help: "With --format markdown: the page of all kinds and their fields.")
  var kinds = false

  @OptionGroup var talk: TalkOptions

  func validate() throws {
    if kinds && format != .markdown { throw ValidationError("--kinds goes with --format markdown") }
  }

  func run() throws {
    switch format {
    case .markdown: Talk.answer(kinds ? KindPage.markdown : RulePage.markdown)
    case .json:
      let rules = Registry.rules.map { RuleDocument.Rule($0, withExamples: false) }
      Talk.answer(try JSONText.text(RuleList(rules: rules)))
    case .text:
      let width = Registry.rules.map(\.name.count).max() ?? 0
      var lines: [String] = []
      var group = ""
      for rule in Registry.rules {
        if !rule.code.hasPrefix(group) || group.isEmpty {
          group = String(rule.code.prefix(2))
          lines.append((lines.isEmpty ? "" : "\n") + "\(group) \(Registry.groups[group] ?? "")")
        }
        let name = rule.name.padding(to: width)
        let severity = rule.severity.rawValue.padding(to: 7)
        lines.append(
          "  \(rule.code)  \(severity)  \(rule.fixing.word.padding(to: 10))  \(name)  \(rule.summary)"
        )
      }
      Talk.answer(lines.joined(separator: "\n") + "\n")
    }
  }
}

/// `git spec explain`: one rule in prose.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explains a rule, with a bad and a good example.")

  @Argument(
    help: ArgumentHelp("Code or name, such as S301 or unknown-reference.", valueName: "rule"))
  var rule: String

  @Option(help: "How to print the answer: text or json.")
  var format: AnswerFormat = .text

  @OptionGroup var talk: TalkOptions

  func run() throws {
    guard let found = Registry.rule(named: rule) else {
      let names = Registry.rules.flatMap { [$0.code, $0.name] }
      throw Failure(
        .usage, "no rule is named `\(rule)`",
        hints: (Nearest.match(rule, in: names).map { ["did you mean `\($0)`?"] } ?? [])
          + ["`git spec rules` lists them"])
    }
    switch format {
    case .json: Talk.answer(try JSONText.text(RuleDocument(rule: .init(found, withExamples: true))))
    case .text: Talk.answer(RulePage.terminal(found))
    }
  }
}

/// Formats of the list of rules.
enum RuleListFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, markdown
}

/// Formats of commands that answer something.
enum AnswerFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

struct RuleDocument: Encodable {
  struct Rule: Encodable {
    let code: String
    let name: String
    let severity: String
    let fix: String
    let summary: String
    let explanation: String
    let bad: String?
    let good: String?

    init(_ rule: RuleInfo, withExamples: Bool) {
      code = rule.code
      name = rule.name
      severity = rule.severity.rawValue
      fix = rule.fixing.rawValue
      summary = rule.summary
      explanation = rule.explanation
      bad = withExamples ? rule.bad : nil
      good = withExamples ? rule.good : nil
    }
  }
  let schemaVersion = 1
  let command = "explain"
  let rule: Rule
}

struct RuleList: Encodable {
  let schemaVersion = 1
  let command = "rules"
  let rules: [RuleDocument.Rule]
}

extension RuleInfo.Fixing {
  var word: String {
    switch self {
    case .none: ""
    case .safe: "fix"
    case .unsafe: "unsafe fix"
    }
  }
}

extension String {
  /// Filled up with blanks to a width.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
