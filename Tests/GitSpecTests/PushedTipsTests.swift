import Foundation
import Frontmatter
import Git
import TestSupport
import Testing

@testable import git_spec

/// Many tips in one push: compared with each other as if each were alone, at what they weigh.
@Suite struct PushedTipsTests {
  private static let zero = String(repeating: "0", count: 40)

  /// What a push of branches says, without how long it took.
  private func push(_ branches: [String], _ sandbox: Sandbox) throws -> [String] {
    let lines = try branches.map { name in
      let tip = try sandbox.git("rev-parse", name).dropLast()
      return "refs/heads/\(name) \(tip) refs/heads/\(name) \(Self.zero)\n"
    }
    let outcome = try sandbox.spec("hook", "pre-push", "origin", "url", input: lines.joined())
    #expect(outcome.status <= 1, "\(outcome)")
    return outcome.error.split(separator: "\n").map { line in
      String(line.replacing(/, [0-9]+ ms\)/, with: ")"))
    }
  }

  /// Random branches that add, edit, move, delete, merge and pick specs under few numbers.
  private func history(_ seed: Int, _ sandbox: Sandbox) throws -> [String] {
    var random = Seeded(seed)
    var script = Sandbox.histories + "commit() { git add -A; git commit -q --allow-empty -m x; }\n"
    var branches = ["main"]
    for step in 0..<24 {
      let from = random.pick(branches)
      if branches.count < 6, random.chance(30) {
        branches.append("b\(step)")
        script += "git checkout -q -b b\(step) \(from)\n"
      } else {
        script += "git checkout -q \(from)\n"
      }
      let number = random.number(1...4)
      let path = ".omoi_os/tasks/TSK-00\(number).md"
      switch random.number(0...6) {
      case 0, 1: script += "task TSK-00\(number) 'Title \(random.number(1...3))'\n"
      case 2: script += "task TSK-00\(number) 'Title \(number)' TSK-00\(number)-other.md\n"
      case 3: script += "[ ! -e \(path) ] || printf 'More \(step).\\n' >> \(path)\n"
      case 4: script += "rm -f \(path)\n"
      case 5:
        script += "git merge -q -X ours -m Merge \(random.pick(branches)) || git merge --abort\n"
      default:
        script +=
          "git cherry-pick -X theirs \(random.pick(branches)) >/dev/null 2>&1 || "
          + "git cherry-pick --abort >/dev/null 2>&1 || git reset -q --hard\n"
      }
      script += "commit\n"
    }
    try sandbox.shell(
      "exec 2>/dev/null; set +e; git config core.hooksPath /nowhere\n" + script
        + "git checkout -q main\n")
    return branches
  }

  /// A tip without a common history makes each be compared by itself, as a single one is.
  @Test func togetherAsEachAlone() throws {
    let told = try (0..<12).map(compare)
    #expect(told.contains(0) && told.reduce(0, +) > 12, "no collisions: \(told)")
  }

  private func compare(seed: Int) throws -> Int {
    let sandbox = try Sandbox.withOrigin(nil)
    let branches = try history(seed, sandbox)
    try sandbox.shell(
      "git checkout -q --orphan alone; git rm -rqf .; git commit -qm A --allow-empty")
    let together = try push(branches, sandbox)
    let apart = try push(branches + ["alone"], sandbox)
    #expect(together == apart)
    return together.count { $0.contains("[S206]") }
  }

  /// Every tip takes the same number, or edits one spec, or has one of its own.
  @Test(arguments: ["same", "edited", "own"])
  func tipsCostWhatTheyWeigh(what: String) throws {
    let sandbox = try Sandbox.withOrigin(nil)
    func steps(_ count: Int) throws -> Int {
      try sandbox.shell(
        Sandbox.histories + """
          git checkout -q main
          for n in $(seq \(count)); do
            git checkout -qB b$n main
            case \(what) in
              same) task TSK-900 "Thing $n" ;;
              edited) echo "More $n" >> .omoi_os/tasks/TSK-001.md ;;
              own) task TSK-$((900 + n)) "Thing $n" ;;
            esac
            commit x
          done
          """)
      let refs = try (1...count).map { number -> PushedRef in
        let tip = try sandbox.git("rev-parse", "b\(number)").dropLast()
        let line = "refs/heads/b\(number) \(tip) refs/heads/b\(number) \(Self.zero)"
        return try #require(PushedRef(prePush: line[...]))
      }
      let hook = HookRun(
        hook: .prePush, arguments: ["origin", "url"], environment: sandbox.environment,
        directory: sandbox.directory)
      return try Work.steps { _ = try? hook.judgePush(refs) }
    }
    let once = try steps(12)
    let twice = try steps(24)
    #expect(once > 12, "nothing was counted")
    #expect(Double(twice) <= 2.3 * Double(once), "\(once) \(twice)")
  }
}
