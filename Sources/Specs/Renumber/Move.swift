package import Frontmatter

/// A definition that gets another ID.
package struct Move: Sendable, Hashable {
  package let old: String
  package let new: String
  /// The file whose definition moves: an ID may be used by two.
  package let path: String

  package init(old: String, new: String, path: String) {
    self.old = old
    self.new = new
    self.path = path
  }
}

/// Which of the specs that had an ID a mention of it means.
package enum Attribution: Sendable, Hashable {
  /// The one that moves.
  case moves
  /// Another, which keeps the ID.
  case stays
  /// Nobody can say; the reason is the end of a sentence.
  case doubtful(reason: String)
}

/// A place in a file where an ID, a file's name or an anchor stands.
package struct Mention: Sendable {
  /// What the words are in their file.
  package enum Form: Sendable, Hashable {
    /// The spec's own `id`, or its requirement heading.
    case definition
    /// The whole value of a frontmatter field that refers to specs, by its written name.
    case reference(field: String)
    /// Any other place in a frontmatter field: a title, a tag, a key.
    case value(field: String)
    /// A header that cannot be read as YAML, as in an unfinished merge.
    case brokenHeader
    /// A comment between the fields.
    case headerComment
    case heading, prose
    /// Inline code.
    case code
    /// Where a link leads.
    case link
    /// The part of a link behind the `#`.
    case anchor
    /// A file's name or path.
    case path
    /// A fenced code block.
    case codeBlock
    /// An HTML comment.
    case comment
    /// An address elsewhere.
    case url
    /// The settings file.
    case settings
  }

  package let path: String
  package let range: Range<Int>
  /// The ID as the spec that moves had it.
  package let id: String
  package let form: Form
  private let text: SourceText

  init(_ range: Range<Int>, of id: String, _ form: Form, in text: SourceText, at path: String) {
    self.path = path
    self.range = range
    self.id = id
    self.form = form
    self.text = text
  }

  /// Line and column of its first character.
  package var position: Position { text.position(at: range.lowerBound) }
  /// The whole line that it stands in, without the line's end.
  package var line: String {
    text.string(text.lineContent(text.lineIndex(at: range.lowerBound)))
  }
  /// The words as they stand there.
  package var written: String { text.string(range) }
}
