internal import Git
internal import Specs

/// The history of specs, printed: a section each, a block for each commit.
struct LogReport {
  let id: String
  let sections: [LogSection]
  let usesColor: Bool

  func rendered(as format: AnswerFormat) throws -> String {
    switch format {
    case .text: sections.map(text).joined(separator: "\n")
    case .json: try JSONText.text(LogDocument(id, sections))
    }
  }

  private func text(_ section: LogSection) -> String {
    let title = Phrase.quoted(section.title).map { " " + $0 } ?? ""
    var text = Terminal.styled(safe(section.id + title), .bold, usesColor)
    text += "\n\(safe(section.kind)) in \(safe(section.path))\n"
    for change in section.changes {
      text += "\n" + heading(change) + "\n"
      text += LogLines.lines(change).map { "  " + safe($0) + "\n" }.joined()
    }
    if section.changes.isEmpty { text += "\nno commit that is here changed it\n" }
    return text
  }

  private func heading(_ change: LogChange) -> String {
    guard let commit = change.commit else {
      return Terminal.styled("not committed yet", .warning, usesColor)
    }
    let words = [commit.day, commit.author, commit.summary].filter { !$0.isEmpty }
    return Terminal.styled(commit.id.short, .quiet, usesColor) + " "
      + safe(words.joined(separator: "  ")) + (change.isMerge ? "  (merge)" : "")
  }

  private func safe(_ text: String) -> String { Terminal.safe(text) }
}

extension Commit {
  /// The day on which it was made, where it was made.
  var day: String {
    CalendarDate(secondsSince1970: time, offsetMinutes: offset).description
  }
}

/// What a change did, a line for each thing.
enum LogLines {
  static func lines(_ change: LogChange) -> [String] {
    var lines: [String] = []
    switch change.event {
    case .created: return ["created: " + state(change)] + troubles(change)
    case .deleted: return ["deleted: " + state(change)]
    case .first: return ["already there: " + state(change)] + troubles(change)
    case .changed: break
    }
    if let path = change.renamedFrom {
      // Below one root that is not said again.
      let root = SpecEntry.root(of: change.path) ?? ""
      lines.append("renamed from \(path.dropPrefix(root + "/") ?? path)")
    }
    lines += troubles(change)
    if change.isMended {
      lines.append(
        change.wasNeverRead
          ? "frontmatter can be read: \(state(change))" : "frontmatter can be read again")
    }
    lines += change.difference.fields.map(field)
    lines += change.difference.boxes.map { "[\($0.isChecked ? "x" : " ")] \(cut($0.text))" }
    let body = change.difference.body
    if !body.isZero {
      let parts = [("+", body.added), ("−", body.removed)].filter { $0.1 > 0 }
      let isOne = body.added + body.removed == 1
      lines.append(
        "body: " + parts.map { "\($0.0)\($0.1)" }.joined(separator: " ")
          + (isOne ? " line" : " lines"))
    }
    return change.isOnlyForm ? ["only its form changed"] : lines
  }

  private static func troubles(_ change: LogChange) -> [String] {
    change.trouble.map { [$0] } ?? []
  }

  private static func state(_ change: LogChange) -> String {
    (Phrase.quoted(change.title) ?? "(no title)") + (change.status.map { " (\($0))" } ?? "")
  }

  private static func field(_ field: FieldChange) -> String {
    if field.isList {
      if field.added.isEmpty && field.removed.isEmpty { return "\(field.name): order changed" }
      return "\(field.name): "
        + (field.added.map { "+" + cut($0) } + field.removed.map { "−" + cut($0) })
        .joined(separator: " ")
    }
    switch (field.old, field.new) {
    case (let old?, let new?): return "\(field.name): \(cut(old)) → \(cut(new))"
    case (nil, let new?): return "\(field.name): added, \(cut(new))"
    case (let old?, nil): return "\(field.name): removed, was \(cut(old))"
    case (nil, nil): return field.name
    }
  }

  /// One line of a value, no longer than a screen is wide.
  private static func cut(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.unicodeScalars.count <= limit
      ? line : String(line.unicodeScalars.prefix(limit)) + "…"
  }

  private static let limit = 80
}

/// The answer as `--format json` documents it.
private struct LogDocument: Encodable {
  struct Spec: Encodable {
    let root: String
    let path: String
    let kind: String
    let title: String
    let changes: [Change]
  }

  struct Change: Encodable {
    @OrNull var commit: String?
    @OrNull var date: String?
    @OrNull var author: String?
    @OrNull var summary: String?
    let merge: Bool
    let event: String
    let id: String
    let path: String
    @OrNull var renamedFrom: String?
    let title: String
    @OrNull var status: String?
    let fields: [Field]
    let criteria: [Criterion]
    let body: Body
    let form: Bool
    @OrNull var trouble: String?
  }

  struct Field: Encodable {
    let field: String
    @OrNull var old: String?
    @OrNull var new: String?
    let added: [String]
    let removed: [String]
  }

  struct Criterion: Encodable {
    let text: String
    let met: Bool
  }

  struct Body: Encodable {
    let added: Int
    let removed: Int
  }

  let schemaVersion = 1
  let command = "log"
  let id: String
  let specs: [Spec]

  init(_ id: String, _ sections: [LogSection]) {
    self.id = id
    specs = sections.map { section in
      Spec(
        root: section.root, path: section.path, kind: section.kind, title: section.title,
        changes: section.changes.map(Self.change))
    }
  }

  private static func change(_ change: LogChange) -> Change {
    let difference = change.difference
    return Change(
      commit: change.commit?.id.hex, date: change.commit?.day, author: change.commit?.author,
      summary: change.commit?.summary, merge: change.isMerge, event: change.event.rawValue,
      id: change.id, path: change.path, renamedFrom: change.renamedFrom, title: change.title,
      status: change.status,
      fields: difference.fields.map {
        Field(field: $0.name, old: $0.old, new: $0.new, added: $0.added, removed: $0.removed)
      },
      criteria: difference.boxes.map { Criterion(text: $0.text, met: $0.isChecked) },
      body: Body(added: difference.body.added, removed: difference.body.removed),
      form: change.isOnlyForm, trouble: change.trouble)
  }
}
