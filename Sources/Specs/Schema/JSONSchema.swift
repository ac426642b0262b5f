/// A JSON Schema (draft 2020-12) of the few keywords that ours are made of.
package struct JSONSchema: Encodable, Sendable {
  package enum Keyword: String, CodingKey, CaseIterable, Sendable {
    case schema = "$schema"
    case id = "$id"
    case definitions = "$defs"
    case reference = "$ref"
    case title, description, deprecated
    case type, pattern, format, minimum, maximum, maxLength
    case values = "enum"
    case items, minItems, uniqueItems
    case properties, patternProperties, additionalProperties, propertyNames, required
    case anyOf, allOf, not
  }

  package enum Part: Encodable, Sendable {
    case text(String)
    case number(Int)
    case flag(Bool)
    /// Words, and nothing for null.
    case words([String?])
    case schema(JSONSchema)
    case schemas([JSONSchema])
    case named([String: JSONSchema])

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      case .flag(let flag): try container.encode(flag)
      case .words(let words): try container.encode(words)
      case .schema(let schema): try container.encode(schema)
      case .schemas(let schemas): try container.encode(schemas)
      case .named(let schemas): try container.encode(schemas)
      }
    }
  }

  package private(set) var parts: [Keyword: Part]

  package init(_ parts: [Keyword: Part] = [:]) { self.parts = parts }

  subscript(_ keyword: Keyword) -> Part? {
    get { parts[keyword] }
    set { parts[keyword] = newValue }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keyword.self)
    for (keyword, part) in parts { try container.encode(part, forKey: keyword) }
  }

  // MARK: Making them

  /// The schema with further parts, which take the place of its own.
  package func with(_ more: [Keyword: Part]) -> JSONSchema {
    JSONSchema(parts.merging(more) { $1 })
  }

  /// One that stands on its own, under a name for tools that keep several.
  package static func document(_ name: String, _ parts: [Keyword: Part]) -> JSONSchema {
    JSONSchema(parts).with([
      .schema: .text("https://json-schema.org/draft/2020-12/schema"),
      .id: .text("urn:git-spec:schema:" + name.percentEncoded),
    ])
  }

  /// The same as another part of the document: `#/properties/id` of `["properties", "id"]`.
  static func same(as path: [String]) -> JSONSchema {
    let words = path.map {
      $0.replacing("~", with: "~0").replacing("/", with: "~1").percentEncoded
    }
    return JSONSchema([.reference: .text("#/" + words.joined(separator: "/"))])
  }

  /// Something to be read under another name, with a line through it in editors.
  static func deprecated(for path: [String]) -> JSONSchema {
    same(as: path).with([.deprecated: .flag(true)])
  }

  static func matching(_ pattern: String) -> JSONSchema {
    JSONSchema([.pattern: .text(pattern)])
  }

  /// A pattern that finds some character that is no blank.
  static let someText = "\\S"
}

extension String {
  /// Bytes that a URI does not take as they are, written as `%41`.
  fileprivate var percentEncoded: String {
    let hex = Array("0123456789ABCDEF")
    return utf8.reduce(into: "") { text, byte in
      let isPlain = byte.isDigit || byte.isCapital || byte.isLowercaseLetter
      if isPlain || "-._~".utf8.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
      }
    }
  }

  /// A regular expression for this very text. Only what has to be escaped is: more is an error in
  /// the Unicode mode of ECMAScript.
  var asPattern: String {
    reduce(into: "") { text, character in
      if "^$\\.*+?()[]{}|/".contains(character) { text += "\\" }
      text.append(character)
    }
  }
}
