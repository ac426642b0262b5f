import Foundation
import TestSupport
import Testing

@testable import git_spec

/// Where `git spec report` writes, and where its page links to.
@Suite struct ReportFileTests {
  // MARK: The file

  @Test func aFileIsReplacedWhole() throws {
    let sandbox = try ReportSample.repository()
    try sandbox.write("page.html", "old")
    try sandbox.shell("chmod 640 page.html")
    let outcome = try sandbox.spec("report", "--output", "page.html")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output == "")
    #expect(outcome.error.hasPrefix("wrote page.html: 9 specs, "), "\(outcome)")
    #expect(try sandbox.read("page.html").hasSuffix("</html>\n"))
    #expect(try sandbox.shell("stat -c %a page.html; ls -A | grep -c tmp || true") == "640\n0\n")
    #expect(try sandbox.spec("report", "-q", "-o", "page.html").error == "")
  }

  @Test func aDashIsStdout() throws {
    let sandbox = try ReportSample.repository()
    let outcome = try sandbox.spec("report", "--output", "-")
    #expect(outcome.output == (try sandbox.spec("report").output))
    #expect(outcome.output.hasPrefix("<!DOCTYPE html>"))
    #expect(!sandbox.exists("-"))
  }

  @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
    let sandbox = try ReportSample.repository()
    try sandbox.shell("mkdir out; echo text > file")
    expectRefused(
      try sandbox.spec("report", "-o", "out"), 2, "`out` is a folder", "out/report.html")
    expectRefused(try sandbox.spec("report", "-o", ""), 2, "names no file")
    expectRefused(
      try sandbox.spec("report", "-o", "none/page.html"), 3, "none/page.html", "No such file")
    expectRefused(
      try sandbox.spec("report", "-o", "file/page.html"), 3, "file/page.html", "Not a directory")
    expectRefused(try sandbox.spec("report", "-o", "/dev/null"), 3, "not a regular file")
    #expect(try sandbox.read("file") == "text\n")
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func aFolderThatMayNotBeWrittenKeepsItsFiles() throws {
    let sandbox = try ReportSample.repository()
    try sandbox.shell("mkdir out; echo old > out/page.html; chmod 555 out")
    expectRefused(try sandbox.spec("report", "-o", "out/page.html"), 3, "Permission denied")
    #expect(try sandbox.read("out/page.html") == "old\n")
    try sandbox.shell("chmod 755 out")
  }

  // MARK: Links

  @Test(arguments: [
    (
      "https://github.com/ann/shop.git",
      "https://github.com/ann/shop/blob/{commit}/{path}?plain=1#L{line}"
    ),
    (
      "https://ann:ghp_s3cret@github.com/ann/shop",
      "https://github.com/ann/shop/blob/{commit}/{path}?plain=1#L{line}"
    ),
    (
      "https://ghp_s3cret@github.example.org:8443/ann/shop/",
      "https://github.example.org:8443/ann/shop/blob/{commit}/{path}?plain=1#L{line}"
    ),
    (
      "git@github.com:ann/shop.git",
      "https://github.com/ann/shop/blob/{commit}/{path}?plain=1#L{line}"
    ),
    (
      "ssh://git:s3cret@gitlab.example.org:2222/group/sub/shop.git",
      "https://gitlab.example.org/group/sub/shop/-/blob/{commit}/{path}?plain=1#L{line}"
    ),
    (
      "https://x-token-auth:s3cret@bitbucket.org/ann/shop.git",
      "https://bitbucket.org/ann/shop/src/{commit}/{path}#lines-{line}"
    ),
    (
      "https://codeberg.org/ann/shop",
      "https://codeberg.org/ann/shop/src/commit/{commit}/{path}?display=source#L{line}"
    ),
    (
      "https://ann:p@ss@github.com/ann/s%20hop?token=s3cret#s3cret",
      "https://github.com/ann/s%20hop/blob/{commit}/{path}?plain=1#L{line}"
    ),
    ("https://ann:s3cret@git.example.org/ann/shop.git", "{path}#L{line}"),
    ("../shop.git", "{path}#L{line}"), ("C:/shop.git", "{path}#L{line}"),
    ("javascript:alert(1)//github.com/a/b", "{path}#L{line}"),
    ("https://github.com\"><script>/a/b", "{path}#L{line}"),
    // Slips of the writer, with a secret where none is looked for.
    ("ann:s3cret@host", "{path}#L{line}"), ("https:/ann:s3cret@github.com", "{path}#L{line}"),
    ("https:\\\\ann:s3cret@github.com\\o\\r", "{path}#L{line}"),
    ("https://github.com/ann:s3cret@github.com/o/r.git", "{path}#L{line}"),
    ("https://github.com/ann%3As3cret%40github.com/o/r.git", "{path}#L{line}"),
  ])
  func linksLeadToTheHostOfOriginWithoutItsSecrets(url: String, template: String) throws {
    let sandbox = try ReportSample.repository()
    try sandbox.git("config", "remote.origin.url", url)
    let page = try ReadPage(sandbox)
    #expect(page.link == template)
    for secret in ["s3cret", "p@ss", "ann:"] { #expect(!page.html.contains(secret)) }
  }

  @Test func linksWithoutAHostStartFromThePage() throws {
    let sandbox = try ReportSample.repository()
    func link(_ path: String, in folder: String? = nil) throws -> String? {
      let outcome = try sandbox.spec("report", "-q", "-o", path, in: folder)
      #expect(outcome.status == 0, "\(outcome)")
      let page = try ReadPage(
        sandbox.read(path.hasPrefix("/") ? path : (folder.map { $0 + "/" } ?? "") + path))
      #expect(!page.html.contains(sandbox.folder))
      return page.link
    }
    try sandbox.shell("mkdir -p out/deep")
    #expect(try link("page.html") == "{path}#L{line}")
    #expect(try link("out/deep/page.html") == "../../{path}#L{line}")
    #expect(try link("page.html", in: sandbox.directory + "/out") == "../{path}#L{line}")
    #expect(try link("../page.html", in: sandbox.directory + "/out") == "{path}#L{line}")
    // Outside of the working tree the way there would tell how the machine is laid out.
    #expect(try link(sandbox.folder + "/page.html") == "{path}#L{line}")
    #expect(try ReadPage(sandbox, "--rev", "HEAD").link == nil)
  }

  @Test func aTemplateIsOfTheWebOrAPath() throws {
    let sandbox = try ReportSample.repository()
    for template in [
      "javascript:alert('{path}')", "JavaScript:alert('{path}')", "data:text/html,{path}",
      "//evil.example/{path}",
      " javascript:alert('{path}')", "java\tscript:{path}", "\\\\evil\\{path}",
      "vscode://file/{path}",
    ] {
      expectRefused(
        try sandbox.spec("report", "--link", template), 2, "neither to the web nor to a path")
    }
    expectRefused(try sandbox.spec("report", "--link", "https://x.example/"), 2, "has no {path}")
    let page = try ReadPage(
      sandbox, "--link", "https://ann:s3cret@x.example/{path}?l={line}&c={commit}")
    #expect(page.link == "https://x.example/{path}?l={line}&c={commit}")
    #expect(try ReadPage(sandbox, "--link", "../up/{path}").link == "../up/{path}")
  }
}
