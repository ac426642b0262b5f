import Foundation

/// Judges JSON by a JSON Schema (draft 2020-12), with the keywords that our schemas use.
///
/// A keyword that is not known here is an error when the schema is read: it would be passed over,
/// and what it says never be tested. `format` counts.
package struct JSONSchemaCheck: Sendable {
  /// A place where a value is not what the schema says.
  package struct Fault: Hashable, CustomStringConvertible, Sendable {
    /// JSON pointer into the value; empty for the whole.
    package let path: String
    package let keyword: String
    package let reason: String
    package var description: String { "\(path): \(keyword): \(reason)" }
  }

  /// What is wrong with the schema itself.
  package struct Unusable: Error, CustomStringConvertible {
    package let description: String
  }

  /// What each keyword holds.
  private enum Shape { case note, words, pattern, format, schema, schemas, named, patterns, other }

  private static let shapes: [String: Shape] = [
    "$schema": .note, "$id": .note, "title": .note, "description": .note, "deprecated": .note,
    "$defs": .named, "properties": .named, "patternProperties": .patterns,
    "additionalProperties": .schema, "propertyNames": .schema, "items": .schema, "not": .schema,
    "anyOf": .schemas, "allOf": .schemas, "pattern": .pattern, "format": .format,
    "type": .words, "required": .words, "enum": .other, "$ref": .other, "minimum": .other,
    "maximum": .other, "maxLength": .other, "minItems": .other, "uniqueItems": .other,
  ]

  package static let keywords: Set<String> = Set(shapes.keys)

  package let schema: AnyJSON
  /// Never changed after reading; matching with a regular expression does not change it.
  private nonisolated(unsafe) var patterns: [String: Regex<AnyRegexOutput>] = [:]

  package init(_ text: String) throws { try self.init(AnyJSON(text)) }

  package init(_ schema: AnyJSON) throws {
    self.schema = schema
    try read(schema, at: "#")
  }

  private mutating func read(_ schema: AnyJSON, at place: String) throws {
    if case .flag = schema { return }
    guard case .object(let parts) = schema else {
      throw Unusable(description: "\(place) is no schema")
    }
    for (keyword, part) in parts {
      let place = "\(place)/\(keyword)"
      guard let shape = Self.shapes[keyword] else {
        throw Unusable(description: "\(place): unknown keyword")
      }
      switch shape {
      case .note: break
      case .words:
        guard part.text != nil || part.list?.allSatisfy({ $0.text != nil }) == true else {
          throw Unusable(description: "\(place): words are expected")
        }
      case .pattern: try compile(part.text ?? "", at: place)
      case .format:
        guard part == .text("date") else {
          throw Unusable(description: "\(place): unknown format")
        }
      case .schema: try read(part, at: place)
      case .schemas:
        guard let list = part.list, !list.isEmpty else {
          throw Unusable(description: "\(place): schemas are expected")
        }
        for (index, inner) in list.enumerated() { try read(inner, at: "\(place)/\(index)") }
      case .named, .patterns:
        guard case .object(let named) = part else {
          throw Unusable(description: "\(place): schemas by name are expected")
        }
        for (name, inner) in named {
          if shape == .patterns { try compile(name, at: place) }
          try read(inner, at: "\(place)/\(name)")
        }
      case .other:
        if keyword == "$ref", target(of: part) == nil {
          throw Unusable(description: "\(place): leads nowhere")
        }
      }
    }
  }

  private mutating func compile(_ pattern: String, at place: String) throws {
    guard !pattern.isEmpty else { throw Unusable(description: "\(place): no pattern") }
    patterns[pattern] = try Regex(pattern).matchingSemantics(.unicodeScalar)
  }

  private func target(of reference: AnyJSON) -> AnyJSON? {
    guard let text = reference.text, text.hasPrefix("#"),
      let pointer = String(text.dropFirst()).removingPercentEncoding
    else { return nil }
    return schema.value(at: pointer)
  }

  // MARK: Judging

  package func faults(in value: AnyJSON) -> [Fault] { faults(in: value, by: schema, at: "") }

  private func faults(in value: AnyJSON, by schema: AnyJSON, at path: String) -> [Fault] {
    guard case .object(let parts) = schema else {
      return schema == .flag(true) ? [] : [Fault(path: path, keyword: "false", reason: "refused")]
    }
    return parts.sorted { $0.key < $1.key }.flatMap { keyword, part -> [Fault] in
      faults(in: value, keyword, part, parts, at: path)
    }
  }

  private func faults(
    in value: AnyJSON, _ keyword: String, _ part: AnyJSON, _ parts: [String: AnyJSON],
    at path: String
  ) -> [Fault] {
    func fault(_ reason: String) -> [Fault] {
      [Fault(path: path, keyword: keyword, reason: reason)]
    }
    func expect(_ isSo: Bool, _ reason: @autoclosure () -> String) -> [Fault] {
      isSo ? [] : fault(reason())
    }
    func isValid(_ schema: AnyJSON) -> Bool { faults(in: value, by: schema, at: path).isEmpty }

    switch (keyword, value, part) {
    case ("$ref", _, _): return faults(in: value, by: target(of: part) ?? .flag(false), at: path)
    case ("type", _, _):
      let types = (part.list ?? [part]).compactMap(\.text)
      return expect(types.contains { Self.isOf($0, value) }, "\(value) is no \(types)")
    case ("enum", _, .list(let values)):
      return expect(values.contains(value), "\(value) is none of \(values)")
    case ("pattern", .text(let text), .text(let pattern)):
      return expect(matches(text, pattern), "`\(text)` does not match \(pattern)")
    case ("format", .text(let text), _): return expect(Self.isDay(text), "`\(text)` is no day")
    case ("maxLength", .text(let text), .number(let limit)):
      return expect(Double(text.unicodeScalars.count) <= limit, "`\(text)` is too long")
    case ("minimum", .number(let number), .number(let limit)):
      return expect(number >= limit, "\(number) is below \(limit)")
    case ("maximum", .number(let number), .number(let limit)):
      return expect(number <= limit, "\(number) is above \(limit)")
    case ("minItems", .list(let items), .number(let limit)):
      return expect(Double(items.count) >= limit, "\(items.count) are too few")
    case ("uniqueItems", .list(let items), .flag(true)):
      return expect(Set(items).count == items.count, "some are equal")
    case ("items", .list(let items), _):
      return items.enumerated().flatMap { faults(in: $1, by: part, at: "\(path)/\($0)") }
    case ("required", .object(let fields), .list(let names)):
      return names.compactMap(\.text).filter { fields[$0] == nil }
        .flatMap { fault("`\($0)` is missing") }
    case ("properties", .object(let fields), .object(let schemas)):
      return fields.flatMap { name, value in
        schemas[name].map { faults(in: value, by: $0, at: "\(path)/\(name)") } ?? []
      }
    case ("patternProperties", .object(let fields), .object(let schemas)):
      return fields.flatMap { name, value in
        schemas.filter { matches(name, $0.key) }.values
          .flatMap { faults(in: value, by: $0, at: "\(path)/\(name)") }
      }
    case ("additionalProperties", .object(let fields), _):
      let named = parts["properties"]?.keys ?? []
      let patterns = parts["patternProperties"]?.keys ?? []
      return fields.filter { name, _ in
        !named.contains(name) && !patterns.contains { matches(name, $0) }
      }.flatMap { faults(in: $1, by: part, at: "\(path)/\($0)") }
    case ("propertyNames", .object(let fields), _):
      return fields.keys.flatMap { faults(in: .text($0), by: part, at: path) }
    case ("anyOf", _, .list(let schemas)):
      return expect(schemas.contains(where: isValid), "\(value) is none of them")
    case ("allOf", _, .list(let schemas)):
      return schemas.flatMap { faults(in: value, by: $0, at: path) }
    case ("not", _, _): return expect(!isValid(part), "\(value) is refused")
    default: return []
    }
  }

  private func matches(_ text: String, _ pattern: String) -> Bool {
    guard let regex = patterns[pattern] else { return false }
    return text.firstMatch(of: regex) != nil
  }

  private static func isOf(_ type: String, _ value: AnyJSON) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .flag), ("number", .number), ("string", .text),
      ("array", .list), ("object", .object):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }

  private static func isDay(_ text: String) -> Bool {
    let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard numbers.count == 3, numbers.allSatisfy({ $0 > 0 }), numbers[1] <= 12 else { return false }
    let isLeap = numbers[0] % 4 == 0 && numbers[0] % 100 != 0 || numbers[0] % 400 == 0
    return numbers[2]
      <= [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][
        numbers[1] - 1]
  }
}
