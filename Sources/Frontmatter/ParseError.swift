/// Why a header, or a YAML file, cannot be read.
package struct ParseError: Error, Sendable {
  package enum Kind: Sendable, Equatable {
    /// The opening fence has no closing one.
    case unterminated
    case syntax
    /// A tab where YAML wants blanks.
    case tab
    case notMapping
    case notUTF8
    case tooDeep
    /// A NUL or another control character that YAML does not allow.
    case control
  }

  package let kind: Kind
  /// What is wrong, as the end of a sentence; begins in lower case.
  package let message: String
  package let range: Range<Int>
  /// A second place that explains the first, with its own words.
  package let related: Related?

  package struct Related: Sendable {
    package let range: Range<Int>
    package let message: String
  }

  package init(_ kind: Kind, _ message: String, at range: Range<Int>, related: Related? = nil) {
    self.kind = kind
    self.message = message
    self.range = range
    self.related = related
  }

  /// What to do about it, where that is known.
  package var advice: String? {
    message.hasPrefix("a `: ` inside an unquoted value") ? "put the value in quotes" : nil
  }

  /// libyaml's complaint in words that a writer of specs can use.
  static func plainWords(_ problem: String) -> String {
    switch problem {
    case "mapping values are not allowed in this context":
      "a `: ` inside an unquoted value starts a mapping that is not allowed here"
    case "could not find expected ':'", "could not find expected ':'.":
      "a line here has no `key: value` form"
    case "did not find expected key": "expected a key here; check indentation and quotes above"
    case "did not find expected '-' indicator": "expected another `- ` item of the list above"
    case "did not find expected ',' or ']'": "expected `,` or `]` to go on with or end the list"
    case "did not find expected ',' or '}'": "expected `,` or `}` to go on with or end the mapping"
    case "found unexpected end of stream": "a quoted value has no closing quote"
    case "found unexpected document indicator": "a `---` or `...` stands inside a quoted value"
    case "found character that cannot start any token":
      "this character cannot begin a value; put the value in quotes"
    case "found a tab character where an indentation space is expected",
      "found a tab character that violates indentation":
      "a tab is used as indentation; YAML allows only blanks"
    case "found undefined tag handle":
      "`!` begins a tag that is not defined; put the value in quotes"
    case "found unknown escape character": "there is no such escape in a double-quoted value"
    case "block sequence entries are not allowed in this context":
      "a `- ` list item is not allowed here"
    case "found incompatible YAML document": "the `%YAML` version is not supported"
    case "did not find expected <document start>": "this line is neither a key nor part of a value"
    default: problem
    }
  }
}
