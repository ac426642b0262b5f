internal import ArgumentParser
internal import Git
internal import SpecSync

/// `git spec projects`: the projects of the server.
struct Projects: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "projects",
    abstract: "Lists the projects that you may see on the server.")
  @OptionGroup var server: ServerOptions
  @Option(help: "How to print the answer: text or json.")
  var format: AnswerFormat = .text
  @OptionGroup var talk: TalkOptions

  private struct Document: Encodable {
    struct Project: Encodable {
      let id: String
      let name: String
      let status: String?
    }
    let schemaVersion = 1
    let command = "projects"
    let url: String
    let projects: [Project]
  }

  func run() throws {
    let connection = try SyncConnection.withoutRepository(server)
    let projects = try connection.ask { try await $0.projects() }
      .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
    if format == .json {
      return Talk.answer(
        try JSONText.text(
          Document(
            url: connection.url.text,
            projects: projects.map { .init(id: $0.id, name: $0.name, status: $0.status) })))
    }
    for project in projects {
      let status = project.status.map { $0 == "active" ? "" : " [\($0)]" } ?? ""
      Talk.answer(Terminal.safe("\(project.id)  \(project.name)\(status)") + "\n")
    }
    if projects.isEmpty {
      Talk.say("note: you see no project on \(Terminal.safe(connection.url.text))")
    }
  }
}

/// `git spec project`: the tickets of one project, as the workflow document shows them.
struct Project: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "project",
    abstract: "Shows what the server has of a project.")
  @OptionGroup var flags: ProjectFlags

  func run() throws { try flags.run("project", asksForLinks: false) { $0.project } }
}

/// `git spec api-trace`: from specs over requirements and tickets to tasks, as the server has it.
struct APITrace: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "api-trace",
    abstract: "Shows how specs, requirements, tickets and tasks hang together on the server.")
  @OptionGroup var flags: ProjectFlags

  func run() throws { try flags.run("api-trace", asksForLinks: true) { $0.trace } }
}

/// What commands take that show one project of the server.
struct ProjectFlags: ParsableArguments {
  @Argument(help: "The project's ID; else --project-id or OMOIOS_PROJECT_ID.")
  var id: String?
  @OptionGroup var server: ServerOptions
  @Option(help: "How to print the answer: text or json.")
  var format: AnswerFormat = .text
  @OptionGroup var talk: TalkOptions

  func run(_ command: String, asksForLinks: Bool, page: (ServerPage) -> String) throws {
    let connection = try SyncConnection.withoutRepository(server)
    let content = try ServerContent(
      connection, project: connection.project(id, server), links: asksForLinks)
    Talk.answer(format == .json ? try content.json(command: command) : page(ServerPage(content)))
  }
}

extension SyncConnection {
  /// The server alone; a repository, where there is one, may name a proxy.
  static func withoutRepository(_ options: ServerOptions) throws -> SyncConnection {
    let environment = Surroundings.environment
    var repository: Repository?
    do {
      repository = try Repository.open(directory: Surroundings.directory, environment: environment)
    } catch let error as GitError where error.code == .noRepository {
      repository = nil
    }
    return try SyncConnection(options, environment, repository)
  }

  func project(_ argument: String?, _ options: ServerOptions) throws -> String {
    guard
      let id = (argument ?? options.projectID).flatMap({ $0.isEmpty ? nil : $0 })
        ?? Surroundings.environment.nonEmpty("OMOIOS_PROJECT_ID")
    else { throw Failure.noProject }
    return id
  }

  /// Asks, and closes the connection whatever comes of it.
  func ask<Answer: Sendable>(
    _ question: @escaping @Sendable (OmoiOSClient) async throws -> Answer
  ) throws -> Answer {
    try awaiting { [client] in
      do {
        let answer = try await question(client)
        await client.close()
        return answer
      } catch {
        await client.close()
        throw error
      }
    }
  }
}

extension Failure {
  static let noProject = Failure(
    .usage, "no project is named",
    hints: [
      "give its ID with --project-id or OMOIOS_PROJECT_ID",
      "`git spec projects` lists the projects that you may see",
    ])
}
