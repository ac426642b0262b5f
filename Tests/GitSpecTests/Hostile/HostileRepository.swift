import Foundation
import TestSupport

/// A repository in which every text that somebody else could have written tries everything.
struct HostileRepository {
  let box: Sandbox
  let server: LocalServer

  init() throws {
    server = try LocalServer()
    box = try Sandbox([
      "OMOIOS_API_URL": server.url, "OMOIOS_TOKEN": LocalServer.token,
      "OMOIOS_PROJECT_ID": LocalServer.project,
      "GIT_AUTHOR_NAME": HostileText.line, "GIT_COMMITTER_NAME": HostileText.line,
    ])
    try box.git("init", "-q", ".")
    try box.git("init", "-q", "--bare", "../origin.git")
    try box.git("remote", "add", "origin", "../origin.git")
    for (path, text) in Self.specs { try box.write(path, text) }
    // A name that is no UTF-8: `printf` writes what Swift's own texts cannot hold.
    try box.shell(
      #"printf -- '---\nid: TSK-099\n---\n' > ".omoi_os/tasks/$(printf 'EVIL\377\233.md')""#)
    try commit()
    try box.git("branch", "-M", "main")
    try addBranches()
    try box.git("push", "-q", "origin", "main", HostileText.ref)
    try addRemote()
    try fillServer()
    try writeState()
  }

  private func commit() throws {
    try box.git("add", "-A")
    try box.git("commit", "-qm", "\(HostileText.line)\n\n\(HostileText.lines)", "--allow-empty")
  }

  // MARK: Specs

  private static let text = HostileText.quoted(HostileText.lines)
  private static let word = HostileText.quoted(HostileText.line)

  static var specs: [String: String] {
    let name = HostileText.name
    var specs = [
      ".omoi_os/tickets/TKT-001.md": """
      ---
      id: TKT-001
      title: \(text)
      status: \(word)
      priority: \(word)
      feature: \(word)
      assignee: \(word)
      \(word): \(text)
      dependencies:
        blocked_by: [\(word), TKT-404]
        blocks: [\(text)]
      ---

      # TKT-001: \(HostileText.lines)

      """,
      ".omoi_os/tickets/TKT-002.md": Sample.ticket("TKT-002", title: text),
      ".omoi_os/tasks/TSK-001.md": """
      ---
      id: TSK-001
      title: \(text)
      status: pending
      ticket_id: TKT-002
      estimate: \(word)
      assignee: \(word)
      dependencies:
        depends_on: [TSK-002, \(word)]
      ---

      ## \(HostileText.lines)

      [link](\(HostileText.line)) TSK-404 \(HostileText.line)

      """,
      ".omoi_os/tasks/TSK-002.md": Sample.task(
        "TSK-002", title: word, ticket: "TKT-002", dependsOn: ["TSK-001"]),
      ".omoi_os/tasks/TSK-002-\(name).md": Sample.task("TSK-002", title: text, ticket: "TKT-001"),
      ".omoi_os/tasks/TSK-003.md": "---\nid: \(word)\ntitle: x\nstatus: pending\n---\n",
      ".omoi_os/tasks/TSK-004.md":
        "---\nid: TSK-004\ntitle: \(HostileText.line)\n  ::error::x\n---\n",
      ".omoi_os/tasks/TSK-005.md": Sample.task("TSK-005", title: word, ticket: word),
      ".omoi_os/tasks/TSK-006.md": "---\nid: TSK-006\n\(HostileText.lines)\n---\n",
      ".omoi_os/requirements/evil.md": """
      ---
      id: REQ-EVIL-001
      title: \(text)
      feature: evil
      created: \(word)
      status: draft
      category: \(word)
      ---

      ### REQ-EVIL-FUNC-001: \(HostileText.lines)

      WHEN \(HostileText.line), THE SYSTEM SHALL \(HostileText.line).

      - [ ] \(HostileText.lines)

      """,
      ".omoi_os/designs/evil.md": """
      ---
      id: DESIGN-EVIL-001
      title: \(text)
      feature: \(word)
      status: \(word)
      requirements: [REQ-EVIL-001, \(word)]
      tickets: [\(word)]
      ---

      ## \(HostileText.lines)

      """,
      ".omoi_os/prds/evil.md": "---\nid: \(word)\ntitle: \(text)\n---\n",
      ".omoi_os/templates/ticket.md": """
      ---
      id: TKT-NNN
      title: {title}
      \(word): \(word)
      ---

      # {\(HostileText.sign)\u{1B}[31m} ##[x] [TKT-404](\(HostileText.line))

      """,
      ".omoi_os/config.yaml": """
      \(word): \(text)
      ignore: [{path: \(word), rules: [\(word)]}]
      severity: {\(word): \(word)}
      fields: {\(word): {\(word): \(word)}}
      status: {ticket: [\(word)], \(word): [x]}
      kinds: {\(word): {folder: \(word), prefix: \(word)}}
      sync: {remote: \(word), branch: \(word), fields: {ticket: {\(word): \(word)}}}
      hooks: {\(word): \(word)}
      """,
      // Everything below a root whose own name is hostile.
      "\(name)/.omoi_os/tasks/\(name).md": Sample.task("TSK-007", title: text, ticket: "TKT-007"),
      "\(name)/.omoi_os/tasks/TSK-008.md": "---\nid: TSK-008\n",
      "\(name)/.omoi_os/config.yaml": HostileText.lines,
    ]
    specs["plain/.omoi_os/tickets/TKT-001.md"] = Sample.ticket(title: word)
    return specs
  }

  // MARK: Branches, remotes, server, state

  private func addBranches() throws {
    try box.git("checkout", "-q", "-b", HostileText.ref)
    let path = ".omoi_os/tasks/TSK-002.md"
    try box.write(
      path, Sample.task("TSK-002", title: HostileText.quoted("Another " + HostileText.line)))
    try box.write(
      ".omoi_os/tickets/TKT-003.md", Sample.ticket("TKT-003", title: HostileText.quoted("There")))
    try commit()
    try box.git("checkout", "-q", "main")
    try box.write(
      ".omoi_os/tickets/TKT-003.md",
      Sample.ticket("TKT-003", title: HostileText.quoted(HostileText.line)))
    try commit()
  }

  private func addRemote() throws {
    try box.git("config", "remote.\(HostileText.sign)\u{202E}.url", "/nowhere/\(HostileText.name)")
    try box.git("config", "branch.main.description", HostileText.lines)
    try box.git("config", "user.name", HostileText.line)
  }

  private func fillServer() throws {
    let project = LocalServer.project
    for (path, body) in [
      ("tickets", #"{"title":"\#(HostileText.json)","description":"\#(HostileText.json)","#),
      ("specs", #"{"title":"\#(HostileText.json)","description":"\#(HostileText.json)","#),
      ("projects", #"{"name":"\#(HostileText.json)","description":"x","#),
    ] {
      _ = try server.post(
        "/api/v1/\(path)", body + #""check_duplicates":false,"project_id":"\#(project)"}"#)
    }
  }

  /// The state's ref, as somebody who may push could write it, made in a year that no clock knows.
  private func writeState() throws {
    let head = """
      {"commit":"\(HostileText.json)","trees":{},"pending":["\(HostileText.json)"],
      "schema_version":1,"lease":{"id":"x","holder":"\(HostileText.json)","minted":[],
      "commit":"\(HostileText.json)","expires":9223372036854775807}}
      """
    try box.write("../state.json", head)
    try box.write("../message", HostileText.lines)
    let ref = "refs/spec-sync/127.0.0.1_\(server.port)/\(LocalServer.project)"
    try box.shell(
      """
      export GIT_INDEX_FILE="$PWD/../index"
      add() { git update-index --add --cacheinfo "100644,$(git hash-object -w "$1"),$2"; }
      add ../state.json state.json
      : > ../empty
      for part in 0 1 2 3 4 5 6 7 8 9 a b c d e f; do add ../empty "index/$part"; done
      tree=$(git write-tree)
      for time in 63113904000000000 9223372036854775807 18446744073709551615 -1 0; do
        commit=$({ echo "tree $tree"; ${commit:+echo "parent $commit"}
          printf 'author EVIL\\033[31m <x> %s +0000\\n' "$time"
          printf 'committer EVIL\\033[31m <x> %s +9999\\n\\n' "$time"; cat ../message; } |
          git hash-object -t commit -w --stdin --literally)
      done
      git push -q origin "$commit:\(ref)"
      git update-ref '\(ref)' "$commit"
      """)
  }
}
