import Foundation
import Git
import TestSupport
import Testing

extension Sandbox {
  /// A repository with nothing in it.
  static func repository() throws -> Sandbox {
    let sandbox = try Sandbox()
    try sandbox.git("init", "-q", ".")
    return sandbox
  }

  /// The repository as the program under test reads it.
  func open(
    _ backend: BackendName?, in directory: String? = nil, environment extra: [String: String] = [:]
  ) throws -> Repository {
    var variables = environment.merging(extra) { $1 }
    variables["GIT_SPEC_BACKEND"] = backend?.rawValue
    return try Repository.open(
      directory: path(directory ?? self.directory), environment: variables)
  }

  /// What a shell command writes, byte for byte.
  func bytes(_ command: String) throws -> [UInt8] {
    try shell("{ \(command); } > '\(folder)/answer'")
    return Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/answer")))
  }

  func lines(_ command: String) throws -> [String] {
    latin(try bytes(command)).split(separator: "\n").map(String.init)
  }

  func id(_ revision: String) throws -> ObjectID {
    try #require(ObjectID(hex: git("rev-parse", "--verify", revision).dropLast()))
  }

  /// Files below `.omoi_os` by `ls-files -s -z` or `ls-tree -r -z`, as `TreeEntry.line` has them.
  func entries(_ command: String) throws -> [String] {
    try bytes(command).split(separator: 0).compactMap { record -> String? in
      let tab = try #require(record.firstIndex(of: 0x09))
      let words = latin(record[..<tab]).split(separator: " ")
      let id = try #require(words.first { $0.count >= 40 })
      let path = latin(record[(tab + 1)...])
      return isBelowRoot(path) ? "\(words[0]) \(id) \(path)" : nil
    }.sorted()
  }

  /// What differs below `.omoi_os` by a `--raw -z`, as `FileChange.line` has it.
  func changes(_ command: String) throws -> [String] {
    let fields = try bytes(command).split(separator: 0)
    return stride(from: 0, to: fields.count, by: 2).compactMap { index in
      let words = latin(fields[index].dropFirst()).split(separator: " ")
      let path = latin(fields[index + 1])
      guard isBelowRoot(path) else { return nil }
      return "\(side(words[0], words[2])) \(side(words[1], words[3])) \(path)"
    }.sorted()
  }

  private func side(_ mode: Substring, _ id: Substring) -> String {
    mode == "000000" ? "none" : "\(mode):\(id)"
  }
}

/// Bytes as a string of as many characters: no two paths look alike.
func latin(_ bytes: some Sequence<UInt8>) -> String {
  String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
}

/// Whether a file lies below a folder named `.omoi_os`, or stands in the place of one.
func isBelowRoot(_ path: String) -> Bool {
  path.split(separator: "/").contains(".omoi_os")
}

/// A path up to its first folder named `.omoi_os`.
func root(of path: String) -> String {
  let words = path.split(separator: "/", omittingEmptySubsequences: false)
  return words[...(words.firstIndex(of: ".omoi_os") ?? 0)].joined(separator: "/")
}

extension TreeEntry {
  var line: String { "\(String(mode.rawValue, radix: 8)) \(id) \(latin(path.bytes))" }
  /// Without the object, which a file in the working tree does not have.
  var withoutID: String { "\(String(mode.rawValue, radix: 8)) \(latin(path.bytes))" }
  fileprivate var side: String { "\(String(mode.rawValue, radix: 8)):\(id)" }
}

extension FileChange {
  var line: String { "\(old?.side ?? "none") \(new?.side ?? "none") \(latin(path.bytes))" }
}

extension Repository {
  func lines(in snapshot: Snapshot) throws -> [String] {
    try entries(in: snapshot, below: ".omoi_os").map(\.line).sorted()
  }

  func lines(from old: Snapshot, to new: Snapshot) throws -> [String] {
    try changes(from: old, to: new, below: ".omoi_os").map(\.line).sorted()
  }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

/// A history of random shape and files: branches `c1` to `cN`, one for each commit.
struct RandomHistory {
  let count: Int
  private(set) var stream: [UInt8] = []
  private var random: SeededRandom

  init(seed: Int, count: Int = 12) {
    self.count = count
    random = SeededRandom(seed)
    for mark in 1...count { commit(mark) }
  }

  /// Makes the history in an empty repository.
  func build(in sandbox: Sandbox) throws {
    try sandbox.write("../stream", Data(stream))
    try sandbox.shell("git fast-import --quiet < ../stream; rm ../stream")
  }

  private mutating func commit(_ mark: Int) {
    // Several commits a second, as scripts make them.
    let time = 1_760_000_000 + mark / 3
    let zone = ["+0000", "+0530", "-0330", "+1400"].randomElement(using: &random) ?? ""
    add("commit refs/heads/c\(mark)\nmark :\(mark)\n")
    add("committer Ann <ann@example.org> \(time) \(zone)\ndata <<END\nCommit \(mark)\nEND\n")
    var parents = Array((1..<mark).suffix(5).shuffled(using: &random))
    parents = Array(parents.prefix([0, 1, 1, 1, 1, 2, 2, 3].randomElement(using: &random) ?? 1))
    for (number, parent) in parents.enumerated() {
      add("\(number == 0 ? "from" : "merge") :\(parent)\n")
    }
    for _ in 0..<Int.random(in: 1...6, using: &random) { change() }
    add("\n")
  }

  private mutating func change() {
    let path = quoted(self.path())
    switch Int.random(in: 0...9, using: &random) {
    case 0: add("D \(path)\n")
    case 1: add("M 160000 \(String(repeating: "1234567890", count: 4)) \(path)\n")
    case 2: add("M 120000 inline \(path)\ndata 6\ntarget\n")
    case 3: add("M 100755 inline \(path)\ndata 2\n#!\n")
    default:
      let text = "text \(Int.random(in: 0...4, using: &random))"
      add("M 100644 inline \(path)\ndata \(text.utf8.count)\n\(text)\n")
    }
  }

  private static let names: [[UInt8]] =
    [
      ".omoi_os", ".omoi_os", ".omoi_os", "a", "b", "x.omoi_os", ".omoi_osx", "-rf", "ü",
      "two words", "back\\slash", "\"quoted\"", "line\nfeed", "tab\t", "e\u{301}", "\u{E9}",
    ].map { Array($0.utf8) } + [[0x66, 0xFF, 0x80], [0x01, 0x7F]]

  private mutating func path() -> [UInt8] {
    let depth = Int.random(in: 1...4, using: &random)
    let words = (0..<depth).map { _ in Self.names.randomElement(using: &random) ?? [] }
    return Array(words.joined(separator: [0x2F]))
  }

  private func quoted(_ path: [UInt8]) -> String {
    "\"" + path.map { "\\\($0 >> 6)\($0 >> 3 & 7)\($0 & 7)" }.joined() + "\""
  }

  private mutating func add(_ text: String) { stream += Array(text.utf8) }
}
