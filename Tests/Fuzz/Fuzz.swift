import Foundation
import Frontmatter
import Specs

/// What libFuzzer calls with bytes that it varies; a trap, a false law or a hang is its find.
///
/// The first byte chooses what the rest is read as: a kind of spec, settings, three files to merge, or a
/// pattern and a path.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = input.first else { return 0 }
  let bytes = Array(input.dropFirst())
  let kinds = Schema.builtIn.kinds
  let number = Int(choice) % (kinds.count + 3)
  if number == kinds.count + 2 {
    GlobLaws.hold(bytes)
    return 0
  }
  if number == kinds.count + 1 {
    MergeLaws.hold(MergeLaws.files(bytes))
    return 0
  }
  if number == kinds.count {
    SettingsLaws.hold(bytes)
    return 0
  }
  Laws.ofReading(bytes)
  let root = Root(kinds[number], bytes)
  root.judge()
  root.renumber()
  NumberLaws.hold(bytes)
  return 0
}

/// What has to be true of every text.
enum Laws {
  /// Optimized code drops the words of a precondition; these are printed first.
  static func require(_ isTrue: Bool, _ law: @autoclosure () -> String) {
    if isTrue { return }
    FileHandle.standardError.write(Data("broken law: \(law())\n".utf8))
    fatalError()
  }

  static func holds(_ range: Range<Int>, in bytes: [UInt8]) {
    require(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a range out of bounds")
  }

  /// Reading keeps every byte, and the parts lie where they should.
  static func ofReading(_ bytes: [UInt8]) {
    switch Document.parse(bytes) {
    case .document(let document):
      require(document.bytes == bytes, "reading changed a byte")
      require(document.openFence.upperBound == document.header.lowerBound, "the parts do not meet")
      require(document.header.upperBound == document.closeFence.lowerBound, "the parts do not meet")
      require(document.closeFence.upperBound == document.body.lowerBound, "the parts do not meet")
      require(document.body.upperBound == bytes.count, "the parts do not meet")
      ofFields(document)
    case .absent(let text): require(text.bytes == bytes, "reading changed a byte")
    case .failed(let error, let text, let salvage):
      require(text.bytes == bytes, "reading changed a byte")
      holds(error.range, in: bytes)
      for line in salvage { holds(line.valueRange, in: bytes) }
    }
  }

  /// Fields come in order without overlap, and another value touches no other field.
  private static func ofFields(_ document: Document) {
    var end = document.header.lowerBound
    for field in document.fields {
      require(field.range.lowerBound >= end, "fields overlap")
      require(field.range.upperBound <= document.header.upperBound, "a field leaves the header")
      require(field.range.contains(field.key.range.lowerBound), "a key is outside its field")
      holds(field.value.range, in: document.bytes)
      end = field.range.upperBound
    }
    guard let field = document.fields.last, case .scalar(let scalar) = field.value,
      document.duplicates.isEmpty, isUsual(field.key, document),
      scalar.style != .literal, scalar.style != .folded,
      scalar.anchor == nil, scalar.tag == nil, field.key.range.upperBound <= scalar.range.lowerBound
    else { return }
    let edit = document.replacing(scalar, with: "a: b")
    guard let changed = try? Edit.apply([edit], to: document.bytes),
      case .document(let again) = Document.parse(changed)
    else { return require(false, "a replaced value cannot be read") }
    require(
      again.fields.map(\.key.text) == document.fields.map(\.key.text),
      "a replaced value changed the keys")
    guard case .scalar(let new)? = again.fields.last?.value else {
      return require(false, "a replaced value is no scalar")
    }
    require(new.text == "a: b", "a replaced value is read as another")
  }
}

extension Laws {
  /// True for `key:`; YAML has stranger ones, behind a question mark or in braces.
  private static func isUsual(_ key: Scalar, _ document: Document) -> Bool {
    guard key.style != .literal, key.style != .folded, key.range.count > 0 else { return false }
    let rest = document.bytes[key.range.upperBound..<document.header.upperBound]
    let line = document.text.lineRange(document.text.lineIndex(at: key.range.lowerBound))
    let before = document.bytes[line.lowerBound..<key.range.lowerBound]
    return rest.first { $0 != 0x20 && $0 != 0x09 } == 0x3A
      && before.allSatisfy { $0 == 0x20 }
  }
}

/// A spec root with the varied file between two that it may name.
struct Root {
  static let path = ".omoi_os"
  static let settings = "\(path)/\(Schema.settingsFile)"

  private let file: SpecFile
  private let specs: [Spec]
  private let snapshot: SpecSnapshot

  init(_ kind: KindSchema, _ bytes: [UInt8]) {
    let prefix = kind.filePrefix ?? kind.idPrefix.map { $0 + "-" } ?? ""
    file = SpecFile(
      path: "\(Self.path)/\(kind.folder)/\(prefix)001.md", root: Self.path, kind: kind.name,
      content: .bytes(bytes))
    let ticket = "---\nid: TKT-001\ntitle: A\nstatus: done\ntasks: [TSK-001]\n---\n"
    let task =
      "---\nid: TSK-002\nticket_id: TKT-001\nstatus: review\ndependencies: {depends_on: [TSK-001]}\n---\n"
    let others = [
      ("tickets/TKT-001-a.md", KindName.ticket, ticket), ("tasks/TSK-002.md", .task, task),
    ]
    .map { name, kind, text in
      SpecFile(
        path: "\(Self.path)/\(name)", root: Self.path, kind: kind,
        content: .bytes(Array(text.utf8)))
    }
    var index = SnapshotIndex()
    var specs: [String: Spec] = [:]
    for file in [file] + others {
      guard let schema = Schema.builtIn[file.kind] else { continue }
      index.add(file: file.path, in: Self.path)
      index.add(SpecSummary(reading: file, schema: schema))
      specs[file.path] = Spec(file, schema: schema)
    }
    self.specs = Array(specs.values)
    snapshot = SpecSnapshot(
      roots: [Self.path: SpecSnapshot.Root(path: Self.path)], index: index, load: { specs[$0] })
  }

