import Specs
import TestSupport
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("docs/**", "docs/a.md", true), ("docs/**", "docs/a/b.md", true), ("docs/**", "docs", true),
    ("docs/*", "docs/a/b.md", false), ("docs/*.md", "docs/a.md", true), ("**/a.md", "a.md", true),
    ("**/a.md", "x/y/a.md", true), ("**", "x/y", true), ("a/**/b", "a/b", true),
    ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/x/c", false), ("?.md", "a.md", true),
    ("?.md", "ab.md", false), ("*a*b*", "xxaxxbxx", true), ("*a*b*", "xxbxxaxx", false),
    ("docs/old/", "docs/old", true), ("", "", true), ("", "a", false), ("a**b", "axxb", true),
    ("Docs/*", "docs/a", false), ("[a].md", "[a].md", true), ("ü?", "üö", true),
  ])
  func patterns(pattern: String, path: String, isMatch: Bool) {
    #expect(Glob.matches(pattern, path) == isMatch)
  }

  @Test(.timeLimit(.minutes(1)))
  func manyStarsStayPolynomial() {
    let path = Array(repeating: "a", count: 200).joined(separator: "/")
    let pattern = Array(repeating: "**/a", count: 60).joined(separator: "/")
    #expect(Glob.matches(pattern, path))
    #expect(!Glob.matches(pattern + "/b", path))
    #expect(
      !Glob.matches(String(repeating: "*a", count: 60) + "b", String(repeating: "a", count: 300)))
  }
}

@Suite struct NearestTests {
  @Test(
    arguments: [
      ("pendign", "pending"), ("PENDING", "pending"), ("reviw", "review"), ("don", "done"),
      ("zzz", nil), ("", nil), ("blockedd", "blocked"), ("dnoe", "done"),
    ] as [(String, String?)])
  func words(word: String, nearest: String?) {
    #expect(
      Nearest.match(word, in: ["pending", "in_progress", "review", "done", "blocked"]) == nearest)
  }

  @Test func tiesGoToTheFirstAndNothingComesOfNothing() {
    #expect(Nearest.match("TSK-010", in: ["TSK-011", "TSK-012"]) == "TSK-011")
    #expect(Nearest.match("TSK-010", in: ["TSK-111", "TSK-011"]) == "TSK-011")
    #expect(Nearest.match("a", in: []) == nil)
  }

  @Test(.timeLimit(.minutes(1)))
  func aWordOfAHundredThousandLettersIsNobodysNeighbour() {
    let long = String(repeating: "a", count: 100_000)
    #expect(Nearest.match(long, in: [long + "b", "done"]) == nil)
  }
}

@Suite struct CalendarDateTests {
  @Test(arguments: [
    (0, 0, "1970-01-01"), (86_399, 0, "1970-01-01"), (86_400, 0, "1970-01-02"),
    (-1, 0, "1969-12-31"),
    (951_782_400, 0, "2000-02-29"), (1_709_164_800, 0, "2024-02-29"), (86_399, 1, "1970-01-02"),
    (0, -1, "1969-12-31"), (253_402_300_799, 0, "9999-12-31"), (-62_135_596_800, 0, "0001-01-01"),
  ])
  func secondsAreDays(seconds: Int, offset: Int, day: String) {
    #expect(CalendarDate(secondsSince1970: seconds, offsetMinutes: offset).description == day)
  }

  @Test func daysFollowEachOtherForFiveCenturies() throws {
    var last = CalendarDate(secondsSince1970: -86_400)
    for day in 0..<182_000 {
      let date = CalendarDate(secondsSince1970: day * 86_400)
      let follows =
        date.day == last.day + 1 && date.month == last.month && date.year == last.year
        || date.day == 1 && last.day == CalendarDate.days(in: last.month, of: last.year)
          && (date.month == last.month + 1 || date.month == 1 && date.year == last.year + 1)
      if !follows || date <= last { Issue.record("\(date) follows \(last)") }
      last = date
    }
  }

  @Test(arguments: [
    (2025, 2, 29), (1900, 2, 29), (2026, 4, 31), (2026, 13, 1), (2026, 0, 1), (2026, 1, 0),
    (0, 1, 1),
    (10_000, 1, 1),
  ])
  func daysThatNoCalendarHas(year: Int, month: Int, day: Int) {
    #expect(CalendarDate(year: year, month: month, day: day) == nil)
  }
}

@Suite struct SpecIDTests {
  @Test func partsOfAnID() throws {
    let id = try #require(SpecID("REQ-CREATE-REPO2-FUNC-0012"))
    #expect(id.prefix == "REQ")
    #expect(id.segments == ["CREATE", "REPO2", "FUNC"])
    #expect(id.digits == "0012")
    #expect(id.number == 12)
    #expect(id.description == "REQ-CREATE-REPO2-FUNC-0012")
  }

  @Test(arguments: [
    "", "-", "TSK", "TSK-", "TSK-01", "tsk-001", "TSK-001-", "-TSK-001", "TSK--001", "TSK_A-001",
    "1TSK-001", "TSK-001a", "TSK-Ä-001", "TSK-٠٠١", " TSK-001", "TSK-001\n", "TSK 001",
  ])
  func otherTextsAreNone(text: String) { #expect(SpecID(text) == nil) }

  /// Numbers of any length are kept as written.
  @Test func longNumbers() throws {
    let digits = String(repeating: "9", count: 40)
    #expect(try #require(SpecID("T-\(digits)")).number == nil)
    #expect(SpecID("T-\(digits)")?.description == "T-\(digits)")
  }
}
