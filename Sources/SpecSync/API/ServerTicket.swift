/// A ticket as the server shows it; it does not show dependencies, spec or time of change.
package struct ServerTicket: Sendable, Equatable, Decodable {
  package var id: String
  package var title: String
  package var description: String?
  package var status: String
  package var priority: String
  package var phaseID: String?
  package var projectID: String?
  package var approvalStatus: String?
  /// Not in the answer to a creation.
  package var createdAt: String?

  private enum CodingKeys: String, CodingKey {
    case id, title, description, status, priority
    case phaseID = "phase_id"
    case projectID = "project_id"
    case approvalStatus = "approval_status"
    case createdAt = "created_at"
  }
}

/// A task as the server shows it.
package struct ServerTask: Sendable, Equatable, Decodable {
  package var id: String
  package var ticketID: String
  /// Null for the task that the server itself adds to each new ticket.
  package var title: String?
  package var description: String?
  package var status: String
  package var priority: String
  package var taskType: String?
  package var phaseID: String?
  package var createdAt: String?
  package var updatedAt: String?
  /// As it was written, extra keys included; only in the answer about one task.
  package var dependencies: JSONValue?

  /// Made by the server, so never ours.
  package var isMadeByServer: Bool { title == nil }

  /// The server's IDs of the tasks that this one waits for.
  package var dependsOn: [String] {
    dependencies?["depends_on"]?.array?.compactMap(\.string) ?? []
  }

  private enum CodingKeys: String, CodingKey {
    case id, title, description, status, priority, dependencies
    case ticketID = "ticket_id"
    case taskType = "task_type"
    case phaseID = "phase_id"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }
}
