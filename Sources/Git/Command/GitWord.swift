/// A word of a git command line, made so that nothing from outside can become an option.
///
/// Our own words are literals, without anything put into them. Whatever else there is says where it
/// comes from, and that says where it may stand.
package struct GitWord: Sendable, Hashable {
  let text: String
  let isOfOutside: Bool

  private init(_ text: String, isOfOutside: Bool = false) {
    self.text = text
    self.isOfOutside = isOfOutside
  }

  package static func id(_ id: ObjectID) -> GitWord { GitWord(id.hex) }

  package static func number(_ number: Int) -> GitWord { GitWord(String(number)) }

  /// A word of ours with something from outside at its end: `refs/heads/` and a name, `--format=` and
  /// a value.
  package static func ending(_ own: StaticString, _ rest: String) -> GitWord {
    let own = own.description
    // Without a beginning of ours the rest would be a word by itself.
    return GitWord(own + rest, isOfOutside: own.isEmpty || own == "-")
  }

  /// Something from outside; only behind `--` or `--end-of-options`.
  package static func value(_ text: String) -> GitWord { GitWord(text, isOfOutside: true) }

  /// A path of the repository; only behind `--`. Not faithful when it is not UTF-8.
  package static func path(_ path: RepositoryPath) -> GitWord {
    .value(String(decoding: path.bytes, as: UTF8.self))
  }

  /// An absolute path, which no option begins as; from outside when it is another one.
  package static func place(_ path: String) -> GitWord {
    GitWord(path, isOfOutside: !path.hasPrefix("/"))
  }
}

extension GitWord: ExpressibleByStringLiteral {
  // StaticString has no interpolation: what a literal holds stands in the source.
  package init(stringLiteral value: StaticString) { self.init(value.description) }
}

extension Sequence<GitWord> {
  /// The words as a child gets them; throws for one that git could take for something else.
  func checked() throws -> [String] {
    var isBehindOptions = false
    return try map { word in
      guard !word.text.utf8.contains(0) else {
        throw GitError(
          .generic, "run git", "a word of its command line has a NUL in it: `\(word.text)`")
      }
      guard isBehindOptions || !word.isOfOutside else {
        throw GitError(
          .generic, "run git", "`\(word.text)` would stand where git looks for options")
      }
      isBehindOptions = isBehindOptions || word.text == "--" || word.text == "--end-of-options"
      return word.text
    }
  }
}
