internal import Frontmatter

/// Finds the moved IDs in one spec and says what each of them is.
struct FileReading {
  private let spec: Spec
  private let work: Renumbering
  private let bodyStart: Int
  private let zones: [HeaderZone]
  private let codes: [Range<Int>]
  private let comments: [Range<Int>]
  private var links: (line: Int, targets: [LinkTarget]) = (-1, [])
  private let own: OwnIDs
  private var titled: Set<Int> = []
  private(set) var occurrences: [Occurrence] = []

  init(_ spec: Spec, _ work: Renumbering) {
    self.spec = spec
    self.work = work
    let bytes = spec.text.bytes
    let start = spec.document?.body.lowerBound ?? Document.bodyStart(of: bytes) ?? 0
    bodyStart = start
    own = OwnIDs(spec)
    let hits = work.scan.hits(in: bytes)
    let hasEscapes = spec.document.map { bytes[$0.header].contains(0x5C) } ?? false
    let isInHeader = hits.first.map { $0.range.lowerBound < start } ?? false
    let isInBody = hits.last.map { $0.range.lowerBound >= start } ?? false
    zones = isInHeader || hasEscapes ? HeaderZone.all(of: spec) : []
    (codes, comments) =
      isInBody ? InlineMarkup.ranges(in: start..<bytes.count, of: spec) : ([], [])
    for hit in hits {
      if let found = hit.range.lowerBound < bodyStart ? inHeader(hit) : inBody(hit) {
        occurrences.append(found)
      }
    }
    if hasEscapes { addEscaped(hits) }
  }

  private func id(_ hit: IDHit) -> String { work.scan.ids[hit.id] }

  private func move(_ hit: IDHit) -> Move? {
    work.moves[hit.id].first { $0.path == spec.path }
  }

  // MARK: Definitions

  /// What a hit is that belongs to a definition: to one that moves, or to another spec's.
  private mutating func definition(_ hit: IDHit) -> Occurrence.Meaning? {
    let id = id(hit)
    guard own.isHeld(hit.range.lowerBound, by: id) || isTitle(hit) else { return nil }
    return move(hit).map { .definition($0) } ?? .other
  }

  /// The first time that the first heading carries the spec's own ID.
  private mutating func isTitle(_ hit: IDHit) -> Bool {
    guard hit.isWhole, own.id == id(hit), let title = spec.body.title,
      title.range.contains(hit.range.lowerBound)
    else { return false }
    return titled.insert(hit.id).inserted
  }

  /// True for a part of a longer ID that some spec has.
  private func isOtherID(_ hit: IDHit) -> Bool {
    guard !hit.isWhole, hit.run.count <= 200 else { return false }
    let run = hit.run.filter { spec.text.bytes[$0] != 0x5F }
    guard let first = run.first, let last = run.last, first..<last + 1 != hit.range else {
      return false
    }
    return work.definedIDs.contains(spec.text.string(first..<last + 1))
  }

  // MARK: Header

  private mutating func inHeader(_ hit: IDHit) -> Occurrence? {
    guard hit.isExact else { return nil }
    let bytes = spec.text.bytes
    let before = hit.run.lowerBound > 0 ? bytes[hit.run.lowerBound - 1] : 0
    guard spec.document != nil else {
      if let meaning = definition(hit) { return Occurrence(hit, .definition, meaning) }
      return judged(hit, .brokenHeader, [], within: 0..<bodyStart, inHeader: true)
    }
    guard let zone = zone(at: hit.range.lowerBound) else {
      // The name of an anchor means nothing outside of its file.
      if before == 0x26 || before == 0x2A || before == 0x21 { return nil }
      return Occurrence(hit, .headerComment, .doubtful("it stands in a comment"))
    }
    if let meaning = definition(hit) { return Occurrence(hit, .definition, meaning) }
    return judged(hit, zone.form(of: id(hit)), [zone.range], within: zone.range, inHeader: true)
  }

