import Testing

@testable import SpecSync

@Suite struct MarkerTests {
  @Test func isAnHTMLCommentWithoutWildcards() {
    let text = Marker(id: "TKT-001", uid: "00ff").text
    #expect(text == "<!-- git-spec: TKT-001 uid=00ff -->")
    #expect(!text.contains("%") && !text.contains("_"))
  }
}
