internal import Frontmatter
internal import Git
internal import Specs

/// One merge of three files: where its parts come from, and the engine at work on them.
struct MergeRequest {
  /// Paths of the files, as the process can open them.
  let files: MergeSides<String>
  /// Path in the repository, where it is known.
  let path: String?
  var markers: Markers
  var settings = Settings()

  func run(explains: Bool = false) throws -> MergeAnswer {
    let contents = try files.map(FileBytes.contents)
    let merge = SpecMerge(
      settings: settings, path: path, markers: markers, lineMerge: GitLineMerge.merge)
    return MergeAnswer(
      name: path ?? files.ours, ours: contents.ours,
      result: try merge.merge(contents, explains: explains))
  }
}

/// What a merge came to.
struct MergeAnswer {
  let name: String
  let ours: [UInt8]
  let result: SpecMerge.Result
}

/// git's line merge for the engine.
enum GitLineMerge {
  static func merge(_ texts: MergeSides<[UInt8]>, _ markers: Markers) throws -> LineMerge {
    let merge = TextMerge(
      style: TextMerge.Style(markers.style), markerSize: markers.size,
      ourLabel: markers.labels.ours, baseLabel: markers.labels.base,
      theirLabel: markers.labels.theirs)
    let (bytes, isClean) = try merge.merge(
      base: texts.base, ours: texts.ours, theirs: texts.theirs)
    return LineMerge(bytes: bytes, isClean: isClean)
  }
}

extension TextMerge.Style {
  fileprivate init(_ style: Markers.Style) {
    self =
      switch style {
      case .merge: .merge
      case .diff3: .diff3
      case .zdiff3: .zdiff3
      }
  }
}

/// What a repository says about merging: git's settings, and ours as HEAD has them.
struct MergeSurroundings {
  private(set) var style: Markers.Style?
  private(set) var settings = Settings()
  /// What could not be read, a line each; merging goes on with the defaults.
  private(set) var troubles: [String] = []

  init() {}

  /// Reads nothing but git's configuration and one file of HEAD's tree.
  init(directory: String, environment: [String: String], path: String?) {
    do {
      read(try Repository.open(directory: directory, environment: environment), path: path)
    } catch {
      troubles.append("the settings were not read: \(Failure(error).brief)")
    }
  }

  mutating func read(_ repository: Repository, path: String?) {
    readStyle(repository)
    do {
      try readSettings(repository, path: path)
    } catch {
      troubles.append("the settings were not read: \(Failure(error).brief)")
    }
  }

  private mutating func readStyle(_ repository: Repository) {
    do {
      guard let word = try repository.setting("merge.conflictStyle") else { return }
      style = Markers.Style(rawValue: word.lowercased())
      if style == nil {
        troubles.append("merge.conflictStyle is `\(word)`, which git does not know")
      }
    } catch {
      troubles.append("merge.conflictStyle was not read: \(Failure(error).brief)")
    }
  }

  /// The settings of the spec root nearest to the file, as HEAD has them.
  private mutating func readSettings(_ repository: Repository, path: String?) throws {
    guard case .commit(let head, _) = try repository.head() else { return }
    let place = Self.settingsPath(for: path)
    switch try repository.file(
      RepositoryPath(bytes: Array(place.utf8)), in: head, limit: SpecFile.sizeLimit)
    {
    case nil: return
    case .bytes(let bytes)?: read(bytes, place)
    default: troubles.append("\(place) is no regular file; the defaults count")
    }
  }

  private static func settingsPath(for path: String?) -> String {
    let words = (path ?? "").split(separator: "/")
    let root =
      words.lastIndex(of: Schema.rootFolder[...]).map { words[...$0].joined(separator: "/") }
      ?? Schema.rootFolder
    return "\(root)/\(Schema.settingsFile)"
  }

  /// Reads settings; parts that mean nothing here do not count, and that is said.
  mutating func read(_ bytes: [UInt8], _ place: String) {
    let (settings, findings) = Settings.parse(bytes, path: place, root: "")
    self.settings = settings
    if let first = findings.first {
      let more = findings.count > 1 ? ", nor do \(findings.count - 1) more settings" : ""
      troubles.append(
        "\(place):\(first.start.line):\(first.start.column): \(first.message); it does not count\(more) (`git spec check` shows all)"
      )
    }
  }
}

extension Failure {
  /// The failure in one line.
  var brief: String { ([message] + causes).joined(separator: ": ") }
}
