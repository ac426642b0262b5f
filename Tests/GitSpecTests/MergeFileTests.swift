import TestSupport
import Testing

/// `git spec merge-file` from the command line: streams, statuses, explanations.
@Suite struct MergeFileTests {
  private func sandbox(
    ours: String = MergeDriverTests.ours, theirs: String = MergeDriverTests.theirs
  ) throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.write("A", ours)
    try sandbox.write("O", MergeDriverTests.base)
    try sandbox.write("B", theirs)
    return sandbox
  }

  @Test func writesOverOurs() throws {
    let sandbox = try sandbox()
    let outcome = try sandbox.spec("merge-file", "A", "O", "B")
    #expect(outcome.status == 0 && outcome.output == "", "\(outcome)")
    #expect(try sandbox.read("A") == MergeDriverTests.merged)
  }

  @Test func printsAndLeavesOurs() throws {
    let sandbox = try sandbox()
    let outcome = try sandbox.spec("merge-file", "-p", "-q", "A", "O", "B")
    #expect(outcome.status == 0 && outcome.output == MergeDriverTests.merged && outcome.error == "")
    #expect(try sandbox.read("A") == MergeDriverTests.ours)
  }

  @Test func explainsFieldByField() throws {
    let sandbox = try sandbox()
    let outcome = try sandbox.spec("merge-file", "-p", "--explain", "A", "O", "B")
    #expect(
      outcome.error == """
        A: clean: merged field by field
          status: theirs (theirs is further along the workflow)
            base: pending
            ours: in_progress
            theirs: done
          updated: ours (the later date is ours)
            base: 2026-01-01
            ours: 2026-01-05
            theirs: 2026-01-04
          requirements: merged (a set: additions and removals of both sides)
            base: [REQ-A-001]
            ours: [REQ-A-001, REQ-A-002]
            theirs: [REQ-A-003]
          body: merged (each changed line from the side that changed it)

        """, "\(outcome)")
  }

  /// Also where git's own result is right, or line ends differ.
  @Test func explainsWhatGitWouldDoToo() throws {
    func crlf(_ text: String) -> String { text.replacing("\n", with: "\r\n") }
    let titled = MergeDriverTests.base.replacing("Write the parser\n", with: "Write it\n")
    let dated = MergeDriverTests.base.replacing("2026-01-01", with: "2026-01-02")
    for ours in [titled, crlf(titled)] {
      let sandbox = try sandbox(ours: ours, theirs: dated)
      let outcome = try sandbox.spec("merge-file", "-p", "--explain", "A", "O", "B")
      #expect(outcome.status == 0)
      #expect(outcome.error.contains("  title: ours (only ours changed it)\n"), "\(outcome)")
      #expect(outcome.error.contains("  updated: theirs (only theirs changed it)\n"), "\(outcome)")
    }
  }

  @Test func answersInJSON() throws {
    let sandbox = try sandbox(
      theirs: MergeDriverTests.task("pending", 1, ["REQ-A-001"], title: "Other"))
    let outcome = try sandbox.spec(
      "merge-file", "--format", "json", "--path", ".omoi_os/tasks/TSK-001.md", "A", "O", "B")
    #expect(outcome.status == 0 && outcome.error == "", "\(outcome)")
    #expect(outcome.output.contains("\"command\" : \"merge-file\""))
    #expect(outcome.output.contains("\"path\" : \".omoi_os/tasks/TSK-001.md\""))
    #expect(outcome.output.contains("\"reason\" : \"only theirs changed it\""))
    #expect(try sandbox.read("A") == MergeDriverTests.ours)
  }

  @Test func labelsStylesAndSizes() throws {
    let sandbox = try sandbox(
      ours: MergeDriverTests.task("pending", 1, ["REQ-A-001"], title: "One"),
      theirs: MergeDriverTests.task("pending", 1, ["REQ-A-001"], title: "Two"))
    let outcome = try sandbox.spec(
      "merge-file", "-p", "-q", "--marker-size", "9", "--conflict-style", "zdiff3", "-L", "me",
      "-L", "old", "-L", "you", "A", "O", "B")
    #expect(outcome.status == 1)
    #expect(
      outcome.output.contains(
        "<<<<<<<<< me\ntitle: One\n||||||||| old\ntitle: Write the parser\n=========\ntitle: Two\n>>>>>>>>> you\n"
      ))
  }

  @Test(arguments: [
    [], ["A", "O"], ["A", "O", "gone"], ["A", "O", "/"], ["--config", "gone", "A", "O", "B"],
    ["--marker-size", "0", "A", "O", "B"], ["--conflict-style", "odd", "A", "O", "B"],
    ["-L", "a", "-L", "b", "-L", "c", "-L", "d", "A", "O", "B"], ["--nothing", "A", "O", "B"],
  ])
  func failuresAreNoConflicts(arguments: [String]) throws {
    let sandbox = try sandbox()
    let outcome = try sandbox.run(Sandbox.program, ["merge-file"] + arguments)
    #expect(outcome.status == 129 && outcome.error != "", "\(outcome)")
    #expect(try sandbox.read("A") == MergeDriverTests.ours)
  }

  @Test(.enabled(if: hasFullDevice, "skipped: there is no /dev/full"))
  func aFullDiskBehindTheAnswer() throws {
    let sandbox = try sandbox()
    let outcome = try sandbox.run(
      "/bin/sh", ["-c", "'\(Sandbox.program)' merge-file -p A O B > /dev/full"])
    #expect(outcome.status == 129 && outcome.error.contains("cannot write the answer"))
  }

  private static let hasFullDevice = (try? Sandbox().exists("/dev/full")) ?? false

  @Test func namesCannotSteerATerminal() throws {
    func text(_ value: Int) -> String { "---\n\"x\\e[31m\": \(value)\n---\n" }
    let sandbox = try Sandbox()
    for (name, value) in [("A", 2), ("O", 1), ("B", 3)] { try sandbox.write(name, text(value)) }
    let outcome = try sandbox.spec("merge-file", "-p", "A", "O", "B")
    #expect(outcome.error == "git-spec: A: conflict in x␛[31m\n", "\(outcome)")
  }

  @Test func helpOfTheDriver() throws {
    let sandbox = try Sandbox()
    for option in ["-h", "--help"] {
      let outcome = try sandbox.spec("merge-driver", option)
      #expect(outcome.status == 0 && outcome.output.contains("called by git"), "\(outcome)")
    }
  }
}
