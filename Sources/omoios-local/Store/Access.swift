internal import GRDB
internal import HTTPTypes

/// Somebody who may ask.
struct User: Sendable {
  let id: String
  let email: String
  let organization: String
}

/// Who may see what: a project is open to its organisation.
enum Access {
  /// Throws unless the project is there and the user's.
  static func project(_ id: String, _ user: User, _ database: Database) throws {
    guard
      let organization = try database.text(
        "SELECT organization_id FROM projects WHERE id = ?", [id])
    else { throw Refusal(.notFound, "Project not found") }
    guard organization == user.organization else { throw foreign }
  }

  /// Throws unless the ticket is there and in a project of the user, or in none.
  static func ticket(_ id: String, _ user: User, _ database: Database) throws {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT p.organization_id FROM tickets t LEFT JOIN projects p ON p.id = t.project_id
        WHERE t.id = ?
        """, arguments: [id])
    guard let row else { throw Refusal(.notFound, "Ticket not found") }
    let organization: String? = row[0]
    guard organization == nil || organization == user.organization else { throw foreign }
  }

  /// Throws unless the task is there and below a ticket that the user may see.
  static func task(_ id: String, _ user: User, _ database: Database) throws {
    guard let ticket = try database.text("SELECT ticket_id FROM tasks WHERE id = ?", [id]) else {
      throw Refusal(.notFound, "Task not found")
    }
    try self.ticket(ticket, user, database)
  }

  static func spec(_ id: String, _ user: User, _ database: Database) throws {
    guard let project = try database.text("SELECT project_id FROM specs WHERE id = ?", [id]) else {
      throw Refusal(.notFound, "Spec not found")
    }
    try self.project(project, user, database)
  }

  static var foreign: Refusal { Refusal(.forbidden, "You don't have access to this project") }

  /// The condition for tickets in lists: in a project of the user, not below an archived spec.
  static let visibleTicket = """
    t.project_id IN (SELECT id FROM projects WHERE organization_id = ?)
    AND NOT EXISTS (SELECT 1 FROM specs s WHERE s.id = t.spec_id AND s.archived)
    """
}

/// The widths of the database's columns, which nothing checks before.
enum Width {
  static let title = 500
  static let status = 50
  static let phase = 50
  static let priority = 20
  static let taskType = 100
  static let linkedDesign = 100

  /// Whether a text is wider than its column, counted in code points.
  static func exceeds(_ text: String?, _ width: Int) -> Bool {
    (text?.unicodeScalars.count ?? 0) > width
  }

  /// Fails as the database does.
  static func check(_ values: (String?, Int)...) throws {
    if values.contains(where: { exceeds($0, $1) }) { throw Refusal.crash }
  }
}
