package struct ServerProject: Sendable, Equatable, Decodable {
  package var id: String
  package var name: String
  package var description: String?
  package var status: String?
  package var githubOwner: String?
  package var githubRepo: String?
  package var defaultPhaseID: String?
  /// Whether the server starts paid work on pending tasks by itself.
  package var autonomousExecutionEnabled: Bool
  /// A PATCH replaces it whole, so what is not ours has to be sent back as it came.
  package var settings: JSONValue?
  package var createdAt: String?
  package var updatedAt: String?

  private enum CodingKeys: String, CodingKey {
    case id, name, description, status, settings
    case githubOwner = "github_owner"
    case githubRepo = "github_repo"
    case defaultPhaseID = "default_phase_id"
    case autonomousExecutionEnabled = "autonomous_execution_enabled"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decode(String.self, forKey: .id)
    name = try values.decode(String.self, forKey: .name)
    description = try values.decodeIfPresent(String.self, forKey: .description)
    status = try values.decodeIfPresent(String.self, forKey: .status)
    githubOwner = try values.decodeIfPresent(String.self, forKey: .githubOwner)
    githubRepo = try values.decodeIfPresent(String.self, forKey: .githubRepo)
    defaultPhaseID = try values.decodeIfPresent(String.self, forKey: .defaultPhaseID)
    autonomousExecutionEnabled =
      try values.decodeIfPresent(Bool.self, forKey: .autonomousExecutionEnabled) ?? false
    settings = try values.decodeIfPresent(JSONValue.self, forKey: .settings)
    createdAt = try values.decodeIfPresent(String.self, forKey: .createdAt)
    updatedAt = try values.decodeIfPresent(String.self, forKey: .updatedAt)
  }
}

/// Whom the credentials belong to.
package struct ServerUser: Sendable, Equatable, Decodable {
  package var id: String
  package var email: String?
  package var name: String?

  private enum CodingKeys: String, CodingKey {
    case id, email
    case name = "full_name"
  }
}
