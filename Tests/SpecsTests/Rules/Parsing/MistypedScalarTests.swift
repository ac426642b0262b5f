import Specs
import TestSupport
import Testing

@Suite struct MistypedScalarTests {
  @Test func textsThatYAMLReadsAsSomethingElseAreWarnings() throws {
    try expect(
      "S012",
      in:
        "---\nid: 1️⃣012\ntitle: 2️⃣no\nfeature: 3️⃣2026-01-01\nassignee: 4️⃣12:30\nauthor: 5️⃣1e3\ntags: [a, 6️⃣1.0]\n---\n",
      at: [
        ("1️⃣", "`012` is read as a number, not as text"),
        ("2️⃣", "`no` is read as a truth value, not as text"),
        ("3️⃣", "`2026-01-01` is read as a date, not as text"),
        ("4️⃣", "`12:30` is read as a number, not as text"),
        ("5️⃣", "`1e3` is read as a number by some tools, not as text"),
        ("6️⃣", "`1.0` is read as a number, not as text"),
      ], as: .warning)
  }

  @Test func quotesTagsDatesAndFieldsOfAnyValueAreLeftAlone() throws {
    try expectNone(
      "S012",
      in:
        "---\nid: TSK-001\ntitle: 'no'\nfeature: \"12\"\nauthor: !!str 12\ncreated: 2026-01-01\nphase: 3\nassignee: y\naction: 1e\n---\n"
    )
  }

  @Test func theFixPutsQuotes() throws {
    try expectFix(
      "S012", in: "---\nid: TSK-001\ntitle: no # really\ntags:\n  - 12\n  - 'x'\n---\nno\n",
      makes: "---\nid: TSK-001\ntitle: \"no\" # really\ntags:\n  - \"12\"\n  - 'x'\n---\nno\n")
  }
}
