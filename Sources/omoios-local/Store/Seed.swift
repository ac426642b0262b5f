internal import GRDB

/// What is there at the start: two users, each with an organisation and a project.
enum Seed {
  static let user = "00000000-0000-4000-8000-0000000000a1"
  static let organization = "00000000-0000-4000-8000-0000000000b1"
  static let project = "project-00000000-0000-4000-8000-000000000001"
  static let otherUser = "00000000-0000-4000-8000-0000000000a2"
  static let otherOrganization = "00000000-0000-4000-8000-0000000000b2"
  static let otherProject = "project-00000000-0000-4000-8000-000000000002"

  static func plant(
    in store: Store, email: String, password: String, project: String
  ) throws {
    try store.prepare { database in
      try add(user, email, password, organization, project, "Demo", database)
      try add(
        otherUser, "other@localhost", "other", otherOrganization, otherProject, "Other", database)
    }
  }

  private static func add(
    _ user: String, _ email: String, _ password: String, _ organization: String,
    _ project: String, _ name: String, _ database: Database
  ) throws {
    // A file that was made under another e-mail or password obeys this start.
    try database.run(
      """
      INSERT INTO users (id, email, password, organization_id) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET email = excluded.email, password = excluded.password
      """, [user, email, password, organization])
    try database.run(
      "INSERT OR IGNORE INTO projects (id, organization_id, name) VALUES (?, ?, ?)",
      [project, organization, name])
  }
}
