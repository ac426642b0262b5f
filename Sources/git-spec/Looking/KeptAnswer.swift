#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import FoundationEssentials
internal import Git
internal import Specs

/// An answer about the working tree, kept until a file of it changes.
///
/// Who asks again gets the same bytes for the price of looking at the files, not of reading them. An
/// answer that is not exactly the one wanted is no answer: the files are read then, as ever.
struct KeptAnswer {
  /// Commands some of whose answers are kept.
  static let commands = ["show", "graph", "board"]
  /// Below this number, files are read as fast as they are looked at.
  private static let fewestFiles = 250
  private static let mostBytes = 32 << 20
  /// Answers that are kept at a time; a new one takes the place of an old one.
  private static let places = 8

  /// Where the folder of answers is, or would be.
  private let folder: String
  private let name: String
  private let question: [UInt8]

  /// Beside what other users of a shared repository write.
  private static let folderName = "git-spec-answers"
  private static let prefix = "answer-"

  private init?(top: String, gitDirectory: String, _ environment: [String: String]) {
    guard let question = Self.question(top, gitDirectory, environment) else { return nil }
    self.question = Array(question.utf8)
    let place = StableHash.hex(question).utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % Self.places }
    folder = gitDirectory + "/" + Self.folderName
    name = Self.prefix + String(place)
  }

  /// Variables that may lead git to another repository than the one that lies here.
  private static let leadingElsewhere = [
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_CEILING_DIRECTORIES",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
  ]

  /// All that an answer depends on besides the files and git's listing of them.
  private static func question(
    _ top: String, _ gitDirectory: String, _ environment: [String: String]
  ) -> String? {
    guard leadingElsewhere.allSatisfy({ environment[$0] == nil }),
      let program = Surroundings.executable(environment),
      // Another build of this program may answer otherwise; settings may name another tree.
      let build = try? FileStamp.of(Surroundings.real(program)), build != .none,
      let settings = try? FileStamp.of(gitDirectory + "/config"),
      let ownSettings = try? FileStamp.of(gitDirectory + "/config.worktree")
    else { return nil }
    let stamps = FileStamp.bytes([build, settings, ownSettings]).map { String($0, radix: 16) }
    let names = ["COLUMNS", "NO_COLOR", "TERM", "GIT_SPEC_BACKEND"]
    let terminal = Surroundings.isTerminal(1) ? "terminal" : "file"
    let columns = String(Surroundings.terminalColumns ?? 0)
    let place = [program, stamps.joined(separator: " "), Surroundings.user, top]
    return
      (place + [Surroundings.directory, terminal, columns]
      + names.map { environment[$0] ?? "" } + CommandLine.arguments.dropFirst())
      .joined(separator: "\0")
  }

  /// The answer to the words of the command line, where it was kept and still is true.
  ///
  /// The repository is looked for where it usually is, without opening it; whatever goes wrong goes
  /// wrong again, and is told of, when the files are read.
  static func found() -> [UInt8]? {
    let environment = Surroundings.environment
    guard let (top, gitDirectory) = usualPlace(Surroundings.directory),
      let place = KeptAnswer(top: top, gitDirectory: gitDirectory, environment),
      let bytes = OwnFolder(place.folder)?.read(place.name),
      let (state, answer) = place.parse(bytes),
      (try? state.isStill(top: top, environment, below: Schema.rootFolder)) == true
    else { return nil }
    return answer
  }

  /// The folder here or above that has a `.git`, and the repository that this is or names.
  private static func usualPlace(_ directory: String) -> (top: String, gitDirectory: String)? {
    var top = directory
    let device = Surroundings.device(top)
    while Surroundings.device(top) == device {
      let path = top + "/.git"
      if Surroundings.isFolder(path) { return (top, path) }
      if Surroundings.isFile(path) {
        guard let bytes = FileBytes.read(path) else { return nil }
        let words = String(decoding: bytes, as: UTF8.self)
        guard let name = words.dropPrefix("gitdir: ")?.split(separator: "\n").first else {
          return nil
        }
        return (top, name.hasPrefix("/") ? String(name) : top + "/" + name)
      }
      // A bare repository is one itself.
      if Surroundings.isFile(top + "/HEAD"), Surroundings.isFolder(top + "/objects") { return nil }
      guard let slash = top.lastIndex(of: "/"), slash != top.startIndex else { return nil }
      top = String(top[..<slash])
    }
    return nil
  }

  /// Keeps an answer that follows from the files of the working tree alone.
  static func keep(_ answer: [UInt8], of repository: Repository) {
    guard let state = repository.workingTreeState(below: Schema.rootFolder),
      state.stamps.count >= fewestFiles, answer.count + state.listing.count <= mostBytes,
      let top = repository.layout.workTree,
      let place = KeptAnswer(
        top: top, gitDirectory: repository.layout.gitDirectory, Surroundings.environment)
    else { return }
    let gitDirectory = repository.layout.gitDirectory
    // Somebody else's repository stays free of files that they could not remove.
    guard Surroundings.owner(gitDirectory) == geteuid() else { return }
    // Answers hold what specs hold, and these may be for their owner alone.
    guard let folder = OwnFolder.made(place.folder, mode: 0o700) else { return }
    let files = folder.names.filter(isOurs)
    // What was left by processes that were killed is not left for ever.
    for name in files where files.count > 2 * places { folder.remove(name) }
    // In a repository that may not be written, or on a full disk, nothing is kept.
    try? AtomicFile.replace(
      Array("\(place.folder)/\(place.name)".utf8), with: place.print(state, answer), mode: 0o600,
      isLasting: false)
  }

  /// The folders of answers in a repository and its linked worktrees.
  static func folders(of repository: Repository) -> [String] {
    let common = repository.layout.commonDirectory
    let trees = (try? FileManager.default.contentsOfDirectory(atPath: common + "/worktrees")) ?? []
    return ([common] + trees.sorted().map { common + "/worktrees/" + $0 })
      .map { $0 + "/" + folderName }.filter { OwnFolder($0) != nil }
  }

  /// Takes answers away, and their folders where nothing else is in them.
  static func remove(_ folders: [String]) throws {
    for path in folders {
      guard let folder = OwnFolder(path) else { continue }
      for name in folder.names where isOurs(name) { folder.remove(name) }
      let others = folder.names
      guard others.isEmpty else {
        Talk.say("note: \(path) stays, with what git-spec did not put there: \(others[0])")
        continue
      }
      guard rmdir(path) == 0 || errno == ENOENT else {
        throw Failure(
          .file, "cannot remove \(path)", causes: [String(cString: strerror(errno))],
          hints: ["it holds nothing but kept answers: its owner can delete it"])
      }
    }
  }

  /// Whether a file is an answer, or one that was being written.
  private static func isOurs(_ name: String) -> Bool {
    name.hasPrefix(prefix) || name.hasPrefix(".git-spec-") && name.hasSuffix(".tmp")
  }

  // MARK: The file

  private static let mark = Array("git-spec answer 1\n".utf8)
  private static let numberSize = MemoryLayout<UInt64>.size

  /// A mark; the lengths of four parts; the parts; a sum over all that.
  private func print(_ state: WorkingTreeState, _ answer: [UInt8]) -> [UInt8] {
    let parts = [question, state.listing, FileStamp.bytes(state.stamps), answer]
    var bytes = Self.mark
    bytes.reserveCapacity(bytes.count + 5 * Self.numberSize + parts.reduce(0) { $0 + $1.count })
    for part in parts { bytes += Self.bytes(UInt64(part.count)) }
    for part in parts { bytes += part }
    return bytes + Self.bytes(StableHash.sum(bytes[...]))
  }

  /// The state and the answer; nil for another question's, a torn or a damaged file.
  private func parse(_ bytes: [UInt8]) -> (WorkingTreeState, answer: [UInt8])? {
    let size = Self.numberSize
    guard bytes.starts(with: Self.mark), bytes.count >= Self.mark.count + 5 * size else {
      return nil
    }
    let end = bytes.count - size
    guard Self.number(bytes[end...]) == StableHash.sum(bytes[..<end]) else { return nil }
    var start = Self.mark.count + 4 * size
    var parts: [ArraySlice<UInt8>] = []
    for index in 0..<4 {
      let place = Self.mark.count + index * size
      guard let count = Int(exactly: Self.number(bytes[place..<place + size])),
        count <= end - start
      else { return nil }
      parts.append(bytes[start..<start + count])
      start += count
    }
    guard start == end, parts[0].elementsEqual(question),
      let stamps = FileStamp.stamps(parts[2])
    else { return nil }
    return (WorkingTreeState(listing: Array(parts[1]), stamps: stamps), Array(parts[3]))
  }

  private static func bytes(_ number: UInt64) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
