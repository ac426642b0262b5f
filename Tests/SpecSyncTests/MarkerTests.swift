import TestSupport
import Testing

@testable import SpecSync

@Suite struct MarkerTests {
  @Test func isAnHTMLCommentWithoutWildcards() {
    let text = Marker(id: "TKT-001", uid: "00ff").text
    #expect(text == "<!-- git-spec: TKT-001 uid=00ff -->")
    #expect(!text.contains("%") && !text.contains("_"))
  }

  private static let own = Marker(id: "TKT-001", uid: "00ff")
  private static let other = "<!-- git-spec: TKT-002 uid=0a -->"

  @Test func isTheLastLineOfADescription() {
    #expect(Self.own.added(to: "") == Self.own.text)
    #expect(Self.own.added(to: "a\n\n") == "a\n\n\(Self.own.text)")
    // A copied file's, and one that is there already.
    #expect(Self.own.added(to: "a\n\n\(Self.other)\n") == "a\n\n\(Self.own.text)")
    #expect(Self.own.added(to: Self.own.added(to: "a")) == "a\n\n\(Self.own.text)")
  }

  @Test(arguments: [
    ("a\n\n\(other)", "TKT-002"), ("a\r\n\r\n\(other)\r\n\r\n", "TKT-002"), ("a", nil),
    ("\(own.text)\n\(other)\n\nmore", "TKT-002"),
    // Somebody wrote on below it, with an example in code.
    ("\(own.text)\n\n```\n\(other)\n```", "TKT-001"), ("\(own.text)\n\n    \(other)\nb", "TKT-001"),
    ("```\nopen\n\(other)", "TKT-002"), ("a `\(other)` b", nil), ("a \(other)", "TKT-002"),
    ("<!-- git-spec: ignore S306 -->", nil), ("<!-- git-spec: TKT-002 uid= -->", nil),
    ("<!-- git-spec: TKT 2 uid=0a -->", nil),
  ])
  func theLastOneCounts(text: String, id: String?) { #expect(Marker.read(in: text)?.id == id) }

  @Test(arguments: [
    ("a\n\n\(other)\n", "a\n"), ("a", "a"), ("a\r\n", "a\r\n"),
    ("a\n\n\(other)\n\nb", "a\n\nb"), ("a\n\(other)\nb", "a\nb"), ("a \(other)\nb", "a\nb"),
    ("\(own.text)\n\(other)", ""), ("```\n\(other)\n```", "```\n\(other)\n```"),
    ("a `\(other)` b", "a `\(other)` b"),
  ])
  func stripTakesMarkersThatCount(text: String, expected: String) {
    #expect(SyncText.normalised(Marker.strip(from: text)) == SyncText.normalised(expected))
    #expect(!Marker.strip(from: text).hasSuffix(Self.other))
  }

  @Test func comparisonLooksPastLineEndsAndBlanks() {
    #expect(SyncText.normalised("\r\n a \t\r\n\r\nb\rc  \n\n") == " a\n\nb\nc")
    #expect(SyncText.normalised(Self.own.added(to: " a\n\nb\nc")) == " a\n\nb\nc")
    #expect(SyncText.normalised("a\nb") != SyncText.normalised("a\n\nb"))
  }

  /// Texts of the pieces that matter, in every order.
  @Test(arguments: 0..<300) func laws(seed: Int) {
    var random = Seeded(seed)
    let pieces = [
      "a", "", "b  ", "```", "~~~", Self.other, "    \(Self.other)", "c \(Self.other)",
      "`\(Self.other)`", "\(Self.other) \(Self.own.text)  ", "- d", "<!-- e", "é\t",
    ]
    for _ in 0..<20 {
      let text = (0..<random.number(0...9)).map { _ in
        random.pick(pieces) + random.pick(["\n", "\r\n", "\n\n"])
      }.joined()
      let added = Self.own.added(to: text)
      #expect(Marker.read(in: added) == Self.own, "\(text.debugDescription)")
      #expect(added.hasSuffix(Self.own.text))
      let plain = SyncText.normalised(text)
      #expect(SyncText.normalised(Marker.strip(from: added)) == plain, "\(text.debugDescription)")
      #expect(SyncText.normalised(added) == plain, "\(text.debugDescription)")
      #expect(SyncText.normalised(plain) == plain, "\(text.debugDescription)")
      #expect(Self.own.added(to: added) == added, "\(text.debugDescription)")
      #expect(Marker.strip(from: Marker.strip(from: text)) == Marker.strip(from: text))
    }
  }

  /// Time grows with the text, whatever is in it.
  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      other + " ", other + "\n", "a\n", "```\n" + other + "\n", "- [ ] `a ``b **c**\n",
      "### REQ-A-FUNC-001: A\n```\n```\n", "WHEN a, THE SYSTEM SHALL b. ", "| a ",
    ])
  func hugeTexts(piece: String) throws {
    let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
    #expect(Marker.read(in: Self.own.added(to: text)) == Self.own)
    #expect(SyncText.normalised(Self.own.added(to: text)) == SyncText.normalised(text))
    let reading = try read("id: REQ-A-001\ntitle: a", body: text, at: "requirements/a.md")
    #expect(reading.items.last?.fields[.description] != nil)
  }
}
