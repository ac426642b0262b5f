/// Reads the members of a body and gathers what is wrong with them, as FastAPI does.
struct Form {
  private let body: JSON
  private var problems: [JSON] = []

  init(_ body: JSON?) throws {
    guard let body else {
      throw Refusal(invalid: [Self.problem("missing", ["body"], "Field required", .null)])
    }
    guard case .object = body else {
      throw Refusal(invalid: [
        Self.problem(
          "model_attributes_type", ["body"],
          "Input should be a valid dictionary or object to extract fields from", body)
      ])
    }
    self.body = body
  }

  /// Throws everything that was wrong so far.
  func check() throws {
    guard problems.isEmpty else { throw Refusal(invalid: problems) }
  }

  /// A text that has to be there.
  mutating func text(_ name: String, length: ClosedRange<Int>? = nil) -> String {
    guard let value = body[name] else {
      problems.append(Self.problem("missing", ["body", .string(name)], "Field required", body))
      return ""
    }
    guard let text = value.text else {
      wrong(name, "string_type", "Input should be a valid string", value)
      return ""
    }
    judge(text, name, length)
    return text
  }

  /// A text that may be missing; null is the same as missing.
  mutating func optionalText(_ name: String, length: ClosedRange<Int>? = nil) -> String? {
    guard let value = given(name) else { return nil }
    guard let text = value.text else {
      wrong(name, "string_type", "Input should be a valid string", value)
      return nil
    }
    judge(text, name, length)
    return text
  }

  /// A text with a default; null is refused, as for every field that is not optional.
  mutating func text(_ name: String, default value: String) -> String {
    body[name] == nil ? value : text(name)
  }

  mutating func bool(_ name: String, default value: Bool) -> Bool {
    guard let given = body[name] else { return value }
    guard case .bool(let answer) = given else {
      wrong(name, "bool_type", "Input should be a valid boolean", given)
      return value
    }
    return answer
  }

  mutating func optionalBool(_ name: String) -> Bool? {
    given(name) == nil ? nil : bool(name, default: false)
  }

  mutating func number(_ name: String, default value: Double) -> Double {
    switch body[name] {
    case nil: return value
    case .integer(let number): return Double(number)
    case .number(let number): return number
    case .some(let other):
      wrong(name, "float_type", "Input should be a valid number", other)
      return value
    }
  }

  /// Any object; a list is refused.
  mutating func optionalObject(_ name: String) -> JSON? {
    guard let value = given(name) else { return nil }
    guard case .object = value else {
      wrong(name, "dict_type", "Input should be a valid dictionary", value)
      return nil
    }
    return value
  }

  /// A list of texts that has to be there.
  mutating func texts(_ name: String) -> [String] {
    guard let value = body[name] else {
      problems.append(Self.problem("missing", ["body", .string(name)], "Field required", body))
      return []
    }
    guard let texts = value.texts else {
      wrong(name, "list_type", "Input should be a valid list", value)
      return []
    }
    return texts
  }

  /// A member as it was sent; nil when it is missing or null.
  func given(_ name: String) -> JSON? {
    guard let value = body[name], !value.isNull else { return nil }
    return value
  }

  /// A member as it was sent, null included.
  func sent(_ name: String) -> JSON? { body[name] }

  mutating func wrong(_ name: String, _ type: String, _ message: String, _ input: JSON) {
    problems.append(Self.problem(type, ["body", .string(name)], message, input))
  }

  private mutating func judge(_ text: String, _ name: String, _ length: ClosedRange<Int>?) {
    guard let length else { return }
    let count = text.unicodeScalars.count
    if count < length.lowerBound {
      wrong(
        name, "string_too_short",
        "String should have at least \(length.lowerBound) character", .string(text))
    } else if count > length.upperBound {
      wrong(
        name, "string_too_long",
        "String should have at most \(length.upperBound) characters", .string(text))
    }
  }

  static func problem(_ type: String, _ place: [JSON], _ message: String, _ input: JSON) -> JSON {
    [
      "type": .string(type), "loc": .array(place), "msg": .string(message), "input": input,
    ]
  }
}