  /// Judges the file, applies its fixes, and judges what they made of it.
  func judge() {
    guard case .bytes(let bytes) = file.content,
      let day = CalendarDate(year: 2026, month: 1, day: 15),
      let report = try? Checker(today: day).check([file.path], of: snapshot)
    else { return }
    var edits: [Edit] = []
    for finding in report.findings {
      Laws.holds(finding.range, in: bytes)
      Laws.require(finding.start <= finding.end, "a finding ends before it begins")
      for edit in finding.fix?.edits ?? [] where edit.path == file.path {
        Laws.holds(edit.edit.range, in: bytes)
        edits.append(edit.edit)
      }
    }
    // Fixes that want the same bytes are applied in rounds; here the first round is enough.
    if let fixed = try? Edit.apply(edits, to: bytes) { Laws.ofReading(fixed) }
    let names = Names(bytes, withHeadings: true)
    let schema = Schema.builtIn[file.kind]
    guard !names.isOpaque, let schema else { return }
    let summary = SpecSummary(reading: file, schema: schema)
    for word in summary.definitions.filter({ !$0.isFromName }).map(\.id)
      + summary.references.map(\.target)
    {
      guard let key = Names.key(word) else { continue }
      Laws.require(names.hashes.contains(key), "a word is missing among the names: \(word)")
    }
  }
}

extension Root {
  /// Gives the ticket beside the file another number: the file keeps its form and loses the old one
  /// where it referred to the ticket.
  func renumber() {
    guard case .bytes(let bytes) = file.content else { return }
    let ticket = "\(Self.path)/tickets/TKT-001-a.md"
    let plan = RenumberPlan(
      [Move(old: "TKT-001", new: "TKT-0777", path: ticket)],
      in: RenumberRoot(
        path: Self.path, specs: specs, files: Set(specs.map(\.path)), settings: nil),
      attribution: { mention, _ in
        if mention.path == file.path { Laws.holds(mention.range, in: bytes) }
        return .moves
      })
    guard let edits = plan.files.first(where: { $0.path == file.path }) else { return }
    guard let changed = try? edits.applied(to: bytes) else {
      return Laws.require(false, "the edits of a renumbering overlap")
    }
    Laws.ofReading(changed)
    for edit in edits.edits {
      Laws.require(edit.old.contains("001"), "something else than the ID is changed: \(edit.old)")
      Laws.require(edit.new.contains("0777"), "an ID is changed into something else: \(edit.new)")
    }
  }
}

/// What has to be true of settings, whatever they say.
enum SettingsLaws {
  static func hold(_ bytes: [UInt8]) {
    let (settings, findings) = Settings.parse(bytes, path: Root.settings, root: Root.path)
    for finding in findings { Laws.holds(finding.range, in: bytes) }
    // What git gets to see is a name and nothing else.
    for name in [settings.sync.remote, settings.sync.branch].compactMap({ $0 })
      + settings.extraReferences
    {
      Laws.require(!name.hasPrefix("-") && !name.utf8.contains(0), "an option of git: \(name)")
      Laws.require(!name.contains(":") && !name.contains(".."), "a place or a range: \(name)")
    }
    _ = settings.applied(to: .builtIn)
  }
}

/// What has to be true of patterns: a path matches itself, and no pattern takes for ever.
enum GlobLaws {
  static func hold(_ bytes: [UInt8]) {
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1)
    guard let pattern = parts.first.map(String.init) else { return }
    let path = parts.count > 1 ? String(parts[1]) : pattern
    _ = Glob.matches(pattern, path)
    if !pattern.contains(where: { "*?[]\\".contains($0) }), !pattern.hasSuffix("/") {
      Laws.require(Glob.matches(pattern, pattern), "a path does not match itself: \(pattern)")
    }
  }
}

/// What has to be true of numbers and templates, whatever the text.
enum NumberLaws {
  static func hold(_ bytes: [UInt8]) {
    let ids = Numbering.mentions(in: bytes, prefixes: ["TKT", "REQ"])
    for id in ids { Laws.require(SpecID(id) != nil, "a mention is no ID: \(id)") }
    let next = try? Numbering.next(in: Series(prefix: "TKT"), used: ids)
    Laws.require(next.map { !ids.contains($0) } ?? true, "a number is given out twice")
    guard let day = CalendarDate(year: 2026, month: 1, day: 15) else { return }
    let draft = SpecDraft(.ticket, id: "TKT-002", title: "A: b # c", today: day)
    guard let filled = try? UserTemplate(filling: bytes, with: draft, in: .builtIn) else {
      return Laws.require(false, "a template is refused")
    }
    let lines = bytes.reduce(1) { $0 + ($1 == 0x0A || $1 == 0x0D ? 1 : 0) }
    for rest in filled.leftovers {
      Laws.require((1...lines).contains(rest.line), "a leftover is on no line")
    }
    Laws.ofReading(filled.bytes)
  }
}
