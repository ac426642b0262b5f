/// A text that no description, mirror or dump gives away.
package struct Secret: Sendable, Hashable {
  private let text: String

  package init(_ text: String) { self.text = text }

  /// The text itself, for the request that needs it.
  package var revealed: String { text }

  /// Another text without this one in it, such as a server's message that echoes it.
  package func hidden(in other: String) -> String {
    // A shorter one would tear up words that have nothing to do with it.
    text.utf8.count < 4 ? other : other.replacing(text, with: Self.placeholder)
  }

  private static let placeholder = "<secret>"
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { Self.placeholder }
  package var debugDescription: String { Self.placeholder }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
