import Foundation
import Frontmatter
import Git
import Specs
import TestSupport
import Testing

/// Merging as tests see it: texts in, a text out.
enum Merging {
  static let lines: LineMerger = { texts, markers in
    let merge = TextMerge(
      style: TextMerge.Style(rawValue: markers.style.rawValue) ?? .merge,
      markerSize: markers.size, ourLabel: markers.labels.ours, baseLabel: markers.labels.base,
      theirLabel: markers.labels.theirs)
    let (bytes, isClean) = try merge.merge(
      base: texts.base, ours: texts.ours, theirs: texts.theirs)
    return LineMerge(bytes: bytes, isClean: isClean)
  }

  static func engine(
    path: String? = nil, settings: String = "", markers: Markers = Markers()
  ) -> SpecMerge {
    SpecMerge(
      settings: Settings.parse(Array(settings.utf8), path: "config.yaml", root: "").settings,
      path: path, markers: markers, lineMerge: lines)
  }
}

/// Three headers, or whole files, and what a merge makes of them.
struct Triple {
  var base: String
  var ours: String
  var theirs: String
  var path: String?
  var settings = ""
  var markers = Markers()

  /// Texts that do not begin with a fence are the lines of a header.
  init(
    _ base: String, _ ours: String, _ theirs: String, path: String? = nil, settings: String = "",
    markers: Markers = Markers()
  ) {
    func file(_ text: String) -> String {
      text.isEmpty || text.hasPrefix("---") || text.hasPrefix("\u{FEFF}")
        ? text : "---\n\(text)\n---\nBody\n"
    }
    self.base = file(base)
    self.ours = file(ours)
    self.theirs = file(theirs)
    self.path = path
    self.settings = settings
    self.markers = markers
  }

  var bytes: MergeSides<[UInt8]> {
    MergeSides(base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8))
  }

  func merge() throws -> SpecMerge.Result {
    try Merging.engine(path: path, settings: settings, markers: markers).merge(bytes)
  }

  /// git's own line merge of the three.
  func lines() throws -> String {
    String(decoding: try Merging.lines(bytes, markers).bytes, as: UTF8.self)
  }

  /// The merge gives this header, or whole file, without a conflict.
  func expectClean(
    _ expected: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    try expect(expected, isClean: true, location)
  }

  /// The merge gives this header, or whole file, markers included.
  func expectConflict(
    _ expected: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    try expect(expected, isClean: false, location)
  }

  /// The merge gives the bytes and the status of git's line merge, even if they are wrong.
  func expectLikeGit(
    isClean: Bool = false, _ location: SourceLocation = #_sourceLocation
  ) throws {
    try expect(try lines(), isClean: isClean, location)
    #expect(try Merging.lines(bytes, markers).isClean == isClean, sourceLocation: location)
  }

  private func expect(_ expected: String, isClean: Bool, _ location: SourceLocation) throws {
    let result = try merge()
    let isWhole =
      expected.hasPrefix("---") || expected.hasPrefix("\u{FEFF}")
      || expected.hasPrefix("<<<<<<<") && expected.contains("\n---\n")
    let text = String(decoding: result.bytes, as: UTF8.self)
    let whole = isWhole ? expected : "---\n\(expected)\n---\nBody\n"
    #expect(text.utf8.elementsEqual(whole.utf8), "\(text)", sourceLocation: location)
    #expect(result.isClean == isClean, "\(result.decisions)", sourceLocation: location)
  }

  var swapped: Triple {
    var other = self
    (other.ours, other.theirs) = (theirs, ours)
    return other
  }
}

/// A header's values by path, and nothing of how they are written.
struct Values: Equatable {
  private(set) var fields: [String: String] = [:]
  private(set) var isReadable = false

  init(_ bytes: [UInt8]) {
    guard case .document(let document) = Document.parse(bytes), document.duplicates.isEmpty else {
      return
    }
    isReadable = true
    for field in document.fields { fields[field.key.text] = Self.text(field.value) }
  }

  static func text(_ value: Value) -> String {
    switch value {
    // Quoted or not: most fields are text to the schema.
    case .scalar(let scalar): scalar.text
    case .alias(let name, _): "*\(name)"
    case .sequence(let items, _, _): "[" + items.map { text($0.value) }.joined(separator: "|") + "]"
    case .mapping(let fields, _, _):
      "{" + fields.map { "\($0.key.text)=\(text($0.value))" }.sorted().joined(separator: "|") + "}"
    }
  }
}

extension Values {
  /// The fields with the words of each in order: sets that were united in another order are equal.
  var unordered: [String: [String]] {
    fields.mapValues { text in
      text.split { "[]|{}=".contains($0) }.map(String.init).sorted()
    }
  }
}

/// A text with conflicts decided for a side, by its markers; for texts that hold none of their own.
enum Resolved {
  static func text(_ bytes: [UInt8], for side: MergeSide, size: Int = 7) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    var result: [Substring] = []
    var part = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let run = line.prefix(size)
      if run == String(repeating: "<", count: size) {
        part = "ours"
      } else if run == String(repeating: "|", count: size), !part.isEmpty {
        part = "base"
      } else if run == String(repeating: "=", count: size), !part.isEmpty {
        part = "theirs"
      } else if run == String(repeating: ">", count: size), !part.isEmpty {
        part = ""
      } else if part.isEmpty || part == side.rawValue {
        result.append(line)
      }
    }
    return Array(result.joined(separator: "\n").utf8)
  }
}
