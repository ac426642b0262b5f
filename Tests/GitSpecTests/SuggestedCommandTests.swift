import Foundation
import TestSupport
import Testing

/// A command that people are told to type does what it says and nothing else, whatever names are in it.
@Suite struct SuggestedCommandTests {
  private static let names = [
    "x$(touch PWNED)", "x;touch${IFS}PWNED", "x`touch PWNED`", "x'touch PWNED'", "-x&touch PWNED",
  ]

  @Test(arguments: names)
  func noNameIsMoreThanAWord(name: String) throws {
    let box = try Sandbox()
    for (path, text) in Sample.root { try box.write(path, text) }
    try box.shell("git init -q . && git add -A && git commit -qm Begin")
    // A branch of that name, as far as git has one, where a task means something else.
    let branch = name.replacing("touch PWNED", with: "touch${IFS}PWNED").replacing("-x", with: "x")
    try box.shell("git checkout -qb other")
    try box.write(
      ".omoi_os/tasks/TSK-003.md", Sample.task("TSK-003", title: "Quite another matter"))
    try box.shell("git add -A && git commit -qm Other && git checkout -q main")
    try box.git("update-ref", "refs/heads/\(branch)", "other")
    try box.git("branch", "-qD", "other")
    try box.write(".omoi_os/tasks/TSK-003.md", Sample.task("TSK-003", title: "Ours"))
    try box.write(".omoi_os/tasks/TSK-001-\(name).md", Sample.task())
    try box.write(".omoi_os/tasks/TSK-004.md", Sample.task("TSK-004", ticket: name))
    var commands: [String] = []
    for words in [
      ["check"], ["check", "--staged"], ["renumber", "TSK-001"], ["renumber", name],
      ["show", name], ["show", "TSK-404-\(name)"], ["log", name], ["graph", "--focus", name],
      ["collisions"], ["collisions", "--against", branch], ["check", "--merge-with", branch],
      ["new", "task", "--title", "Ours", "--ticket", name], ["new", name], ["next", name],
      ["sync", "diff", "--plan", name], ["sync", "push", "--remote", name], ["doctor"],
    ] {
      let outcome = try box.run(
        Sandbox.program, words,
        environment: ["OMOIOS_API_URL": "http://127.0.0.1:9", "OMOIOS_PROJECT_ID": "p"])
      #expect(outcome.status < 128, "\(words) \(outcome)")
      commands += (outcome.output + outcome.error).matches(of: /`(git [^\n]*?)`(?:$|[ ;,.:"\n])/)
        .map { String($0.output.1) }
    }
    #expect(commands.contains { $0.contains("PWNED") }, "\(commands)")
    for command in commands {
      // Git itself is not the matter, and neither is what stands for a word: NEW, <some of the refs>.
      _ = try box.run(
        "/bin/sh", ["-c", "git() { :; }; " + command.replacing(/<[a-z ]*>/, with: "WORD")])
      #expect(!box.exists("PWNED"), "\(command)")
      if box.exists("PWNED") { try box.remove("PWNED") }
    }
  }
}
