internal import Frontmatter

/// What changed from one version of a spec to the next, by meaning.
package struct SpecDifference: Sendable, Equatable {
  package var fields: [FieldChange] = []
  package var boxes: [BoxChange] = []
  /// The rest of the body.
  package var body = LineCount(added: 0, removed: 0)

  package init() {}

  package var isEmpty: Bool { fields.isEmpty && boxes.isEmpty && body.isZero }
}

/// A spec in a version of its file: the whole file, or a requirement under a heading.
package struct SpecPart: Sendable {
  package let spec: Spec
  /// The heading and what is below it; nil for the whole file.
  package let section: Body.Requirement?

  /// The spec of an ID; the whole file where nothing in it has the ID.
  package init(_ id: String, in spec: Spec) {
    self.spec = spec
    section =
      spec.id == id || !spec.schema.definesHeadings
      ? nil : spec.body.requirements.first { $0.id == id }
  }

  package var id: String? { section?.id ?? spec.id }
  package var title: String { section?.title ?? spec.summary.title ?? "" }
  package var status: String? { section == nil ? spec.summary.status : nil }
  package var kind: KindName { section == nil ? spec.kind : .requirement }

  /// Why the fields are not known; nil where they are, and for a section, which has none.
  package var trouble: String? {
    switch spec.file.content {
    case .bytes: section == nil && spec.document == nil ? "frontmatter could not be read" : nil
    case .tooLarge: "the file is too large to be read"
    case .symlink: "a symbolic link stands in the file's place"
    case .notRegular: "it is no regular file"
    case .unavailable(let reason): "its content is not known: \(reason)"
    }
  }

  /// Whether two versions are equal byte for byte; a section has nothing to do with the rest.
  package func isSame(as other: SpecPart) -> Bool { bytes == other.bytes }

  private var bytes: ArraySlice<UInt8> {
    guard let section else { return spec.text.bytes[...] }
    return spec.text.bytes[
      spec.body.headings[section.headingIndex].range.lowerBound..<text.upperBound]
  }

  /// The file, or the text below the heading.
  package var content: [UInt8] {
    section.map { Array(spec.text.bytes[$0.content]) } ?? spec.text.bytes
  }

  /// Bytes below the header, or below the heading.
  private var text: Range<Int> {
    if let section { return section.content }
    let bytes = spec.text.bytes
    let start = spec.document?.body.lowerBound ?? Document.bodyStart(of: bytes) ?? 0
    return start..<bytes.count
  }

  /// What is another than in an older version; of two whose fields are not known, only the rest.
  package func difference(
    from old: SpecPart, settings: Settings = Settings()
  ) -> SpecDifference {
    var found = SpecDifference()
    // Of what was not read nobody knows what differs.
    guard case .bytes = spec.file.content, case .bytes = old.spec.file.content else { return found }
    let body = ComparedBody(spec, in: text)
    let oldBody = ComparedBody(old.spec, in: old.text)
    var lines = LineDifference(from: oldBody.lines, to: body.lines)
    found.boxes = body.boxes(from: oldBody)
    if let section, let oldSection = old.section {
      let (new, old) = (
        ComparedRequirement(section, of: spec), ComparedRequirement(oldSection, of: old.spec)
      )
      found.fields = new.changes(from: old)
      lines = LineDifference(
        added: lines.added.filter { !new.tells($0) },
        removed: lines.removed.filter { !old.tells($0) })
    } else if section == nil, old.section == nil, spec.document != nil, old.spec.document != nil {
      let table = MergeTable(settings: settings, path: spec.path)
      found.fields = ComparedFields(spec, table).changes(from: ComparedFields(old.spec, table))
    }
    found.body = LineCount(added: lines.added.count, removed: lines.removed.count)
    return found
  }
}
