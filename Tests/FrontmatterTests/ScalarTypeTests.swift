import Frontmatter
import Testing

/// The implicit types of YAML 1.1, at the edges of its patterns.
@Suite struct ScalarTypeTests {
  private func expect(
    _ texts: [String], _ type: ScalarType, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for text in texts {
      #expect(ScalarType(plain: text) == type, "`\(text)`", sourceLocation: sourceLocation)
      // Quotes make a text of everything.
      let document = try #require(readDocument(Array("---\na: '\(text)'\n---\n".utf8)))
      #expect(document["a"]?.value.scalar?.type == .string, sourceLocation: sourceLocation)
    }
  }

  @Test func nulls() throws { try expect(["", "~", "null", "Null", "NULL"], .null) }

  @Test func booleansInThreeSpellings() throws {
    for word in ["yes", "no", "true", "false", "on", "off"] {
      let capitalised = word.prefix(1).uppercased() + word.dropFirst()
      try expect([word, capitalised, word.uppercased()], .bool)
      try expect([word.prefix(1) + word.dropFirst().uppercased(), word + "."], .string)
    }
    try expect(["y", "n", "Y", "N", "nil", "nULL"], .string)
  }

  @Test func integersOfAllBases() throws {
    try expect(
      [
        "0", "-0", "+0", "00", "01", "07", "1", "12", "-12", "+12", "1_000", "1__0", "1_", "0_",
        "0b0", "0b1_0", "-0b11", "0b_", "0xF", "0xfF_1", "+0x1", "0x_", "017", "-017",
      ], .int)
    try expect(
      ["08", "09", "_1", "0b", "0b2", "0x", "0xG", "0o17", "1a", "a1", "1-2", "1,5", "1 000", "١"],
      .string)
  }

  @Test func numbersToTheBaseOfSixty() throws {
    try expect(["1:2", "1:59", "1:2:3", "12:30:45", "-1:30", "60:00", "1_1:10"], .int)
    try expect(["190:20:30.15", "1:2.", "1:30.5", "0:1.5"], .float)
    try expect(["1:60", "0:30", "1:2:", "1:5_0", "012:30", "1:002"], .string)
  }

  @Test func fractionsAndTheirExponents() throws {
    try expect(
      [
        "1.", "1.0", "0.", "00.5", "-1.", "1.5e+3", "1.5E-3", "1.e+3", ".5", ".5e+1", "1_0.5",
        "1._5",
        ".inf", ".Inf", ".INF", "-.inf", "+.INF", ".nan", ".NaN", ".NAN",
      ], .float)
    try expect(
      [
        "1.5e3", "1e3", "1e+3", "12e03", "-.5", "+.5", "._5", ".", "..", "1.2.3", ".iNF", "-.nan",
        ".Nan", "+", "-", "--",
      ], .string)
  }

  @Test func timestampsNeedTwoDigitsOnlyWithoutTime() throws {
    try expect(
      [
        "2026-01-01", "2026-13-45", "2026-01-01T10:00:00", "2026-01-01t10:00:00Z",
        "2026-1-1 1:00:00", "2026-01-01 10:00:00.5", "2026-01-01 10:00:00. Z",
        "2026-01-01 10:00:00 +1", "2026-01-01 10:00:00 -01:30", "2026-01-01  10:00:00",
      ], .timestamp)
    try expect(
      [
        "2026-1-1", "2026-01-1", "26-01-01", "2026-01-01 10:00:00 +1:3", "2026-01-01 10:00",
        "2026-01-01 10:00:00 ", "2026-01-01T 10:00:00", "2026-01-01x",
      ], .string)
  }

  @Test func mergeKeysAndWords() throws {
    try expect(["<<"], .merge)
    try expect(["<", "<<<", "==", "TSK-001", "-a", "ja"], .string)
  }

  @Test func tagsGoBeforePatterns() throws {
    let source = "---\na: !!str 12\nb: !!int '12'\nc: !!null x\nd: !own 12\ne: ! 12\n---\n"
    let document = try #require(readDocument(Array(source.utf8)))
    #expect(
      document.fields.map { $0.value.scalar?.type }
        == [.string, .int, .null, .string, .string])
  }
}
