internal import Frontmatter
internal import Git
internal import Specs

/// The page of a spec as JSON.
extension SpecPage {
  private struct Document: Encodable {
    struct Relation: Encodable {
      let field: String
      let target: String
      let file: Bool
      let exists: Bool
      @OrNull var title: String?
      @OrNull var status: String?
    }
    struct Referrer: Encodable {
      @OrNull var id: String?
      let path: String
      let title: String
      let fields: [String]
      @OrNull var status: String?
    }
    struct Ref: Encodable {
      let ref: String
      let commit: String
      @OrNull var path: String?
      @OrNull var line: Int?
      @OrNull var title: String?
      @OrNull var status: String?
      /// `same`, `changed`, `other` (the ID means something else there) or `absent`.
      let likeness: String
    }
    struct Elsewhere: Encodable {
      let root: String
      let id: String
      let refs: [Ref]
    }
    struct Found: Encodable {
      let root: String
      let id: String
      /// Nil for a file that is no longer there.
      @OrNull var detail: SpecDetail?
      let refersTo: [Relation]
      let referredToBy: [Referrer]
      /// Nil where branches were not asked for.
      @OrNull var refs: [Ref]?
    }
    let schemaVersion = 1
    let command = "show"
    let view = "spec"
    let specs: [Found]
    /// Of an ID that only other branches have.
    let elsewhere: [Elsewhere]
    let problems: [TroubleRow]
  }

  var json: String {
    get throws {
      try JSONText.text(
        Document(
          specs: parts.map(document),
          elsewhere: elsewhere.map {
            .init(root: $0.root, id: id, refs: $0.places.states.map(Self.ref))
          }, problems: troubles.map(TroubleRow.init)))
    }
  }

  private func document(_ part: Part) -> Document.Found {
    let specs = part.found.specs
    let references = part.found.heading == nil ? part.card.summary.references : []
    return Document.Found(
      root: specs.root, id: part.found.id, detail: detail(part),
      refersTo: references.map { reference in
        let card =
          reference.isFile
          ? specs.card(referredTo: reference) : specs.cards(withID: reference.target).first
        return .init(
          field: reference.field, target: reference.target, file: reference.isFile,
          exists: specs.isKnown(reference),
          title: card?.title ?? specs.heading(reference.target)?.definition.title,
          status: card?.status)
      },
      referredToBy: referrers(part).map {
        .init(
          id: $0.card.id, path: $0.card.path, title: $0.card.title, fields: $0.fields,
          status: $0.card.status)
      },
      refs: part.places?.states.map(Self.ref))
  }

  private static func ref(_ state: PlaceStates.State) -> Document.Ref {
    Document.Ref(
      ref: state.place.name, commit: state.place.commit.hex, path: state.definition?.path,
      line: state.definition?.position.line, title: state.definition?.title, status: state.status,
      likeness: state.likeness.rawValue)
  }
}
