internal import Frontmatter

/// Merges three versions of a spec as a careful colleague would.
///
/// Bytes come in and go out; git's line merge comes in as a function, so that nothing here knows
/// git, files or the command line.
package struct SpecMerge {
  let table: (String?) -> MergeTable
  let markers: Markers
  let lineMerge: LineMerger

  /// How a result came about.
  package enum Method: Sendable, Equatable {
    /// A side as it is: the other did not change the file, or did the same.
    case side(MergeSide)
    /// git's own bytes; with the reason why nothing else was possible, or nil where git is right.
    case lines(because: String?)
    /// Field by field.
    case fields
    /// Two different specs under one name: a conflict over the whole file.
    case wholeFile
    /// Not text: ours, unmerged.
    case binary
  }

  package struct Result: Sendable {
    package let bytes: [UInt8]
    package let isClean: Bool
    package let method: Method
    package let decisions: [MergeDecision]
  }

  /// `path` is the file's in the repository; without it the ID says of which kind the spec is.
  package init(
    schema: Schema = .builtIn, settings: Settings = Settings(), path: String? = nil,
    markers: Markers = Markers(), lineMerge: @escaping LineMerger
  ) {
    table = { MergeTable(schema: schema, settings: settings, path: path, id: $0) }
    self.markers = markers
    self.lineMerge = lineMerge
  }

  /// How the reason ends where a file has no frontmatter.
  package static let noFrontmatter = MergeFile.Unfit.noFrontmatter.words

  /// Bytes of a file above which it is merged by lines alone.
  package static let sizeLimit = 64 << 20

  /// Merges; `explains` asks for the decisions also where git's own result is right.
  ///
  /// Throws only what the line merge throws.
  package func merge(
    _ files: MergeSides<[UInt8]>, explains: Bool = false
  ) throws -> Result {
    if let settled = files.settled {
      let side: MergeSide = settled == files.ours ? .ours : .theirs
      return Result(bytes: settled, isClean: true, method: .side(side), decisions: [])
    }
    if files.all.contains(where: \.isBinary) {
      return Result(bytes: files.ours, isClean: false, method: .binary, decisions: [])
    }
    let lines = try lineMerge(files, markers)
    func byLines(_ reason: String?) -> Result {
      Result(
        bytes: lines.bytes, isClean: lines.isClean, method: .lines(because: reason), decisions: [])
    }
    guard files.all.allSatisfy({ $0.count <= Self.sizeLimit }) else {
      return byLines("the file is very large")
    }
    let cut: MergeSides<MergeFile>
    do {
      cut = try Self.cut(files)
    } catch let error as Unfit {
      return byLines(error.words)
    }
    let table = table(Self.id(cut))
    let work = HeaderMerge(cut, table: table, markers: markers, lineMerge: lineMerge)
    if lines.isClean, let merged = try? MergeFile(lines.bytes), work.accepts(merged.header) {
      let decisions = explains ? try work.byFields()?.decisions ?? [] : []
      return Result(
        bytes: lines.bytes, isClean: true, method: .lines(because: nil), decisions: decisions)
    }
    if files.base.isEmpty, let difference = Self.differentSpecs(cut) {
      let decision = MergeDecision(
        field: difference, choice: .conflict("two different specs under one name"),
        values: cut.map { $0.header[difference]?.value.scalar?.text })
      return Result(
        bytes: markers.whole(files, lineEnd: cut.lineEnding.text), isClean: false,
        method: .wholeFile, decisions: [decision])
    }
    guard
      let header = try work.merge(explains: explains) ?? (lines.isClean ? work.inOnePiece() : nil)
    else {
      return byLines("what the fields gave could not be read again")
    }
    let body = try BodyMerge(markers: markers, lineMerge: lineMerge)
      .merge(cut.map(\.body))
    var decisions = header.decisions
    if !body.isClean || body.isSettledByLines {
      decisions.append(
        MergeDecision(
          field: MergeDecision.body,
          choice: body.isClean ? .eachLine : .conflict("both sides changed the same lines"),
          values: MergeSides(base: nil, ours: nil, theirs: nil)))
    }
    return Result(
      bytes: cut.file(header: header.bytes, body: body.bytes),
      isClean: header.isClean && body.isClean, method: .fields, decisions: decisions)
  }

  // MARK: Reading

  struct Unfit: Error {
    let words: String
  }

  private static func cut(_ files: MergeSides<[UInt8]>) throws -> MergeSides<MergeFile> {
    func cut(_ bytes: [UInt8], _ name: String) throws -> MergeFile {
      do {
        return try MergeFile(bytes)
      } catch {
        throw Unfit(words: "\(name) cannot be read: \(error.words)")
      }
    }
    let ours = try cut(files.ours, "ours")
    let theirs = try cut(files.theirs, "theirs")
    return MergeSides(base: try base(files.base, theirs), ours: ours, theirs: theirs)
  }

  /// The base; without a header in it both sides added theirs.
  private static func base(_ bytes: [UInt8], _ theirs: MergeFile) throws -> MergeFile {
    do {
      return try MergeFile(bytes)
    } catch .noFrontmatter {
      return try MergeFile(body: bytes, like: theirs)
    } catch {
      throw Unfit(words: "the base cannot be read: \(error.words)")
    }
  }

  private static func id(_ cut: MergeSides<MergeFile>) -> String? {
    for file in [cut.ours, cut.theirs, cut.base] {
      if let id = file.header["id"]?.value.scalar?.text { return id }
    }
    return nil
  }

  /// The field that shows two added files to be different specs; nil where none does.
  private static func differentSpecs(_ cut: MergeSides<MergeFile>) -> String? {
    func differ(_ name: String) -> Bool {
      let (ours, theirs) = (cut.ours.header[name], cut.theirs.header[name])
      guard let ours = ours?.value.scalar?.text, let theirs = theirs?.value.scalar?.text else {
        return false
      }
      return !ours.utf8.elementsEqual(theirs.utf8)
    }
    guard cut.ours.header["id"] != nil, cut.theirs.header["id"] != nil else { return nil }
    return ["id", "title", "created", "author"].first(where: differ)
  }
}

extension [UInt8] {
  /// As git guesses it: a NUL among the first bytes.
  fileprivate var isBinary: Bool { prefix(8000).contains(0) }
}
