import Foundation
import TestSupport
import Testing

/// Every call of git, with every value from outside that reaches its words.
///
/// A git that writes down its words stands in the path. Whatever can be chosen by others is an option
/// that runs a program or writes a file, where git takes it for an option.
@Suite struct ChildWordsTests {
  static let mark = "PWNED"
  /// What others choose: names of remotes, branches, files, folders, refs.
  static let option = "--upload-pack=touch \(mark);x"
  static let output = "--output=\(mark)"

  @Test func noWordOfOthersIsAnOption() throws {
    var all: [[String]] = []
    for backend in BackendName.allCases { all += try recorded(backend) }
    for words in all {
      let options = words.prefix { $0 != "--" && $0 != "--end-of-options" }
      let bad = options.filter { $0.hasPrefix("-") && $0.contains(Self.mark) && !isOurs($0) }
      #expect(bad == [], "\(words)")
    }
    try expectAllCalls(in: all)
  }

  /// Options of ours that have a value at their end.
  private func isOurs(_ word: String) -> Bool {
    ["--force-with-lease=refs/", "--path=", "--work-tree=/", "--format="].contains {
      word.hasPrefix($0)
    }
  }

  // MARK: What is run

  private func recorded(_ backend: BackendName) throws -> [[String]] {
    let server = try LocalServer()
    let box = try Sandbox([
      "GIT_SPEC_BACKEND": backend == .git ? "git" : "", "OMOIOS_API_URL": server.url,
      "OMOIOS_TOKEN": LocalServer.token, "OMOIOS_PROJECT_ID": LocalServer.project,
    ])
    try world(box)
    try partialClone(box)
    let log = box.folder + "/words"
    try box.shell("mkdir '\(log)'")
    try box.script(
      box.folder + "/bin/git",
      """
      #!/bin/sh
      { printf '%s\\000' "$@"; printf '\\001\\000'; } >> '\(log)/'$$
      exec /usr/bin/git "$@"
      """ + "\n")
    func spec(_ words: String..., input: String = "", in folder: String? = nil) throws {
      let outcome = try box.run(Sandbox.program, words, in: folder, input: input)
      // What comes of it is not the matter here; that it does not crash is.
      #expect(outcome.status <= 5, "\(words) \(outcome)")
      #expect(!outcome.error.contains("where git looks for options"), "\(words) \(outcome)")
    }
    let head = try box.git("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
    let zero = String(repeating: "0", count: 40)
    try spec("hook", "pre-commit")
    try spec("hook", "pre-merge-commit")
    try spec(
      "hook", "pre-push", Self.option, Self.option,
      input: "refs/heads/\(Self.output) \(head) refs/heads/\(Self.output) \(zero)\n")
    try spec("hook", "post-merge", "0")
    try spec("hook", "post-checkout", zero, head, "1")
    for words in [
      ["check", "--since", "HEAD~1"], ["check", "--staged"], ["check", "--rev", Self.output],
      ["check", "--rev", "HEAD", "--against", "main"], ["check", "--since", Self.output],
      ["check", "--merge-with", "side"], ["check", "--merge-with", Self.output],
      ["check", "--diff"], ["check", "--", Self.option], ["show", "all"], ["show", "ready"],
      ["show", "TSK-001", "--all-refs"], ["log", "TSK-001"], ["log", "TSK-404"],
      ["log", "--rev", Self.output, "TSK-001"], ["report", "-o", "report.html"],
      ["collisions", "--all"], ["collisions", "--against", Self.output], ["next", "task"],
      ["new", "task", "--title", Self.option, "--ticket", "TKT-001"],
      ["check", "--staged", "--fix", "--unsafe-fixes"], ["check", "--fix", "--unsafe-fixes"],
      ["renumber", "TSK-002", "--dry-run"], ["renumber", "TSK-002"],
      ["install", "--diff"], ["doctor"], ["sync", "diff"], ["sync", "push"], ["sync", "push"],
      ["sync", "push", "--remote", Self.option, "--wait", "0"], ["sync", "status"],
      ["sync", "log"], ["sync", "diff", "--rev", Self.output], ["sync", "push", "--full"],
    ] {
      let outcome = try box.run(Sandbox.program, words)
      #expect(outcome.status <= 5, "\(words) \(outcome)")
      #expect(!outcome.error.contains("where git looks for options"), "\(words) \(outcome)")
    }
    // Somebody who has the state from the remote: fetched, and without the synced commit.
    try box.git("mv", ".omoi_os/tasks/TSK-001.md", ".omoi_os/tasks/TSK-001-b.md")
    try box.git("commit", "-qm", "Rename", "--no-verify")
    try box.git("push", "-q", "--no-verify", "../real.git", "main")
    try box.git("clone", "-q", "--depth=1", "file://\(box.folder)/real.git", "../other")
    try box.git(
      "config", "--rename-section", "remote.origin", "remote.\(Self.option)", in: "../other")
    try box.git("config", "branch.main.remote", Self.option, in: "../other")
    try spec("sync", "push", in: "../other")
    for section in ["remote.\(Self.option)", "remote.real", "branch.main"] {
      try box.git("config", "--remove-section", section)
    }
    try spec("sync", "push", "--full")
    // What doctor asks where all is armed, and where git takes the clone for a bare one.
    try box.git("worktree", "remove", "--force", "../tree")
    try spec("doctor")
    try box.git("config", "core.bare", "true")
    try spec("doctor")
    try box.git("config", "core.bare", "false")
    try box.git("update-ref", "-d", "HEAD")
    try spec("check")
    try spec("uninstall")
    for words in [["check", "--rev", "HEAD"], ["log", "TSK-001"], ["next", "task"]] {
      let outcome = try box.run(Sandbox.program, words, in: box.folder + "/partial")
      #expect(outcome.status <= 5, "\(words) \(outcome)")
    }
    let found = try box.shell("find '\(box.folder)' -name '*\(Self.mark)' -newer '\(log)'")
    #expect(found.split(separator: "\n").allSatisfy { $0.contains("/.omoi_os/") }, "\(found)")
    return try words(in: log)
  }

  /// Names that are options: of a remote, a branch, a ref, files, a folder with a root in it.
  private func world(_ box: Sandbox) throws {
    for (path, text) in Sample.root { try box.write(path, text) }
    for folder in ["", Self.output.replacing("PWNED", with: "x") + "/"] {
      try box.write(
        "\(folder).omoi_os/tasks/\(Self.output).md",
        Sample.task("TSK-003", status: "todo", ticket: "TKT-404"))
      try box.write("\(folder).omoi_os/tickets/\(Self.option).md", Sample.ticket("TKT-003"))
    }
    try box.write(".omoi_os/tasks/empty.md", "")
    try box.write(
      ".omoi_os/config.yaml", "ids: {refs: ['refs/pull/*']}\nsync: {max_delete: 5}\n")
    try box.shell(
      """
      git init -q .
      git init -q --bare ../real.git
      git add -A && git commit -qm 'Begin'
      git remote add real ../real.git && git push -q real main
      git config 'remote.\(Self.option).url' ../real.git
      git config 'branch.main.remote' '\(Self.option)'
      git config 'branch.main.merge' 'refs/heads/\(Self.output)'
      git config core.hooksPath .git/hooks
      git update-ref 'refs/heads/\(Self.output)' HEAD
      git update-ref 'refs/pull/\(Self.output)' HEAD
      git checkout -qb side
      echo more >> .omoi_os/tickets/TKT-001.md
      git commit -qam 'Side'
      git worktree add -q ../tree 'HEAD' --detach
      git checkout -q main
      echo other >> .omoi_os/tasks/TSK-001.md
      git commit -qam 'Other'
      touch -d '2020-01-01' .omoi_os/tasks/*.md
      git add -N .omoi_os/tasks/empty.md
      sed -i 's/pending/todo/' .omoi_os/tasks/TSK-002.md
      sed -i 's/pending/todo/' .omoi_os/tasks/TSK-001.md
      git add .omoi_os/tasks/TSK-002.md .omoi_os/tasks/TSK-001.md
      echo later >> .omoi_os/tasks/TSK-001.md
      echo new > .omoi_os/tasks/untracked.md
      """)
    try box.write(".git/refs/heads/broken", "nothing\n")
  }

  /// A partial clone of a remote whose name is an option.
  private func partialClone(_ box: Sandbox) throws {
    try box.shell(
      """
      git init -q --bare ../whole.git
      git --git-dir=../whole.git config uploadpack.allowFilter true
      git --git-dir=../whole.git config uploadpack.allowAnySHA1InWant true
      git push -q ../whole.git side:refs/heads/main
      git clone -q --no-checkout --filter=blob:none "file://$PWD/../whole.git" ../partial
      cd ../partial
      git config --rename-section remote.origin 'remote.\(Self.option)'
      git config extensions.partialClone '\(Self.option)'
      """)
  }

  private func words(in log: String) throws -> [[String]] {
    try FileManager.default.contentsOfDirectory(atPath: log).sorted().flatMap { name in
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(log)/\(name)")), as: UTF8.self)
        .split(separator: "\u{1}\0").map {
          $0.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
        }
    }
  }

  // MARK: What there is to run

  /// Each call of git in the sources was made with its words.
  private func expectAllCalls(in recorded: [[String]]) throws {
    let calls = try Self.calls()
    #expect(calls.count > 40)
    for call in calls where !Self.elsewhere.contains(call.words.joined(separator: " ")) {
      let isMade = recorded.contains { words in
        var rest = words[...]
        return call.words.allSatisfy { word in
          guard let place = rest.firstIndex(where: { $0 == word || $0.hasPrefix(word) }) else {
            return false
          }
          rest = rest[(place + 1)...]
          return true
        }
      }
      #expect(isMade, "\(call.place): no test runs `git \(call.words.joined(separator: " "))`")
    }
  }

  /// Calls that this world does not come to; each has only words of ours and names of objects.
  private static let elsewhere: Set<String> = []

  /// The literals of each list of words that has a command of git in it.
  private static func calls() throws -> [(place: String, words: [String])] {
    var sources = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { sources.deleteLastPathComponent() }
    sources.appendPathComponent("Sources")
    let commands = try Set(
      Sandbox().git("--list-cmds=builtins").split(separator: "\n").map(String.init))
    var found: [(place: String, words: [String])] = []
    for target in ["Git", "git-spec"] {
      let folder = sources.appendingPathComponent(target).path
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
      for name in (names ?? []).sorted() where name.hasSuffix(".swift") {
        let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        guard text.contains("run(") || text.contains("answer(") || text.contains("start(") else {
          continue
        }
        for match in text.matches(of: /\[\s*("[^\]]*)\]/) {
          let words = match.output.1.matches(of: /"((?:[^"\\]|\\.)*)"/).map { String($0.output.1) }
          let command = words.first { !$0.hasPrefix("-") && !$0.contains("=") }
          guard let command, commands.contains(command), !words.contains("graph"),
            !words.contains("sync")
          else { continue }
          // Escapes and what is put in end what can be compared.
          found.append(("\(target)/\(name)", words.filter { !$0.contains("\\") }))
        }
      }
    }
    return found
  }
}
