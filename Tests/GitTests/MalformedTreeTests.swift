import Git
import TestSupport
import Testing

/// Trees that git would not have written: an error, whoever reads them and for whatever question.
@Suite struct MalformedTreeTests {
  /// Lines of a shell script that write the top tree; `$om` is a good root, `$bad` one with more,
  /// `$blob` a file, `$empty` an empty one.
  static let forms = [
    "entry 040000 .omoi_os $bad": "`040000`",
    "entry 0100644 a $blob": "`0100644`",
    "entry 140000 .omoi_os $bad": "`140000`",
    "entry 4 .omoi_os $bad": "`4`",
    "entry 40000 .omoi_os $om; entry 100644 .omoi_os/tasks/x.md $blob": "a slash in its name",
    "entry 40000 a/.omoi_os $bad": "a slash in its name",
    "entry 40000 .omoi_os $om; entry 40000 .omoi_os $bad": "two entries named `.omoi_os`",
    "entry 100644 .omoi_os $blob; entry 40000 .omoi_os $bad": "two entries named `.omoi_os`",
    "entry 100644 a $blob; entry 100644 a.b $blob; entry 100644 a.b.c $blob; entry 40000 a $bad":
      "two entries named `a`",
    "entry 40000 b $om; entry 40000 .omoi_os $bad": "`.omoi_os` is not in git's order",
    "entry 40000 . $bad": "`.` has a name",
    "entry 40000 .. $bad": "`..` has a name",
    "entry 40000 .git $bad": "`.git` has a name",
    "entry 40000 .GiT $bad": "`.GiT` has a name",
    "entry 40000 '' $bad": "has no name",
    "entry 40000 .omoi_os $bad | head -c 25": "cut off",
    "entry 40000 .omoi_os $(printf %040d 0)": "zeros",
    "entry 40000 .omoi_os $blob": "no tree, but a blob",
    "entry 40000 .omoi_os $empty": "no tree, but a blob",
  ]

  @Test(arguments: BackendName.allCases)
  func areErrors(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell(
      """
      mkdir -p .omoi_os/tasks; echo 1 > .omoi_os/tasks/a.md; git add -A; git commit -qm x
      git tag good
      """)
    for (form, words) in Self.forms {
      let commit = try #require(ObjectID(hex: sandbox.shell(script(form)).dropLast()))
      let good = try sandbox.id("good")
      let repository = try sandbox.open(backend)
      let root = RepositoryPath(text: ".omoi_os/tasks/x.md")
      for question in [
        { _ = try repository.entries(in: .commit(commit), below: ".omoi_os") },
        { _ = try repository.changes(from: .commit(good), to: .commit(commit), below: ".omoi_os") },
        { _ = try repository.entry(at: root, in: commit) },
      ] as [() throws -> Void] {
        let error = #expect(throws: GitError.self, "\(form)") { try question() }
        #expect(error?.code == .malformed, "\(form)")
        #expect(error?.message.contains(words) == true, "\(form): \(error?.message ?? "")")
        #expect(error?.hints.contains { $0.contains("git fsck") } == true)
      }
    }
  }

  private func script(_ form: String) -> String {
    """
    entry() {
      printf "$1 $2\\\\0"
      for byte in $(echo $3 | sed 's/../& /g'); do printf "\\\\$(printf %03o 0x$byte)"; done
    }
    write() { git hash-object -t tree -w --literally --stdin; }
    om=$(git rev-parse good:.omoi_os); blob=$(git rev-parse good:.omoi_os/tasks/a.md)
    bad=$({ entry 100644 more $blob; entry 40000 tasks $(git rev-parse good:.omoi_os/tasks); } | write)
    empty=$(git hash-object -w --stdin < /dev/null)
    git commit-tree -p good -m x $({ \(form); } | write)
    """
  }

  /// A file that is a tree is told when it is read, whatever limit there is for files.
  @Test(arguments: BackendName.allCases)
  func aFileThatIsATree(backend: BackendName) throws {
    let sandbox = try Sandbox.repository()
    try sandbox.shell("mkdir a; echo 1 > a/b; git add -A; git commit -qm x")
    let repository = try sandbox.open(backend)
    let error = #expect(throws: GitError.self) {
      try repository.blob(try sandbox.id("HEAD:a"), limit: 1000)
    }
    #expect(error?.code == .malformed)
  }
}
