/// What the server's answers mean as fields; the only place that knows both.
extension RemoteItem {
  package init(_ ticket: ServerTicket) {
    self.init(
      server: ticket.id,
      fields: [
        .title: ticket.title, .description: ticket.description ?? "", .status: ticket.status,
        .priority: ticket.priority,
      ])
  }

  /// - Parameter uid: The uid of a server's ID; one that is not ours stands for itself.
  package init(_ task: ServerTask, uid: (String) -> String?) {
    self.init(
      server: task.id,
      fields: [
        .title: task.title ?? "", .description: task.description ?? "", .status: task.status,
        .priority: task.priority,
        .dependsOn: Set(task.dependsOn.map { uid($0) ?? $0 }).sorted().joined(separator: "\n"),
      ], parent: task.ticketID)
  }

  package init(_ spec: ServerSpec) {
    self.init(
      server: spec.id,
      fields: [
        .title: spec.title, .description: spec.description ?? "", .status: spec.status ?? "",
        .architecture: spec.design?.architecture ?? "",
        .dataModel: spec.design?.dataModel ?? "",
        .apiSpec: Self.endpoints(spec.design?.apiSpec ?? []),
      ])
  }

  package init(_ requirement: ServerRequirement, spec: String) {
    self.init(
      server: requirement.id,
      fields: [
        .title: requirement.title, .condition: requirement.condition,
        .action: requirement.action, .status: requirement.status ?? "",
        .linkedDesign: requirement.linkedDesign ?? "",
        .criteria: requirement.criteria.map { Criterion($0).line }.joined(separator: "\n"),
      ], parent: spec)
  }

  /// The server fills in keys that nobody sent; only what says something counts.
  private static func endpoints(_ list: [JSONValue]) -> String {
    let kept = list.map { endpoint -> JSONValue in
      guard case .object(let members) = endpoint else { return endpoint }
      return .object(members.filter { $0.value != .null && $0.value != "" })
    }
    return JSONValue.array(kept).text
  }
}

extension ServerRequirement {
  /// The ID that its title begins with, which is what it is known by; else its first word.
  package var specID: String { String(title.prefix { $0 != ":" && $0 != " " }) }
}

/// An acceptance criterion as a line of the field `criteria`.
struct Criterion: Hashable, Sendable {
  let text: String
  let isCompleted: Bool

  init(_ criterion: ServerCriterion) {
    text = criterion.text
    isCompleted = criterion.completed
  }

  /// Nil for a line that is none.
  init?(line: Substring) {
    guard line.hasPrefix("[x] ") || line.hasPrefix("[ ] ") else { return nil }
    isCompleted = line.hasPrefix("[x]")
    text = String(line.dropFirst(4))
  }

  static func all(in value: String) -> [Criterion] {
    value.split(separator: "\n").compactMap { Criterion(line: $0) }
  }

  var line: String {
    // A criterion that somebody typed in over several lines is still one.
    let words = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return (isCompleted ? "[x] " : "[ ] ") + words
  }
}
