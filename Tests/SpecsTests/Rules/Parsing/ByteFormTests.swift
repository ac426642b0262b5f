import Frontmatter
import Specs
import TestSupport
import Testing

@Suite struct ByteFormTests {
  @Test func aByteOrderMarkIsANoteAndGoes() throws {
    try expect(
      "S006", in: "1️⃣\u{FEFF}" + Sample.task(),
      at: [("1️⃣", "the file begins with a byte-order mark")], as: .note)
    try expectFix("S006", in: "\u{FEFF}" + Sample.task(), makes: Sample.task())
    try expectNone("S006", in: Sample.task() + "\u{FEFF}")
  }

  private func mixed(_ text: String) throws -> [Finding] {
    try Bench(["tasks/TSK-001.md": text]).findings().filter { $0.code == "S007" }
  }

  @Test func theRarerLineEndBecomesTheOther() throws {
    let lf = "---\nid: TSK-001\r\n---\nText\rmore\n"
    #expect(try mixed(lf).map(\.message) == ["2 of 5 lines do not end with LF as the others do"])
    #expect(try mixed(lf).map(\.severity) == [.warning])
    #expect(try mixed(lf).map(\.start.line) == [2])
    #expect(
      try Bench(["tasks/TSK-001.md": lf]).fixed("tasks/TSK-001.md", "S007")
        == "---\nid: TSK-001\n---\nText\nmore\n")
    let crlf = "---\r\nid: TSK-001\r\n---\nText\r\n"
    let fixed = try Bench(["tasks/TSK-001.md": crlf]).fixed("tasks/TSK-001.md", "S007")
    #expect(fixed == "---\r\nid: TSK-001\r\n---\r\nText\r\n")
    #expect(try mixed(fixed).isEmpty)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func oneKindOfLineEndIsFine(end: String) throws {
    #expect(try mixed(Sample.task().replacing("\n", with: end)).isEmpty)
  }
}
