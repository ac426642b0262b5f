import Foundation
import Frontmatter
import Specs
import TestSupport
import Testing

/// Our schemas with something to judge by them.
enum Published {
  /// The text as it is printed, but for the blanks.
  static func text(_ schema: JSONSchema) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(schema), as: UTF8.self)
  }

  static func check(_ kind: KindName, in schema: Schema = .builtIn) throws -> JSONSchemaCheck {
    let found = try #require(schema[kind])
    return try JSONSchemaCheck(text(.frontmatter(of: found, in: schema)))
  }

  /// The header of a spec as JSON.
  static func header(_ text: String) throws -> AnyJSON {
    let bytes = Array(text.utf8)
    guard case .document(let document) = Document.parse(bytes) else {
      throw Drafts.Unread()
    }
    return .object(fields(document.fields))
  }

  /// A YAML file as JSON.
  static func yaml(_ text: String) throws -> AnyJSON {
    guard case .success(let (value, _)) = YAMLText.parse(Array(text.utf8)) else {
      throw Drafts.Unread()
    }
    return value.map(json) ?? .null
  }

  private static func fields(_ fields: [Field]) -> [String: AnyJSON] {
    Dictionary(fields.map { ($0.key.text, json($0.value)) }, uniquingKeysWith: { $1 })
  }

  private static func json(_ value: Value) -> AnyJSON {
    switch value {
    case .scalar(let scalar): json(scalar)
    case .sequence(let items, _, _): .list(items.map { json($0.value) })
    case .mapping(let inner, _, _): .object(fields(inner))
    case .alias(let name, _): .text("*\(name)")
    }
  }

  /// A scalar as editors read it: by the core schema of YAML 1.2, in which days are texts.
  private static func json(_ scalar: Scalar) -> AnyJSON {
    guard scalar.style == .plain, scalar.tag == nil else { return .text(scalar.text) }
    return json(plain: scalar.text)
  }

  static func json(plain text: String) -> AnyJSON {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .flag(true)
    case "false", "False", "FALSE": return .flag(false)
    default: break
    }
    if text.wholeMatch(of: /0x[0-9a-fA-F]+/) != nil {
      return .number(Double(Int(text.dropFirst(2), radix: 16) ?? 0))
    }
    if text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil {
      return .number(Double(text) ?? 0)
    }
    return .text(text)
  }

  // MARK: What the rules say

  /// Rules about what one header says by itself, or by the shape of what it names.
  static let codes: Set<String> = [
    "S012", "S101", "S102", "S105", "S106", "S107", "S108", "S109", "S201", "S202", "S301", "S302",
    "S303", "S307",
  ]

  /// What the rules have against the headers, by path, with the findings left out that no schema
  /// of a single header can make.
  static func objections(_ bench: Bench) throws -> [String: [Finding]] {
    let found = try bench.findings().filter { finding in
      guard finding.severity > .note, codes.contains(finding.code) else { return false }
      let text = bench.files[String(finding.path.dropFirst(Bench.root.count + 1))] ?? ""
      return !isBeyond(finding, Array(text.utf8))
    }
    return Dictionary(grouping: found) { String($0.path.dropFirst(Bench.root.count + 1)) }
  }

  private static func isBeyond(_ finding: Finding, _ bytes: [UInt8]) -> Bool {
    switch finding.code {
    // To YAML 1.1 no text, to 1.2 one: `no`, `2026-01-02`, `12:30`.
    case "S012":
      let place = finding.range.clamped(to: 0..<bytes.count)
      return json(plain: String(decoding: bytes[place], as: UTF8.self)).text != nil
    // Asks the calendar, or another field.
    case "S107":
      return finding.message.contains("in the future") || finding.message.contains("is before")
    // A long title: characters are counted otherwise.
    case "S108": return finding.severity == .warning
    // Of headings in the body.
    case "S201":
      guard case .document(let document) = Document.parse(bytes) else { return true }
      return finding.range.lowerBound >= document.body.lowerBound
    default: return false
    }
  }
}
