import Foundation
import TestSupport

extension LocalServer {
  static let unknown = "11111111-1111-4111-8111-111111111111"
  static let tickets = "/api/v1/tickets"
  static let tasks = "/api/v1/tasks"
  static let specs = "/api/v1/specs"

  /// Makes a ticket and answers with its id.
  func ticket(_ title: String = "Parsing", _ more: String = "", project: String = project) throws
    -> String
  {
    let reply = try post(
      Self.tickets,
      """
      {"title": "\(title)", "project_id": "\(project)", "check_duplicates": false\(more)}
      """)
    return try id(reply)
  }

  /// Makes a task and answers with its id.
  func task(_ ticket: String, _ title: String = "Write it", _ more: String = "") throws -> String {
    try id(
      post(
        Self.tasks,
        """
        {"ticket_id": "\(ticket)", "title": "\(title)", "description": ""\(more)}
        """))
  }

  func spec(_ title: String = "Parser") throws -> String {
    try id(post(Self.specs, #"{"title": "\#(title)", "project_id": "\#(Self.project)"}"#))
  }

  func requirement(_ spec: String) throws -> String {
    try id(
      post(
        "\(Self.specs)/\(spec)/requirements",
        #"{"title": "REQ-A-001: Reads", "condition": "a file", "action": "read it"}"#))
  }

  /// A ticket of somebody else, through their own login.
  func foreignTicket() throws -> String {
    let pair = try call(
      "POST", "/api/v1/auth/login", #"{"email": "other@localhost", "password": "other"}"#,
      token: nil)
    return try id(
      call(
        "POST", Self.tickets,
        #"{"title": "Theirs", "project_id": "\#(Self.otherProject)", "check_duplicates": false}"#,
        token: pair.text("access_token")))
  }

  func id(_ reply: Reply) throws -> String {
    guard let id = reply.text("id") else { throw Failed(description: "no id: \(reply)") }
    return id
  }
}

/// A text of so many letters.
func long(_ count: Int) -> String { String(repeating: "x", count: count) }

/// Runs what blocks on a thread of its own: the pool's few threads may all be taken by other tests.
func onThread<Value: Sendable>(
  _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
  }
}
