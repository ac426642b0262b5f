import Foundation
import TestSupport
import Testing

/// Files that an editor saves while we write: the newest save is at the path, whenever it came.
@Suite struct SavedMeanwhileTests {
  /// Saves 60 times and looks after each whether the save is still there; `GIT_SPEC_SAVES` for more.
  private func editor(_ save: String) -> String {
    """
    file=.omoi_os/tasks/TSK-001.md; saves=${GIT_SPEC_SAVES:-60}; lost=0
    text() { printf -- '---\\nid: TSK-001\\ntitle: Save %s.\\nstatus: Pending\\n---\\n' $1; }
    text 0 > $file
    (
      i=0
      while [ $i -lt $saves ]; do
        i=$((i + 1)); \(save)
        for look in 1 2 3 4 5 6; do
          grep -q "Save $i\\." $file || { lost=$((lost + 1)); break; }
          sleep 0.01
        done
      done
      echo $lost > ../lost
    ) &
    fixed=0
    while [ ! -f ../lost ]; do
      status=0; '\(Sandbox.program)' check --fix --unsafe-fixes > ../out 2> ../err || status=$?
      [ $status -le 1 ] || { echo "status $status"; cat ../err; }
      ! grep -q '^fixed' ../err || fixed=$((fixed + 1))
    done
    wait; echo "lost $(cat ../lost)"; [ $fixed -gt 0 ] || echo "nothing fixed"
    find . -name '*.tmp'
    """
  }

  @Test(arguments: [
    "text $i > ../save; mv ../save $file",
    "text $i > $file",
    "{ text $i; sleep 0.005; echo; echo more; } > $file",
  ])
  func noSaveIsLost(save: String) throws {
    let sandbox = try Sandbox.armed(nil)
    #expect(try sandbox.shell(editor(save)) == "lost 0\n")
  }

  @Test func aFileThatCannotBeWritten() throws {
    let sandbox = try Sandbox.armed(nil)
    try sandbox.write(
      ".omoi_os/tasks/TSK-001.md", Sample.task("TSK-001").replacing("pending", with: "Pending"))
    let before = try sandbox.read(".omoi_os/tasks/TSK-001.md")
    // No file may grow at all, as on a full disk; what is told goes through a pipe.
    let outcome = try sandbox.run(
      "/bin/sh",
      [
        "-c",
        "{ (ulimit -f 0; '\(Sandbox.program)' check --fix --unsafe-fixes 2>&1; echo \"status $?\") | cat; }",
      ])
    #expect(
      outcome.output.contains("not fixed: .omoi_os/tasks/TSK-001.md: cannot write"), "\(outcome)")
    #expect(outcome.output.contains("status 3"), "\(outcome)")
    #expect(try sandbox.read(".omoi_os/tasks/TSK-001.md") == before)
    #expect(try sandbox.shell("find . -name '*.tmp'") == "")
  }
}
