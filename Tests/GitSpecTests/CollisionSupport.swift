import Foundation
import TestSupport
import Testing

/// What `git spec collisions --format json` answers, as far as tests look.
struct CollisionsFound: Decodable {
  struct Claim: Decodable {
    let ref: String
    let path: String
    let title: String
    let meaning: Int
  }
  struct Collision: Decodable {
    let id: String
    let claims: [Claim]
    let current: Bool
    let similar: Bool
    let guessed: Bool
  }
  struct SameFile: Decodable {
    let id: String
    let path: String
    let otherPath: String
  }
  struct Ghost: Decodable {
    let id: String
    let renumberedTo: String
    let ref: String
    let current: Bool
  }
  struct Similar: Decodable {
    let id: String
    let otherId: String
  }
  let collisions: [Collision]
  let sameFile: [SameFile]
  let ghosts: [Ghost]
  let similar: [Similar]
  let troubles: [String]

  var ids: [String] { collisions.map(\.id) }
}

extension Sandbox {
  /// Shell functions for histories of specs.
  static let histories = """
    # task ID TITLE [FILE]: a task with a heading and lines enough for git to see a rename.
    task() {
      mkdir -p .omoi_os/tasks
      cat > ".omoi_os/tasks/${3-$1.md}" <<END
    ---
    id: $1
    title: $2
    status: pending
    ticket_id: TKT-001
    estimate: S
    type: implementation
    ---

    # $1: $2

    ## Objective

    A text about "$2" that says what is to be done and why,
    on some lines, so that it is known again.

    - [ ] It is done

    END
    }
    commit() { git add -A; git commit -qm "$1"; }
    edit() { echo "${2-More.}" >> ".omoi_os/tasks/$1"; }

    """

  /// A repository with one ticket and one task on `main`, then what a script does.
  static func history(
    _ script: String, backend: BackendName? = nil
  ) throws -> Sandbox {
    let sandbox = try Sandbox(backend.map { ["GIT_SPEC_BACKEND": $0.rawValue] } ?? [:])
    try sandbox.write(".omoi_os/tickets/TKT-001.md", Sample.ticket())
    try sandbox.shell(histories + "git init -q .\ntask TSK-001 'Begin'\ncommit Begin\n" + script)
    return sandbox
  }

  func collisions(
    _ arguments: String..., status: Int32? = nil, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> CollisionsFound {
    let outcome = try run(Self.program, ["collisions", "--format", "json"] + arguments)
    #expect(outcome.status <= 1, "\(outcome)", sourceLocation: sourceLocation)
    if let status {
      #expect(outcome.status == status, "\(outcome)", sourceLocation: sourceLocation)
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(CollisionsFound.self, from: Data(outcome.output.utf8))
  }
}
