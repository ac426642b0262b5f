internal import SpecSync

/// A plan, or what became of it, as lines, as JSON, or as a job summary in Markdown.
struct SyncReport {
  let answer: SyncRun.Answer
  let command: String
  var isQuiet = false

  /// One line of the list.
  struct Row: Encodable {
    let action: String
    let kind: String
    let root: String
    let id: String
    let path: String
    let title: String
    let server: String?
    let fields: [String]
    let message: String
    var details: [String] = []
    let isError: Bool
  }

  var plan: SyncPlan { answer.planned.plan }
  private var isPush: Bool { answer.outcome != nil }

  // MARK: Rows

  /// Everything that is worth a line, in the order of the plan.
  var rows: [Row] {
    var rows: [Row] = []
    let results = answer.outcome?.results ?? []
    var byUID: [String: Push.Result] = [:]
    var later: [String: String] = [:]
    for result in results {
      guard let subject = result.subject else { continue }
      if result.action != nil {
        byUID[subject.uid] = result
      } else if case .failed(let why) = result.outcome {
        later[subject.uid] = "its dependencies were not set: \(why)"
      } else if case .skipped(let why) = result.outcome {
        later[subject.uid] = "its dependencies were not set: \(why)"
      } else if result.outcome == .notTried {
        later[subject.uid] = "its dependencies were not set yet"
      }
    }
    for operation in plan.operations {
      rows.append(row(operation, byUID[operation.subject.uid], later[operation.subject.uid]))
    }
    rows += linkRows
    rows += plan.remarks.map { remark in
      let action =
        switch remark.kind {
        case .drift: "DRIFT"
        case .conflict: "CONFLICT"
        case .skip: "SKIP"
        case .deleted: "DELETE"
        }
      return Row(
        action: action, kind: remark.subject.kind.rawValue, root: remark.subject.root,
        id: remark.subject.id, path: remark.subject.path, title: remark.subject.title,
        server: nil, fields: remark.fields, message: remark.message, details: remark.details,
        isError: remark.isError)
    }
    return rows
  }

