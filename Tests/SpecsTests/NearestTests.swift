import Specs
import Testing

@Suite struct NearestByTextbookTests {
  /// The textbook form of the distance, without bands and shortcuts.
  private func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count {
      for j in 0...b.count {
        if i == 0 || j == 0 {
          rows[i][j] = max(i, j)
          continue
        }
        rows[i][j] = min(
          rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), rows[i - 1][j] + 1,
          rows[i][j - 1] + 1)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
        }
      }
    }
    return rows[a.count][b.count]
  }

  @Test func findsWhatTheTextbookFinds() {
    var generator = SystemRandomNumberGenerator()
    func word() -> String {
      String((0..<Int.random(in: 0...14, using: &generator)).map { _ in "ab1-".randomElement()! })
    }
    for _ in 0..<3000 {
      let (target, words) = (word(), (0..<6).map { _ in word() })
      let limit = max(2, target.utf8.count / 6)
      let near = words.map { distance(Array(target.utf8), Array($0.utf8)) }
      let expected = near.min().flatMap { least in
        least <= limit ? words[near.firstIndex(of: least)!] : nil
      }
      #expect(Nearest.match(target, in: words) == expected, "\(target) among \(words)")
    }
  }

  @Test func capitalsDoNotCount() {
    #expect(Nearest.match("PENDING", in: ["done", "pending"]) == "pending")
    #expect(Nearest.match("xyz", in: ["done", "pending"]) == nil)
  }
}
