import Specs
import TestSupport
import Testing

@Suite struct MentionsTests {
  @Test func anUnknownIDInProseIsANoteOnce() throws {
    try expect(
      "S309",
      in:
        "---\nid: TSK-001\n---\n\nSee 1️⃣TSK-099, then (2️⃣TKT-TQU-007). TSK-099 again: **3️⃣REQ-A-FUNC-001**.\n4️⃣DES-A-001\n",
      at: [
        ("1️⃣", "no spec has the ID `TSK-099`"), ("2️⃣", "no spec has the ID `TKT-TQU-007`"),
        ("3️⃣", "no spec has the ID `REQ-A-FUNC-001`"), ("4️⃣", "no spec has the ID `DES-A-001`"),
      ], as: .note)
  }

  @Test(arguments: [
    "`TSK-099`", "```\nTSK-099\n```", "<!-- TSK-099 -->", "<!--\nTSK-099\n-->", "tasks/TSK-099.md",
    "TSK-099.md", "xTSK-099", "TSK-09", "TSK-099x", "ISO-8601-001", "üTSK-099", "TSK-001",
  ])
  func codePathsCommentsAndKnownIDsAreLeftAlone(text: String) throws {
    try expectNone("S309", in: "---\nid: TSK-001\n---\n\n\(text)\n")
  }

  @Test func anUnclosedBacktickIsNoCode() throws {
    try expect(
      "S309", in: "---\nid: TSK-001\n---\n\na ` b 1️⃣TSK-098\n2️⃣TSK-099\n",
      at: [("1️⃣", "no spec has the ID `TSK-098`"), ("2️⃣", "no spec has the ID `TSK-099`")])
  }
}
