internal import SpecSync

/// What a project has on the server, under the IDs that markers give.
struct ServerContent {
  struct Item: Encodable {
    /// The spec's ID; nil for what was not made by a sync.
    let id: String?
    let server: String
    let title: String
    let status: String?
    /// The server's ID of the ticket or spec that it lies in.
    let parent: String?

    /// `TKT-001: Title`, with the ID once.
    var name: String {
      guard let id, !title.hasPrefix(id) else { return title }
      return "\(id): \(title)"
    }

    /// IDs before titles, and numbers by their value.
    var order: (Int, String, Int, String) {
      guard let id else { return (1, "", 0, title) }
      let digits = id.reversed().prefix { $0.isNumber }
      return (0, String(id.dropLast(digits.count)), Int(String(digits.reversed())) ?? 0, title)
    }
  }

  let project: ServerProject
  let specs: [Item]
  let requirements: [Item]
  let tickets: [Item]
  let tasks: [Item]
  /// The server's ID of each linked ticket's spec; empty when it was not asked.
  let specByTicket: [String: String]
  /// Met and all criteria of a requirement.
  let criteria: [String: (met: Int, all: Int)]

  init(_ connection: SyncConnection, project id: String, links: Bool) throws {
    let (project, lists, specByTicket) = try connection.ask { client in
      let project = try await client.project(id)
      let lists = try await ServerLists.read(client, project: id)
      var specByTicket: [String: String] = [:]
      if links {
        let linked = try await inParallel(lists.specs, limit: Push.lanes) { spec in
          (spec.id, try await client.linkedTickets(spec: spec.id))
        }
        for (spec, tickets) in linked { for ticket in tickets { specByTicket[ticket] = spec } }
      }
      return (project, lists, specByTicket)
    }
    func item(
      _ text: String?, _ server: String, _ title: String?, _ status: String?, in parent: String?
    ) -> Item {
      Item(
        id: Marker.read(in: text ?? "")?.id, server: server, title: title ?? "", status: status,
        parent: parent)
    }
    self.project = project
    self.specByTicket = specByTicket
    specs = lists.specs.map { item($0.description, $0.id, $0.title, $0.status, in: nil) }
      .sorted { $0.order < $1.order }
    var criteria: [String: (met: Int, all: Int)] = [:]
    requirements = lists.specs.flatMap { spec in
      spec.requirements.map { requirement in
        criteria[requirement.id] = (
          requirement.criteria.count(where: \.completed), requirement.criteria.count
        )
        let id = requirement.specID
        return Item(
          id: id.hasPrefix("REQ-") ? id : nil, server: requirement.id,
          title: requirement.title, status: requirement.status, parent: spec.id)
      }
    }.sorted { $0.title < $1.title }
    self.criteria = criteria
    tickets = lists.tickets.map {
      item($0.description, $0.id, $0.title, $0.status, in: specByTicket[$0.id])
    }.sorted { $0.order < $1.order }
    tasks = lists.tasks.map { item($0.description, $0.id, $0.title, $0.status, in: $0.ticketID) }
      .sorted { $0.order < $1.order }
  }

  private struct Document: Encodable {
    struct Project: Encodable {
      let id: String
      let name: String
      let autonomousExecutionEnabled: Bool
    }
    let schemaVersion = 1
    let command: String
    let project: Project
    let specs: [Item]
    let requirements: [Item]
    let tickets: [Item]
    let tasks: [Item]
  }

  func json(command: String) throws -> String {
    try JSONText.text(
      Document(
        command: command,
        project: .init(
          id: project.id, name: project.name,
          autonomousExecutionEnabled: project.autonomousExecutionEnabled),
        specs: specs, requirements: requirements, tickets: tickets, tasks: tasks))
  }
}

/// The content of a project as pages of text.
struct ServerPage {
  private let content: ServerContent
  private let tasksByTicket: [String: [ServerContent.Item]]

  init(_ content: ServerContent) {
    self.content = content
    tasksByTicket = Dictionary(grouping: content.tasks) { $0.parent ?? "" }
  }

  private static let double = String(repeating: "═", count: 62)
  private static let single = String(repeating: "─", count: 62)

  private func head(_ title: String) -> String {
    "\(Self.double)\n\(title): \(Terminal.safe(content.project.name))\n\(Self.double)\n"
  }

  private func section(_ title: String, _ count: Int) -> String {
    "\n\(title) (\(count) total)\n\(Self.single)\n"
  }

  private func line(_ item: ServerContent.Item, indent: Int = 0, mark: String = "• ") -> String {
    let status = item.status.map { " [\($0)]" } ?? ""
    return String(repeating: " ", count: indent) + mark + Terminal.safe(item.name + status) + "\n"
  }

  /// Tickets with the number of their tasks.
  var project: String {
    var text = head("PROJECT") + section("TICKETS", content.tickets.count)
    for ticket in content.tickets {
      text += line(ticket)
      let count = tasksByTicket[ticket.server]?.count ?? 0
      text += "  └── \(count) task\(count == 1 ? "" : "s")\n"
    }
    if !content.specs.isEmpty {
      text += section("SPECS", content.specs.count)
      let requirements = Dictionary(grouping: content.requirements) { $0.parent ?? "" }
      for spec in content.specs {
        let count = requirements[spec.server]?.count ?? 0
        text += line(spec) + "  └── \(count) requirement\(count == 1 ? "" : "s")\n"
      }
    }
    return text
  }

  /// Each spec with its requirements and tickets, each ticket with its tasks.
  var trace: String {
    var text = head("TRACEABILITY")
    let requirements = Dictionary(grouping: content.requirements) { $0.parent ?? "" }
    let tickets = Dictionary(grouping: content.tickets) { $0.parent ?? "" }
    for spec in content.specs {
      text += "\n" + line(spec, mark: "")
      for requirement in requirements[spec.server] ?? [] {
        let count = content.criteria[requirement.server] ?? (0, 0)
        let met = count.all == 0 ? "" : " (\(count.met) of \(count.all) criteria met)"
        text += String(line(requirement, indent: 2).dropLast()) + met + "\n"
      }
      text += list(tickets[spec.server] ?? [])
    }
    if let loose = tickets[""], !loose.isEmpty {
      text += "\nin no spec\n" + list(loose)
    }
    return text
  }

  private func list(_ tickets: [ServerContent.Item]) -> String {
    var text = ""
    for ticket in tickets {
      text += line(ticket, indent: 2)
      for task in tasksByTicket[ticket.server] ?? [] { text += line(task, indent: 4, mark: "└── ") }
    }
    return text
  }
}