  /// Tickets of specs: a line each, but for what comes with a spec that is made now.
  private var linkRows: [Row] {
    var outcomes: [String: JobOutcome] = [:]
    for result in answer.outcome?.results ?? [] {
      if let spec = result.link { outcomes[spec] = result.outcome }
    }
    let made = Set(plan.operations.lazy.filter { $0.action == .create }.map(\.subject.uid))
    let settled = Dictionary(
      plan.settled.map { ($0.uid, IndexEntry($0)) }, uniquingKeysWith: { $1 })
    return plan.links.compactMap { link in
      let outcome = outcomes[link.spec]
      let isDone = outcome ?? .done == .done
      if made.contains(link.spec), isDone { return nil }
      guard let entry = settled[link.spec] ?? answer.planned.index.entry(uid: link.spec) else {
        return nil
      }
      let counts = [
        (link.joining.count, isPush ? "linked" : "link"),
        (link.leaving.count, isPush ? "unlinked" : "unlink"),
      ]
      .filter { $0.0 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
      return Row(
        action: isDone ? "UPDATE" : "FAILED", kind: "spec", root: entry.root, id: entry.id,
        path: entry.path, title: "", server: entry.server, fields: ["tickets"],
        message: isDone
          ? (isPush ? "Tickets: \(counts)" : "Would \(counts) tickets")
          : "its tickets were not linked: \(words(outcome ?? .notTried))",
        isError: !isDone)
    }
  }

  private func row(
    _ operation: SyncPlan.Operation, _ result: Push.Result?, _ later: String?
  ) -> Row {
    let subject = operation.subject
    var action = operation.action.rawValue.uppercased()
    var message: String
    var isError = false
    let fields = operation.fields.keys.sorted()
    switch (operation.action, result?.outcome) {
    case (.create, nil): message = "Would create: \(subject.title)"
    case (.update, nil): message = "Would update: \(fields.joined(separator: ", "))"
    case (.delete, nil): message = "Would delete it, as far as the server can"
    case (.create, .done): message = "Created with API ID: \(result?.server ?? "unknown")"
    case (.update, .done): message = "Updated: \(fields.joined(separator: ", "))"
    case (.delete, .done):
      message =
        operation.fields["status"].map { "Its status is `\($0)`: the server deletes none" }
        ?? "Deleted"
    case (_, .failed(let why)): (action, message, isError) = ("FAILED", why, true)
    case (_, .skipped(let why)): (action, message, isError) = ("SKIP", why, true)
    case (_, .notTried):
      (action, message, isError) = ("SKIP", "not tried: the run ended before", true)
    }
    if let later, !isError { (message, isError) = (message + "; " + later, true) }
    return Row(
      action: action, kind: subject.kind.rawValue, root: subject.root, id: subject.id,
      path: subject.path, title: subject.title, server: result?.server ?? operation.server,
      fields: fields, message: message, isError: isError)
  }

  private func words(_ outcome: JobOutcome) -> String {
    switch outcome {
    case .done: "done"
    case .failed(let why), .skipped(let why): why
    case .notTried: "the run ended before"
    }
  }

  // MARK: Counts

  struct Summary: Encodable {
    let created: Int
    let updated: Int
    let deleted: Int
    let skipped: Int
    let drifted: Int
    let conflicts: Int
    let failed: Int
    let unchanged: Int
  }

  func summary(_ rows: [Row]) -> Summary {
    func count(_ action: String) -> Int { rows.count { $0.action == action } }
    return Summary(
      created: count("CREATE"), updated: count("UPDATE"),
      deleted: rows.count { $0.action == "DELETE" && $0.server != nil },
      skipped: count("SKIP") + plan.unchanged, drifted: count("DRIFT"),
      conflicts: count("CONFLICT"), failed: count("FAILED"), unchanged: plan.unchanged)
  }

  var hasErrors: Bool { rows.contains(where: \.isError) }

  // MARK: Text

  private static let rule = String(repeating: "-", count: 60)

  var text: String {
    let rows = rows
    var text = "\nSync Results:\n\(Self.rule)\n"
    for row in rows {
      let place = row.root == ".omoi_os" || row.root.isEmpty ? "" : " (\(row.root))"
      text += Terminal.safe("[\(row.action)] \(row.kind) \(row.id)\(place)") + "\n"
      for line in [row.message] + row.details { text += "         \(Terminal.safe(line))\n" }
    }
    text += Self.rule + "\n" + summaryLine(rows) + "\n"
    return text + homelessText
  }

  func summaryLine(_ rows: [Row]) -> String {
    let counts = summary(rows)
    var line =
      isPush
      ? "Summary: \(counts.created) created, \(counts.updated) updated, \(counts.skipped) skipped, \(counts.failed) failed"
      : "Summary: \(counts.created) would be created, \(counts.updated) updated, \(counts.skipped) skipped"
    for (count, word) in [
      (counts.deleted, "deleted"), (counts.drifted, "drifted"), (counts.conflicts, "in conflict"),
    ] where count > 0 {
      line += ", \(count) \(word)"
    }
    return line
  }

  private var homelessText: String {
    if plan.homeless.isEmpty || isQuiet { return "" }
    var text = "\nnot synced: the server has no place for\n"
    for entry in plan.homeless.sorted(by: {
      ($0.kind, $0.field, $0.value ?? "") < ($1.kind, $1.field, $1.value ?? "")
    }) {
      let value = entry.value.map { " `\($0)`" } ?? ""
      let more = entry.count > entry.examples.count ? ", …" : ""
      text +=
        Terminal.safe(
          "  \(entry.kind): \(entry.field)\(value) (\(entry.count): \(entry.examples.joined(separator: ", "))\(more))"
        )
        + "\n"
    }
    return text
  }

  // MARK: JSON

  private struct Document: Encodable {
    let schemaVersion = 1
    let command: String
    let url: String
    let project: String
    let commit: String
    let base: String?
    let state: String
    let offline: Bool
    let summary: Summary
    let items: [Row]
    let notSynced: [SyncPlan.Homeless]
    let remarks: [String]
  }

  func json() throws -> String {
    let rows = rows
    return try JSONText.text(
      Document(
        command: command, url: answer.url, project: plan.project, commit: plan.commit,
        base: answer.planned.state.head.commit, state: answer.place, offline: answer.isOffline,
        summary: summary(rows), items: rows, notSynced: plan.homeless,
        remarks: answer.planned.remarks))
  }

  // MARK: Markdown

  /// What a CI job shows of a run.
  var markdown: String {
    let rows = rows
    var text = "### Spec sync of `\(plan.commit.prefix(9))`\n\n\(summaryLine(rows))\n"
    let shown = rows.prefix(Self.shownRows)
    if !shown.isEmpty {
      text += "\n| | item | what |\n|---|---|---|\n"
      for row in shown {
        text +=
          "| \(row.action) | \(Self.cell("\(row.kind) \(row.id)")) | \(Self.cell(row.message)) |\n"
      }
      if rows.count > shown.count { text += "\n…and \(rows.count - shown.count) more.\n" }
    }
    if !plan.homeless.isEmpty {
      text += "\n<details><summary>Not synced: the server has no place for it</summary>\n\n"
      for entry in plan.homeless {
        text +=
          "- \(Self.cell(entry.kind)): \(Self.cell(entry.field)) \(Self.cell(entry.value ?? "")) (\(entry.count))\n"
      }
      text += "\n</details>\n"
    }
    return text
  }

  private static let shownRows = 200

  private static func cell(_ text: String) -> String {
    Terminal.safe(text).replacing("|", with: "\\|").replacing("<", with: "&lt;")
  }
}
