package import Frontmatter

/// A spec as read: its text, its fields under the schema's names, its body, its summary.
package final class Spec: Sendable {
  package let file: SpecFile
  package let text: SourceText
  /// The header; nil when there is none, when it is broken, or when the file was not read.
  package let document: Document?
  /// Why there is no `document`, where the header is broken.
  package let parseError: ParseError?
  package let schema: KindSchema
  package let fields: FieldTable
  package let body: Body
  package let summary: SpecSummary
  /// What comments in the body take from the findings.
  let ignores: InlineIgnores

  package var path: String { file.path }
  package var root: String { file.root }
  package var kind: KindName { file.kind }
  package var id: String? { summary.id?.value }

  package init(_ file: SpecFile, schema: KindSchema) {
    let header = SpecHeader(file, schema: schema)
    self.file = file
    self.schema = schema
    text = header.text
    document = header.document
    parseError = header.error
    fields = header.fields
    body = Body(header.text, from: header.bodyStart)
    summary = header.summary(
      file, schema, requirements: schema.definesHeadings ? body.requirements : [])
    ignores = InlineIgnores(body, header.text)
  }

  /// The first scalar of a field, trimmed by YAML; nil when absent, null, or no scalar.
  package func scalar(_ name: String) -> Scalar? {
    guard let scalar = fields[name]?.value.scalar, scalar.type != .null else { return nil }
    return scalar
  }
}

extension SpecSummary {
  /// Reads only what the index keeps.
  package init(reading file: SpecFile, schema: KindSchema) {
    let header = SpecHeader(file, schema: schema)
    let requirements =
      schema.definesHeadings ? Body(header.text, from: header.bodyStart).requirements : []
    self = header.summary(file, schema, requirements: requirements)
  }
}

/// The part of reading that a spec, its summary and its card share.
struct SpecHeader {
  let text: SourceText
  let document: Document?
  let error: ParseError?
  let salvage: [Salvaged]
  let fields: FieldTable
  let bodyStart: Int

  init(_ file: SpecFile, schema: KindSchema) {
    guard case .bytes(let bytes) = file.content else {
      text = SourceText([])
      document = nil
      error = nil
      salvage = []
      fields = FieldTable(nil, schema: schema)
      bodyStart = 0
      return
    }
    switch Document.parse(bytes) {
    case .document(let document):
      text = document.text
      self.document = document
      error = nil
      salvage = []
      bodyStart = document.body.lowerBound
    case .absent(let text):
      self.text = text
      document = nil
      error = nil
      salvage = []
      bodyStart = 0
    case .failed(let error, let text, let salvage):
      self.text = text
      document = nil
      self.error = error
      self.salvage = salvage
      bodyStart = Document.bodyStart(of: bytes) ?? 0
    }
    fields = FieldTable(document, schema: schema)
  }

  private func scalar(_ name: String) -> Located<String>? {
    if let scalar = fields[name]?.value.scalar {
      return scalar.type == .null ? nil : Located(scalar.text, at: scalar.range)
    }
    return salvage.first { $0.key == name && !$0.text.isEmpty }
      .map { Located($0.text, at: $0.valueRange) }
  }

  func summary(
    _ file: SpecFile, _ schema: KindSchema, requirements: [Body.Requirement]
  ) -> SpecSummary {
    let id = scalar("id")
    let title = scalar("title")?.value
    var definitions: [Definition] = []
    if let id, !id.value.isEmpty {
      definitions.append(
        Definition(
          id: id.value, title: title ?? "", kind: file.kind, path: file.path, range: id.range,
          position: text.position(at: id.range.lowerBound), isHeading: false))
    }
    if id == nil, document == nil, let guess = Derived.id(file, schema) {
      definitions.append(
        Definition(
          id: guess, title: "", kind: file.kind, path: file.path, range: 0..<0,
          position: Position(line: 1, column: 1), isHeading: false, isFromName: true))
    }
    for requirement in requirements {
      definitions.append(
        Definition(
          id: requirement.id, title: requirement.title, kind: .requirement, path: file.path,
          range: requirement.idRange,
          position: text.position(at: requirement.idRange.lowerBound), isHeading: true))
    }
    return SpecSummary(
      path: file.path, root: file.root, kind: file.kind, id: id, title: title,
      status: scalar("status")?.value, definitions: definitions,
      references: references(in: file.root))
  }

  private func references(in root: String) -> [Reference] {
    var references: [Reference] = []
    for (number, use) in fields.uses.enumerated() {
      switch use.row?.form {
      case .reference(let kinds, let isList):
        // Of two names for one value the first counts; that they disagree is told elsewhere.
        if !isList, fields[use.name] !== use { continue }
        for scalar in use.value.scalars where !scalar.text.isEmpty {
          references.append(
            Reference(
              field: use.name, target: scalar.text, range: scalar.range, isFile: false,
              kinds: kinds, use: number))
        }
      case .file(let kinds):
        if let scalar = use.value.scalar, scalar.type != .null, !scalar.text.isEmpty {
          references.append(
            Reference(
              field: use.name,
              target: RootPath.normalized(scalar.text, in: root) ?? scalar.text,
              range: scalar.range, isFile: true, kinds: kinds, use: number))
        }
      default: break
      }
    }
    return references
  }
}

extension Spec {
  /// The text of a single-valued field, trimmed, nil for none; of an enumeration the value that
  /// another spelling of it stands for: `open` is `backlog`.
  package func meaning(of name: String) -> String? {
    schema.meaning(of: name, in: fields)
  }
}

extension KindSchema {
  /// The same for fields that are read without the rest of the spec.
  package func meaning(of name: String, in fields: FieldTable) -> String? {
    guard let scalar = fields[name]?.value.scalar, scalar.type != .null else { return nil }
    return meaning(of: name, written: scalar.text)
  }

  /// What a field's text means; nil when it is blank.
  package func meaning(of name: String, written: String) -> String? {
    let text = written.trimmingBlanks
    guard !text.isEmpty else { return nil }
    guard case .enumeration(let values, let synonyms)? = field(named: name)?.form,
      !values.contains(text)
    else { return text }
    return Spelling.of(text, values: values, synonyms: synonyms) ?? text
  }
}
