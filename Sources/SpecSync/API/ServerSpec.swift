/// A spec with all that it holds; nothing says whether it is archived.
package struct ServerSpec: Sendable, Equatable, Decodable {
  package var id: String
  package var projectID: String?
  package var title: String
  package var description: String?
  package var status: String?
  package var phase: String?
  package var requirements: [ServerRequirement]
  package var design: ServerDesign?
  package var createdAt: String?
  package var updatedAt: String?

  private enum CodingKeys: String, CodingKey {
    case id, title, description, status, phase, requirements, design
    case projectID = "project_id"
    case createdAt = "created_at"
    case updatedAt = "updated_at"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decode(String.self, forKey: .id)
    projectID = try values.decodeIfPresent(String.self, forKey: .projectID)
    title = try values.decode(String.self, forKey: .title)
    description = try values.decodeIfPresent(String.self, forKey: .description)
    status = try values.decodeIfPresent(String.self, forKey: .status)
    phase = try values.decodeIfPresent(String.self, forKey: .phase)
    requirements =
      try values.decodeIfPresent([ServerRequirement].self, forKey: .requirements) ?? []
    design = try values.decodeIfPresent(ServerDesign.self, forKey: .design)
    createdAt = try values.decodeIfPresent(String.self, forKey: .createdAt)
    updatedAt = try values.decodeIfPresent(String.self, forKey: .updatedAt)
  }
}

package struct ServerRequirement: Sendable, Equatable, Decodable {
  package var id: String
  package var title: String
  package var condition: String
  package var action: String
  package var status: String?
  package var linkedDesign: String?
  package var criteria: [ServerCriterion]

  private enum CodingKeys: String, CodingKey {
    case id, title, condition, action, status, criteria
    case linkedDesign = "linked_design"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decode(String.self, forKey: .id)
    title = try values.decode(String.self, forKey: .title)
    condition = try values.decode(String.self, forKey: .condition)
    action = try values.decode(String.self, forKey: .action)
    status = try values.decodeIfPresent(String.self, forKey: .status)
    linkedDesign = try values.decodeIfPresent(String.self, forKey: .linkedDesign)
    criteria = try values.decodeIfPresent([ServerCriterion].self, forKey: .criteria) ?? []
  }
}

package struct ServerCriterion: Sendable, Equatable, Decodable {
  package var id: String
  package var text: String
  package var completed: Bool
}

/// A spec's one design, which is replaced whole.
package struct ServerDesign: Sendable, Equatable, Decodable {
  package var architecture: String?
  package var dataModel: String?
  /// The endpoints, as the server gave them.
  package var apiSpec: [JSONValue]

  package init(architecture: String?, dataModel: String?, apiSpec: [JSONValue]) {
    self.architecture = architecture
    self.dataModel = dataModel
    self.apiSpec = apiSpec
  }

  private enum CodingKeys: String, CodingKey {
    case architecture
    case dataModel = "data_model"
    case apiSpec = "api_spec"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    architecture = try values.decodeIfPresent(String.self, forKey: .architecture)
    dataModel = try values.decodeIfPresent(String.self, forKey: .dataModel)
    apiSpec = try values.decodeIfPresent([JSONValue].self, forKey: .apiSpec) ?? []
  }
}
