import Frontmatter
import Git
import Specs

/// What has to be true of the merge of any three files.
enum MergeLaws {
  /// Stands between the three files of an input.
  static let separator: UInt8 = 0x1E

  static func files(_ bytes: [UInt8]) -> MergeSides<[UInt8]> {
    let parts = bytes.split(separator: separator, maxSplits: 2, omittingEmptySubsequences: false)
    func part(_ index: Int) -> [UInt8] { index < parts.count ? Array(parts[index]) : [] }
    return MergeSides(base: part(0), ours: part(1), theirs: part(2))
  }

  private static let lines: LineMerger = { texts, markers in
    let merge = TextMerge(
      style: TextMerge.Style(rawValue: markers.style.rawValue) ?? .merge,
      markerSize: markers.size, ourLabel: markers.labels.ours, baseLabel: markers.labels.base,
      theirLabel: markers.labels.theirs)
    let (bytes, isClean) = try merge.merge(
      base: texts.base, ours: texts.ours, theirs: texts.theirs)
    return LineMerge(bytes: bytes, isClean: isClean)
  }

  static func hold(_ files: MergeSides<[UInt8]>) {
    let settings = "merge: {later: [d], sets: [s], keyed_lists: {k: i}, furthest: {f: [a, b, c]}}"
    let engine = SpecMerge(
      settings: Settings.parse(Array(settings.utf8), path: "config.yaml", root: "").settings,
      lineMerge: lines)
    guard let result = try? engine.merge(files, explains: true),
      let like = try? lines(files, Markers())
    else { return Laws.require(false, "a merge throws") }
    if let settled = files.settled {
      return Laws.require(result.bytes == settled && result.isClean, "only one side changed it")
    }
    guard result.isClean, result.bytes != like.bytes else { return }
    guard let merged = values(result.bytes) else {
      return Laws.require(false, "a clean result that is not git's cannot be read")
    }
    guard let ours = values(files.ours), let theirs = values(files.theirs) else {
      return Laws.require(false, "a result that is not git's, from files that cannot be read")
    }
    let base = values(files.base) ?? [:]
    for name in Set(base.keys).union(ours.keys).union(theirs.keys).union(merged.keys) {
      let field = MergeSides(base: base[name], ours: ours[name], theirs: theirs[name])
      guard let settled = field.settled else { continue }
      Laws.require(merged[name]?.words == settled?.words, "the change of one side is lost")
    }
  }

  /// A value as text, and how each scalar of it is typed.
  private struct FieldText: Equatable {
    var words: [UInt8]
    var types: String
  }

  /// Fields with their values; nil for what cannot be read, or repeats a key.
  private static func values(_ bytes: [UInt8]) -> [[UInt8]: FieldText]? {
    guard case .document(let document) = Document.parse(bytes), document.duplicates.isEmpty else {
      return nil
    }
    var result: [[UInt8]: FieldText] = [:]
    for field in document.fields {
      result[Array(field.key.text.utf8)] = FieldText(
        words: Array(text(field.value).utf8), types: types(field.value))
    }
    return result
  }

  private static func types(_ value: Value) -> String {
    switch value {
    case .scalar(let scalar): "\(scalar.type)\(scalar.tag ?? "")"
    case .alias: "*"
    case .sequence(let items, _, _):
      "[" + items.map { types($0.value) }.joined(separator: ",") + "]"
    case .mapping(let fields, _, _):
      "{" + fields.map { "\($0.key.text):\(types($0.value))" }.sorted().joined(separator: ",") + "}"
    }
  }

  private static func text(_ value: Value) -> String {
    switch value {
    // Whether `yes` is text or not is the schema's to say.
    case .scalar(let scalar):
      scalar.type == .null ? "~" : scalar.alias.map { "*" + $0 } ?? normal(scalar)
    case .alias(let name, _): "*\(name)"
    case .sequence(let items, _, _):
      "[" + items.map { text($0.value) }.joined(separator: "\u{1}") + "]"
    case .mapping(let fields, _, _):
      "{"
        + fields.map { "\($0.key.text)\u{2}\(text($0.value))" }.sorted().joined(separator: "\u{1}")
        + "}"
    }
  }

  private static func normal(_ scalar: Scalar) -> String {
    switch scalar.type {
    case .bool: ["true", "yes", "on"].contains(scalar.text.lowercased()) ? "yes" : "no"
    case .float: Double(scalar.text).map { "\($0)" } ?? scalar.text
    case .int: Int(scalar.text).map { "\($0)" } ?? scalar.text
    default: scalar.text
    }
  }
}
