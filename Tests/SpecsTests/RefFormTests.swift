import Frontmatter
import TestSupport
import Testing

@testable import Specs

/// Names that settings may give to git, as git itself judges them.
@Suite struct RefFormTests {
  /// `git check-ref-format --branch` is the oracle.
  @Test func branchesAreThoseOfGit() throws {
    let sandbox = try Sandbox()
    var random = Seeded(15)
    let parts = [
      "a", "b", "/", ".", "-", "@", "{", "~", "^", ":", "?", "*", "[", "\\", " ", ".lock", "lock",
      "..", "@{", "é", "main", "/.",
    ]
    var names = ["main", "@", "-", "", "a/b", "a//b", "/a", "a/", "HEAD", "--upload-pack=x"]
    while names.count < 400 {
      let count = Int.random(in: 1...4, using: &random)
      names.append((0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined())
    }
    let answer = try sandbox.run(
      "/bin/sh",
      [
        "-c",
        """
        while IFS= read -r name; do
          if git check-ref-format "refs/heads/$name"; then echo yes; else echo no; fi
        done
        """,
      ], input: names.map { $0 + "\n" }.joined())
    let verdicts = answer.output.split(separator: "\n")
    try #require(verdicts.count == names.count)
    for (name, verdict) in zip(names, verdicts) {
      // Of itself git refuses `-` and `@` only where a branch is made.
      let isGood = verdict == "yes" && !name.hasPrefix("-") && name != "@"
      #expect((RefForm.branch.fault(in: name) == nil) == isGood, "`\(name)`")
    }
  }

  @Test(
    arguments: [
      "--upload-pack=touch x", "-x", "/srv/git/x.git", "../x", "sub/dir", "https://host/x",
      "host:x.git", "ext::sh -c x", ".", "..", "", "a b", "a\nb", "a\u{0}b", "a..b", "x.lock",
      "@{0}",
    ])
  func noRemoteIsAnOptionAPathOrAURL(name: String) throws {
    #expect(RefForm.remote.fault(in: name) != nil)
    // An empty one is told in words of its own.
    let quoted = name.isEmpty ? "''" : "\"\(escaped(name))\""
    for key in ["remote", "branch"] where key == "remote" || RefForm.branch.fault(in: name) != nil {
      let (settings, findings) = Settings.parse(
        Array("sync:\n  \(key): \(quoted)\n".utf8), path: "c", root: "r")
      #expect(settings.sync == Settings.Sync())
      #expect(findings.map(\.code) == ["S015"])
      #expect(findings.first?.start.line == 2)
      #expect(findings.first?.start.column == key.count + 5)
    }
  }

  @Test(arguments: ["origin", "up-stream", "my.fork", "größe", "a_b", "O1"])
  func remotesAreNamed(name: String) {
    #expect(RefForm.remote.fault(in: name) == nil)
    let (settings, findings) = Settings.parse(
      Array("sync: {remote: \(name), branch: \(name)}".utf8), path: "c", root: "r")
    #expect(settings.sync.remote == name)
    #expect(settings.sync.branch == name)
    #expect(findings.isEmpty)
  }

  @Test(
    arguments: [
      "--exec=x", "-x", "*", "pull/*", "refs/", "refs", "refs//x", "refs/../x", "refs/a b",
      "refs/a:b",
      "refs/pull/*\u{0}", "refs/.x/*", "refs/a?",
    ])
  func patternsOfRefsBeginWithRefs(pattern: String) {
    let (settings, findings) = Settings.parse(
      Array("ids:\n  refs: [\"refs/pull/*\", \"\(escaped(pattern))\"]\n".utf8), path: "c", root: "r"
    )
    // What is good beside it counts.
    #expect(settings.extraReferences == ["refs/pull/*"])
    #expect(findings.map(\.code) == ["S015"])
    #expect(findings.first?.start.column == 25)
  }

  private func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n").replacing("\0", with: "\\0")
  }
}
