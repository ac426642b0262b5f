import Specs
import TestSupport
import Testing

/// What judges the published schemas in tests judges as the standard says.
@Suite struct JSONSchemaCheckTests {
  @Test(arguments: [
    (#"{"type": "integer"}"#, ["1", "1.0"], ["1.5", "true", "\"1\"", "null"]),
    (#"{"type": ["string", "null"]}"#, ["\"\"", "null"], ["0", "[]"]),
    (#"{"type": "boolean"}"#, ["true"], ["1", "0"]),
    (#"{"enum": ["a", null, 1]}"#, ["\"a\"", "null", "1"], ["\"b\"", "true", "[]"]),
    (#"{"pattern": "^a+$"}"#, ["\"aa\"", "1"], ["\"ab\"", "\"a\\n\"", "\"\""]),
    (#"{"format": "date"}"#, ["\"2024-02-29\"", "1"], ["\"2025-02-29\"", "\"soon\"", "\"\""]),
    (#"{"maxLength": 2}"#, ["\"éé\"", "1"], ["\"abc\""]),
    (#"{"minimum": 3, "maximum": 9}"#, ["3", "9", "\"a\""], ["2", "10"]),
    (#"{"minItems": 1, "uniqueItems": true}"#, ["[1, 2]", "{}"], ["[]", "[1, 1]"]),
    (#"{"items": {"type": "string"}}"#, ["[\"a\"]", "[]", "1"], ["[\"a\", 1]"]),
    (#"{"required": ["a"]}"#, [#"{"a": null}"#, "[]"], ["{}"]),
    (
      #"{"properties": {"a": {"type": "null"}}, "additionalProperties": false}"#,
      [#"{"a": null}"#, "{}", "1"], [#"{"a": 1}"#, #"{"b": null}"#]
    ),
    (
      #"{"patternProperties": {"^a": {"type": "null"}}, "additionalProperties": {"type": "string"}}"#,
      [#"{"ab": null, "b": "x"}"#], [#"{"ab": "x"}"#, #"{"b": null}"#]
    ),
    (#"{"propertyNames": {"not": {"enum": ["a"]}}}"#, [#"{"b": 1}"#], [#"{"a": 1}"#]),
    (#"{"anyOf": [{"type": "null"}, {"minimum": 3}]}"#, ["null", "3", "\"a\""], ["2"]),
    (#"{"allOf": [{"type": "number"}, {"minimum": 3}]}"#, ["3"], ["2", "\"a\""]),
    (
      ##"{"$defs": {"a/b c": {"type": "null"}}, "$ref": "#/$defs/a~1b%20c", "title": "T"}"##,
      ["null"], ["1"]
    ),
    ("true", ["1"], []), ("false", [], ["1"]),
  ])
  func keywords(schema: String, good: [String], bad: [String]) throws {
    let check = try JSONSchemaCheck(schema)
    for value in good { #expect(check.faults(in: try AnyJSON(value)) == [], "\(value)") }
    for value in bad { #expect(!check.faults(in: try AnyJSON(value)).isEmpty, "\(value)") }
  }

  @Test(arguments: [
    #"{"const": 1}"#, #"{"properties": {"a": {"oneOf": []}}}"#, #"{"items": 1}"#,
    ##"{"$ref": "#/$defs/a"}"##, #"{"pattern": "("}"#, #"{"format": "email"}"#, #"{"anyOf": []}"#,
    #"{"type": 1}"#, "[]",
  ])
  func whatItDoesNotKnowIsRefused(schema: String) throws {
    #expect(throws: (any Error).self) { try JSONSchemaCheck(schema) }
  }

  @Test func aFaultSaysItsPlace() throws {
    let check = try JSONSchemaCheck(
      #"{"properties": {"a": {"items": {"required": ["b"]}}}}"#)
    let faults = check.faults(in: try AnyJSON(#"{"a": [{"b": 1}, {}]}"#))
    #expect(faults.map(\.description) == ["/a/1: required: `b` is missing"])
  }

  @Test func everyKeywordOfOursIsKnown() {
    let ours = JSONSchema.Keyword.allCases.map(\.rawValue)
    #expect(JSONSchemaCheck.keywords.isSuperset(of: ours))
  }
}
