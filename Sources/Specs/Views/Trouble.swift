internal import Frontmatter

/// Something that makes a view less than it should be: it is named there and stops nothing.
package struct Trouble: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case unreadable, duplicate, missing, circle, settings
  }

  package let kind: Kind
  package let root: String
  /// The spec's ID; nil for a file without one.
  package let id: String?
  package let path: String
  package let line: Int
  /// A sentence without its stop.
  package let message: String

  package init(
    _ kind: Kind, root: String, id: String? = nil, path: String, line: Int, _ message: String
  ) {
    self.kind = kind
    self.root = root
    self.id = id
    self.path = path
    self.line = line
    self.message = message
  }
}

extension RootSpecs {
  /// Files that cannot be read, IDs of two files, references to nothing, circles; by kind and place.
  package var troubles: [Trouble] {
    var found: [Trouble] = []
    func add(
      _ kind: Trouble.Kind, _ card: SpecCard, at position: Position? = nil, _ message: String
    ) {
      found.append(
        Trouble(
          kind, root: root, id: card.id, path: card.path,
          line: (position ?? card.position).line, message))
    }
    for card in cards {
      if let fault = card.fault {
        add(.unreadable, card, at: fault.position, "cannot be read as a spec: \(fault.message)")
      }
    }
    for card in cards {
      guard let id = card.id, card.fault == nil || !id.isEmpty else { continue }
      let others = cards(withID: id)
      if others.count > 1, others[0].path == card.path {
        let paths = others.dropFirst().map(\.path).joined(separator: ", ")
        add(.duplicate, card, "\(id) is also the ID of \(paths)")
      }
    }
    found += duplicateHeadings
    for card in cards {
      var told: Set<String> = []
      for (reference, position) in zip(card.summary.references, card.referencePositions)
      where !isKnown(reference) && told.insert(reference.target).inserted {
        add(
          .missing, card, at: position,
          "\(card.label) refers to \(reference.target) (\(reference.field)), which does not exist")
      }
    }
    for circle in circles.all {
      guard let first = circle.ids.first, let card = cards(withID: first).first else { continue }
      let next = circle.ids.count > 1 ? circle.ids[1] : first
      let position = zip(card.summary.references, card.referencePositions)
        .first { $0.0.target == next }?.1
      add(.circle, card, at: position, "these wait for each other: \(circle.way)")
    }
    return found
  }

  /// Headings whose ID another heading or another file has as well, at the first of them.
  private var duplicateHeadings: [Trouble] {
    var places: [String: [String]] = [:]
    for card in cards {
      for heading in card.headings {
        places[heading.id, default: []].append("\(card.path):\(heading.position.line)")
      }
    }
    return cards.flatMap { card in
      card.headings.compactMap { heading -> Trouble? in
        let own = "\(card.path):\(heading.position.line)"
        let headings = places[heading.id] ?? []
        guard headings.first == own else { return nil }
        let files = cards(withID: heading.id).map(\.path).filter { $0 != card.path }
        let others = files + headings.dropFirst()
        guard !others.isEmpty else { return nil }
        return Trouble(
          .duplicate, root: root, id: heading.id, path: card.path, line: heading.position.line,
          "\(heading.id) is also the ID of \(others.joined(separator: ", "))")
      }
    }
  }
}