  private func zone(at offset: Int) -> HeaderZone? {
    var low = 0
    var high = zones.count
    while low < high {
      let middle = (low + high) / 2
      if zones[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < zones.count && zones[low].range.contains(offset) ? zones[low] : nil
  }

  /// Values that spell an ID with escapes have no bytes to exchange: they are written anew.
  private mutating func addEscaped(_ hits: [IDHit]) {
    let starts = Set(hits.lazy.filter(\.isExact).map(\.range.lowerBound))
    for zone in zones
    where zone.scalar.style == .doubleQuoted && spec.text.bytes[zone.range].contains(0x5C) {
      let inside = work.scan.hits(in: Array(zone.scalar.text.utf8)).filter(\.isExact)
      guard let first = inside.first, !zone.range.contains(where: starts.contains) else { continue }
      let hit = IDHit(
        id: first.id, range: zone.scalar.range, run: zone.scalar.range, isExact: true,
        isWhole: true)
      if zone.scalar.text != id(hit) {
        occurrences.append(
          Occurrence(hit, .value(field: zone.field), .doubtful("it is written with escapes")))
      } else if let meaning = definition(hit) {
        occurrences.append(Occurrence(hit, .definition, meaning, scalar: zone.scalar))
      } else {
        occurrences.append(
          Occurrence(hit, zone.form(of: id(hit)), .mention, scalar: zone.scalar))
      }
    }
  }

  // MARK: Body

  private mutating func inBody(_ hit: IDHit) -> Occurrence? {
    let offset = hit.range.lowerBound
    if spec.body.isInFence(offset) {
      return listed(hit, .codeBlock, "it stands in a code block")
    }
    if comments.holding(offset) != nil { return listed(hit, .comment, "it stands in a comment") }
    let target = link(at: offset)
    if let target, target.isExternal { return listed(hit, .url, "the address leads elsewhere") }
    let code = codes.holding(offset)
    if code == nil, let target { return inLink(hit, target) }
    guard hit.isExact else { return nil }
    if code == nil, let meaning = definition(hit) { return Occurrence(hit, .definition, meaning) }
    // A requirement's ID may stand in backticks in its own heading.
    if code != nil, spec.body.heading(at: offset) != nil, let meaning = definition(hit) {
      return Occurrence(hit, .definition, meaning)
    }
    let isHeading = spec.body.heading(at: offset) != nil
    let form: Mention.Form = code != nil ? .code : isHeading ? .heading : .prose
    return judged(hit, form, [], within: bodyStart..<spec.text.bytes.count, inHeader: false)
  }

  private func listed(_ hit: IDHit, _ form: Mention.Form, _ reason: String) -> Occurrence? {
    hit.isExact && !isOtherID(hit) ? Occurrence(hit, form, .doubtful(reason)) : nil
  }

  private func inLink(_ hit: IDHit, _ target: LinkTarget) -> Occurrence? {
    // What nobody wrote by hand must not be read again for each of its hits.
    if target.range.count > 4096 { return listed(hit, .link, "the link is too long to be read") }
    let path = spec.text.string(target.path)
    if let fragment = target.fragment, fragment.contains(hit.range.lowerBound) {
      let text = spec.text.string(fragment)
      if hit.isExact, text == id(hit) { return Occurrence(hit, .link, .mention) }
      let file = work.names.target(of: path, from: spec.path)
      return Occurrence(hit, .anchor, .anchor(in: file, fragment: text))
    }
    guard hit.isExact else { return nil }
    return judged(hit, .link, [target.path], within: target.path, inHeader: false)
  }

  private mutating func link(at offset: Int) -> LinkTarget? {
    let line = spec.text.lineIndex(at: offset)
    if links.line != line {
      links = (line, LinkTarget.all(in: spec.text.bytes, spec.text.lineContent(line)))
    }
    let ranges = links.targets
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].range.lowerBound <= offset ? ranges[low] : nil
  }

  // MARK: Words and paths

  /// A path to a file, part of something longer, or a plain mention.
  private func judged(
    _ hit: IDHit, _ form: Mention.Form, _ wholes: [Range<Int>], within area: Range<Int>,
    inHeader: Bool
  ) -> Occurrence {
    let id = id(hit)
    let bytes = spec.text.bytes
    let words = wholes + PathWord.candidates(around: hit, in: bytes, area)
    for word in words where PathWord.isName(hit.range, of: word, bytes) {
      let text = spec.text.string(word)
      if text == id { continue }
      switch work.names.look(up: text, from: spec.path, inHeader: inHeader) {
      case .renamed(let move):
        if move.old == id { return Occurrence(hit, .path, .path(move)) }
      case .kept(let path):
        return Occurrence(hit, .path, .left("it names \(path), which keeps its name"))
      case .ambiguous:
        return Occurrence(hit, .path, .doubtful("several files have this name"))
      case .none: continue
      }
    }
    if isOtherID(hit) { return Occurrence(hit, form, .other) }
    if !hit.isWhole { return Occurrence(hit, form, .doubtful("it is part of a longer word")) }
    if let word = words.last, PathWord.isPath(word, around: hit.range, id, spec.text) {
      return Occurrence(hit, .path, .doubtful("it is part of a path to no file of this root"))
    }
    return Occurrence(hit, form, .mention)
  }
}

/// The IDs that a spec defines, by their places.
private struct OwnIDs {
  /// The spec's own.
  let id: String?
  private let range: Range<Int>
  private let headings: [Int: String]

  init(_ spec: Spec) {
    let own = spec.summary.definitions.first { !$0.isHeading }
    id = own?.id
    range = own?.range ?? 0..<0
    headings = Dictionary(
      spec.summary.definitions.lazy.filter(\.isHeading).map { ($0.range.lowerBound, $0.id) }
    ) { first, _ in first }
  }

  /// Whether an ID at an offset is where it is defined.
  func isHeld(_ offset: Int, by id: String) -> Bool {
    self.id == id && range.contains(offset) || headings[offset] == id
  }
}
