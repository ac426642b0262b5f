import Testing

@testable import SpecSync

/// Three versions of a field: what becomes of each combination.
@Suite struct FieldComparisonTests {
  private func compare(
    base: String?, local: String, remote: String, isOurs: Bool = false, overwrites: Bool = false
  ) -> FieldComparison {
    var state = ItemState(uid: "u", kind: .ticket, root: "r", id: "TKT-1", path: "p", server: "s")
    if let base { state.note(sent: [.title: base], read: [.title: base]) }
    return FieldComparison(
      local: [.title: local], known: state, remote: [.title: remote], isOurs: isOurs,
      overwrites: overwrites)
  }

  private func outcome(_ found: FieldComparison) -> String {
    if !found.conflicting.isEmpty { return "conflict" }
    if !found.drifted.isEmpty { return "drift" }
    if let value = found.toSend[.title] { return "send \(value)" }
    return found.equal.isEmpty ? "nothing" : "equal"
  }

  @Test(
    arguments: [
      ("a", "a", "a", "equal"), ("a", "b", "a", "send b"), ("a", "a", "b", "drift"),
      ("a", "b", "c", "conflict"), ("a", "b", "b", "equal"), (nil, "a", "a", "equal"),
      (nil, "a", "b", "conflict"),
    ] as [(String?, String, String, String)])
  func eachCombination(base: String?, local: String, remote: String, expected: String) {
    #expect(outcome(compare(base: base, local: local, remote: remote)) == expected)
  }

  @Test func whatTheServerChangedIsReplacedOnlyWhenAskedTo() {
    for (local, remote) in [("a", "b"), ("b", "c")] {
      let found = compare(base: "a", local: local, remote: remote, overwrites: true)
      #expect(outcome(found) == "send \(local)")
    }
  }

  /// A push that was cut off had made the item and had not sent this field.
  @Test func whatWasNeverSentIsSent() {
    #expect(outcome(compare(base: nil, local: "a", remote: "b", isOurs: true)) == "send a")
  }

  /// The push had sent it, and since then somebody else has changed it.
  @Test func whatWasSentAndChangedSinceIsAConflict() {
    #expect(outcome(compare(base: "a", local: "b", remote: "c", isOurs: true)) == "conflict")
    #expect(outcome(compare(base: "a", local: "a", remote: "c", isOurs: true)) == "drift")
  }

  @Test func lineEndsBlanksAndMarkersAreNoChange() {
    let marked = Marker(id: "TKT-1", uid: "00").added(to: "one\ntwo")
    #expect(FieldHash.of("one  \r\ntwo\r\n", .description) == FieldHash.of(marked, .description))
    #expect(FieldHash.of("one\ntwo", .description) != FieldHash.of("one\n two", .description))
  }

  @Test func theOrderOfCriteriaIsNoChange() {
    #expect(FieldHash.of("[ ] a\n[x] b", .criteria) == FieldHash.of("[x] b\n[ ] a", .criteria))
    #expect(FieldHash.of("[ ] a\n[x] b", .criteria) != FieldHash.of("[x] a\n[ ] b", .criteria))
    #expect(FieldHash.of("a\nb", .description) != FieldHash.of("b\na", .description))
  }
}
