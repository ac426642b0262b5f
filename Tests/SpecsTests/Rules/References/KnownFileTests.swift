import Specs
import TestSupport
import Testing

@Suite struct KnownFileTests {
  private let others = [
    "designs/Login.md": "---\nid: DESIGN-LOGIN-001\n---\n",
    "docs/prd-login.md": "---\nid: PRD-A-001\n---\n",
  ]

  @Test func aFileThatIsNotThereIsAnErrorWithTheNearest() throws {
    let source = "---\nid: TKT-001\ndesign_ref: 1️⃣designs/Logn.md\nprd_ref: 2️⃣docs/prd.md\n---\n"
    try expect(
      "S303", in: source, path: "tickets/TKT-001.md",
      at: [
        ("1️⃣", "there is no file `.omoi_os/designs/Logn.md`"),
        ("2️⃣", "there is no file `.omoi_os/docs/prd.md`"),
      ], as: .error, with: others)
    var files = others
    files["tickets/TKT-001.md"] = Marked(source).text
    #expect(
      try Bench(files).findings().filter { $0.code == "S303" }.map(\.help) == [
        "did you mean `designs/Login.md`?",
        "write that file in the same change, or leave the field out until it is there",
      ])
  }

  @Test func capitalsCountAndAreMended() throws {
    try expect(
      "S303", in: "---\nid: TKT-001\ndesign_ref: 1️⃣designs/login.md\n---\n",
      path: "tickets/TKT-001.md",
      at: [("1️⃣", "there is no file `designs/login.md`, only `designs/Login.md`")], as: .error,
      with: others)
    try expectFix(
      "S303", in: "---\nid: TKT-001\ndesign_ref: 'designs/login.md' # why\n---\n",
      path: "tickets/TKT-001.md",
      makes: "---\nid: TKT-001\ndesign_ref: 'designs/Login.md' # why\n---\n", with: others)
  }

  @Test(arguments: [
    "../x.md", "/designs/Login.md", "designs//Login.md", "designs/../designs/Login.md",
  ])
  func pathsThatLeaveTheRootAreErrors(path: String) throws {
    try expect(
      "S303", in: "---\nid: TKT-001\ndesign_ref: 1️⃣\(path)\n---\n", path: "tickets/TKT-001.md",
      at: [("1️⃣", "`\(path)` leads out of the spec root")], with: others)
  }

  @Test(arguments: ["designs/Login.md", "./designs/Login.md", ".omoi_os/designs/Login.md", "~", ""])
  func otherWaysToWriteItAreFine(path: String) throws {
    try expectNone(
      "S303", in: "---\nid: TKT-001\ndesign_ref: \(path)\n---\n", path: "tickets/TKT-001.md",
      with: others)
  }

  @Test func anIDInThePlaceOfAPathIsAReference() throws {
    try expectNone(
      "S303", in: "---\nid: TKT-001\ndesign_ref: DESIGN-LOGIN-001\n---\n",
      path: "tickets/TKT-001.md",
      with: others)
    try expect(
      "S301", in: "---\nid: TKT-001\ndesign_ref: 1️⃣DESIGN-X-009\n---\n", path: "tickets/TKT-001.md",
      at: [("1️⃣", "ticket names as `design_ref` an unknown design `DESIGN-X-009`")], with: others)
  }

  /// The fix writes where the wrong path is, not in the first field of that meaning.
  @Test func capitalsOfASecondFieldAreMendedThere() throws {
    try expectFix(
      "S303",
      in: "---\nid: TKT-001\ndesign_ref: designs/Login.md\nlinked_design: designs/login.md\n---\n",
      path: "tickets/TKT-001.md",
      makes:
        "---\nid: TKT-001\ndesign_ref: designs/Login.md\nlinked_design: designs/Login.md\n---\n",
      with: others)
  }
}
