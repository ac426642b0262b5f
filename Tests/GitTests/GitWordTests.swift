import Testing

@testable import Git

/// Nothing from outside stands where git looks for options.
@Suite struct GitWordTests {
  private let hostile = ["--upload-pack=touch x", "-O", "--", "-", "--end-of-options"]

  @Test func valuesStandBehindOptionsOnly() throws {
    for text in hostile + ["origin", ""] {
      for word in [GitWord.value(text), .path(RepositoryPath(bytes: Array(text.utf8)))] {
        #expect(throws: GitError.self) { try ["ls-remote", word].checked() }
        let words: [GitWord] = ["ls-remote", "--", word]
        #expect(try words.checked() == ["ls-remote", "--", text])
        let revision: [GitWord] = ["rev-parse", "--end-of-options", word]
        #expect(try revision.checked().last == text)
      }
    }
  }

  @Test func whatWordsOfOursBeginIsNoOption() throws {
    for text in hostile {
      let words: [GitWord] = ["config", "--get", .ending("remote.", text + ".url")]
      #expect(try words.checked().last == "remote.\(text).url")
      // Nothing of ours in front: it is a word from outside.
      #expect(throws: GitError.self) { try [GitWord.ending("", text)].checked() }
      #expect(throws: GitError.self) { try [GitWord.ending("-", text)].checked() }
    }
  }

  @Test func placesAreAbsolute() throws {
    let words: [GitWord] = ["-C", .place("/tmp/-x")]
    #expect(try words.checked() == ["-C", "/tmp/-x"])
    for text in ["-x", "x", ""] {
      #expect(throws: GitError.self) { try [GitWord.place(text)].checked() }
    }
  }

  /// The system would end the word there.
  @Test func noWordHoldsANUL() {
    for word in [GitWord.value("a\0b"), .ending("--path=", "a\0b"), .place("/a\0b")] {
      #expect(throws: GitError.self) { try ["hash-object", "--", word].checked() }
    }
  }
}
