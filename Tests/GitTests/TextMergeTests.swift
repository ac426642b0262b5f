import Git
import TestSupport
import Testing

/// The line merge in this process is git's: git merges the same texts beside it.
@Suite struct TextMergeTests {
  private struct Texts {
    var base: [String]
    var ours: [String]
    var theirs: [String]

    init(seed: Int) {
      var random = Seeded(seed)
      let words = ["alpha", "beta", "gamma", "", "", "- [ ] x", "======="]
      base = (0..<random.number(0...14)).map { _ in random.pick(words) + "\(random.number(0...3))" }
      (ours, theirs) = (base, base)
      Self.change(&ours, &random)
      Self.change(&theirs, &random)
    }

    private static func change(_ lines: inout [String], _ random: inout Seeded) {
      for _ in 0..<random.number(1...3) {
        let index = random.number(0...lines.count)
        switch random.number(0...2) {
        case 0: lines.insert("new \(random.number(0...5))", at: index)
        case 1 where index < lines.count: lines.remove(at: index)
        default: if index < lines.count { lines[index] += "!" }
        }
      }
    }
  }

  private static func text(_ lines: [String], _ end: String = "\n") -> String {
    lines.map { $0 + end }.joined()
  }

  /// 300 files in one repository, merged by one command of git.
  @Test func asGitMerges() throws {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    let cases = (0..<300).map(Texts.init)
    func commit(_ name: String, _ lines: (Texts) -> [String]) throws {
      for (number, texts) in cases.enumerated() {
        // Something of every file has to be there for git to merge it as one file.
        try sandbox.write("f\(number)", "first\n" + Self.text(lines(texts)))
      }
      try sandbox.git("add", "-A")
      try sandbox.git("commit", "-qm", name)
    }
    try commit("base") { $0.base }
    try sandbox.git("checkout", "-qb", "theirs")
    try commit("theirs") { $0.theirs }
    try sandbox.git("checkout", "-q", "-b", "ours", "main")
    try commit("ours") { $0.ours }
    let answer = try sandbox.tryGit(["merge-tree", "--write-tree", "--name-only", "ours", "theirs"])
    let tree = String(answer.output.prefix(40))
    let merge = TextMerge(ourLabel: "ours", baseLabel: "base", theirLabel: "theirs")
    var (clean, conflicts, others) = (0, 0, 0)
    for (number, texts) in cases.enumerated() {
      let git = try sandbox.git("show", "\(tree):f\(number)")
      let isClean = !answer.output.contains("\nf\(number)\n")
      func bytes(_ lines: [String]) -> [UInt8] { Array(("first\n" + Self.text(lines)).utf8) }
      let own = try merge.merge(
        base: bytes(texts.base), ours: bytes(texts.ours), theirs: bytes(texts.theirs))
      let text = String(decoding: own.bytes, as: UTF8.self)
      switch (isClean, own.isClean) {
      case (true, true):
        clean += 1
        #expect(text == git, "case \(number)")
      case (false, false):
        conflicts += 1
        if text != git { others += 1 }
      default: others += 1
      }
    }
    // git aligns lines by another algorithm (histogram), which now and then sees other hunks.
    #expect(clean > 60 && conflicts > 60 && others < 15, "\(clean) \(conflicts) \(others)")
  }

  /// Markers, styles, labels and CRLF, byte for byte as `git merge-file` writes them.
  @Test(arguments: TextMerge.Style.allCases, ["\n", "\r\n"])
  func markersAreGits(style: TextMerge.Style, end: String) throws {
    let sandbox = try Sandbox()
    let (base, ours, theirs) = (
      ["a", "b", "c"], ["a", "x", "same", "c"], ["a", "y", "same", "c"]
    )
    try sandbox.write("O", Self.text(base, end))
    try sandbox.write("A", Self.text(ours, end))
    try sandbox.write("B", Self.text(theirs, end))
    let git = try sandbox.tryGit(
      ["merge-file", "-p", "--marker-size=9"] + (style == .merge ? [] : ["--\(style.rawValue)"])
        + ["-L", "our side", "-L", "the base", "-L", "theirs", "A", "O", "B"])
    let merge = TextMerge(
      style: style, markerSize: 9, ourLabel: "our side", baseLabel: "the base", theirLabel: "theirs"
    )
    let own = try merge.merge(
      base: Array(Self.text(base, end).utf8), ours: Array(Self.text(ours, end).utf8),
      theirs: Array(Self.text(theirs, end).utf8))
    #expect(git.status == 1 && !own.isClean)
    #expect(
      String(decoding: own.bytes, as: UTF8.self).utf8.elementsEqual(git.output.utf8), "\(git)")
  }

  @Test func nothingMergesWithNothing() throws {
    let merged = try TextMerge().merge(base: [], ours: [], theirs: Array("x\n".utf8))
    #expect(merged.bytes == Array("x\n".utf8) && merged.isClean)
  }
}
