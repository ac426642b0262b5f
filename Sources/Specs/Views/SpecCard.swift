package import Frontmatter

/// One spec as lists, boards and pictures show it: what its header says, without its text.
package final class SpecCard: Sendable {
  package let summary: SpecSummary
  /// Fields in the schema's spelling (`open` is `backlog`); nil for what is not there.
  package let status: String?
  package let priority: String?
  package let feature: String?
  package let assignee: String?
  package let estimate: String?
  package let type: String?
  /// The first ticket that a task names as its own.
  package let ticket: String?
  /// What a task depends on, what blocks a ticket.
  package let prerequisites: [String]
  /// Why the header cannot be read, and where; nil where it can.
  package let fault: Fault?
  /// Where each reference of the summary stands.
  package let referencePositions: [Position]

  /// Why a file is no spec that can be read.
  package struct Fault: Sendable {
    /// As the end of a sentence; begins in lower case.
    package let message: String
    package let position: Position
  }

  package var path: String { summary.path }
  package var root: String { summary.root }
  package var kind: KindName { summary.kind }
  package var id: String? { summary.id?.value }
  package var title: String { summary.title ?? "" }
  /// Where the ID stands, else the file's first line.
  package var position: Position {
    summary.definitions.first { !$0.isHeading }?.position ?? Position(line: 1, column: 1)
  }
  /// Requirement headings of the body.
  package var headings: [Definition] { summary.definitions.filter(\.isHeading) }

  /// The file's name without its ending: what stands for an ID that is not there.
  package var name: String {
    let file = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
    return String(file.hasSuffix(".md") ? file.dropLast(3) : file)
  }
  /// The ID, else the file's name.
  package var label: String { id ?? name }
  /// What a field refers to, in order.
  package func targets(of field: String) -> [String] { summary.targets(of: field) }

  /// Reads what a card shows; of a task or a ticket only the header.
  package convenience init(reading file: SpecFile, schema: KindSchema) {
    let header = SpecHeader(file, schema: schema)
    let requirements =
      schema.definesHeadings ? Body(header.text, from: header.bodyStart).requirements : []
    self.init(
      header.summary(file, schema, requirements: requirements), header.fields, schema, header.text,
      fault: Fault(file, header.text, header.document, header.error))
  }

  /// The card of a spec that was read in full.
  package convenience init(_ spec: Spec) {
    self.init(
      spec.summary, spec.fields, spec.schema, spec.text,
      fault: Fault(spec.file, spec.text, spec.document, spec.parseError))
  }

  private init(
    _ summary: SpecSummary, _ fields: FieldTable, _ schema: KindSchema, _ source: SourceText,
    fault: Fault?
  ) {
    func text(_ name: String) -> String? { schema.meaning(of: name, in: fields) }
    self.summary = summary
    // The summary has a status that was saved from a broken header as well.
    status = summary.status.flatMap { schema.meaning(of: "status", written: $0) }
    priority = text("priority")
    feature = text("feature")
    assignee = text("assignee")
    estimate = text("estimate")
    type = text("type")
    ticket = summary.kind == .task ? summary.targets(of: "ticket_id").first : nil
    prerequisites =
      switch summary.kind {
      case .task: summary.targets(of: "dependencies.depends_on")
      case .ticket: summary.targets(of: "dependencies.blocked_by")
      default: []
      }
    referencePositions = summary.references.map { source.position(at: $0.range.lowerBound) }
    self.fault = fault
  }
}

extension SpecCard.Fault {
  /// Nil for a file whose header can be read.
  init?(_ file: SpecFile, _ text: SourceText, _ document: Document?, _ error: ParseError?) {
    position = text.position(at: error?.range.lowerBound ?? 0)
    switch file.content {
    case .symlink: message = "it is a symbolic link"
    case .notRegular: message = "it is not a regular file"
    case .tooLarge: message = "it is larger than \(SpecFile.sizeLimit) bytes"
    case .unavailable(let why): message = "its content cannot be had: \(why)"
    case .bytes:
      guard document == nil else { return nil }
      message = error?.message ?? "it has no frontmatter"
    }
  }
}
