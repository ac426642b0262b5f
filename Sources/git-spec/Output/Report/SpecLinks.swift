internal import Git
internal import Specs

/// Where a line of a spec can be seen: on the host of the repository, or beside the page.
struct SpecLinks {
  /// Holds `{path}`, `{line}` and `{commit}`; nil where there is nothing to lead to.
  let template: String?
  /// The commit that is linked to, and whose short name the page shows.
  let commit: String?
  /// Where the links lead, as a sentence.
  let note: String

  private init(_ template: String?, _ commit: String?, _ note: String) {
    self.template = template
    self.commit = commit
    self.note = note
  }

  /// A template of the user's.
  ///
  /// Nothing but the web and paths may be linked to: a page that is passed on must not run anything.
  static func checked(_ template: String) throws -> String {
    guard template.contains("{path}") else {
      throw Failure(
        .usage, "the template of --link has no {path}: `\(Terminal.safe(template))`",
        hints: ["an example: --link 'https://git.example.org/shop/blob/{commit}/{path}#L{line}'"])
    }
    let lower = template.lowercased()
    let isWeb = lower.hasPrefix("https://") || lower.hasPrefix("http://")
    let start = template.prefix { $0 != "/" && $0 != "{" && $0 != "?" && $0 != "#" }
    let isPath =
      !template.hasPrefix("//") && !template.hasPrefix("\\") && !start.contains(":")
      && !template.unicodeScalars.contains { $0.value < 0x21 }
    guard isWeb || isPath else {
      throw Failure(
        .usage, "--link leads neither to the web nor to a path: `\(Terminal.safe(template))`",
        hints: ["begin it with https://, http:// or a relative path"])
    }
    return isWeb ? withoutCredentials(template) : template
  }

  /// - Parameters:
  ///   - folder: the page's folder from the top of the working tree; nil outside of it.
  ///   - isWorkingTree: false where a commit is shown that the files at hand may differ from.
  init(
    _ repository: Repository, commit: ObjectID?, template: String?, folder: String?,
    isWorkingTree: Bool
  ) throws {
    let commit = commit?.hex
    if let template {
      self.init(try Self.checked(template), commit, "Links follow the template that was given.")
      return
    }
    if let commit, let url = try repository.setting("remote.origin.url"),
      let place = HostedPlace(url), let template = place.template
    {
      self.init(
        template, commit,
        "Links lead to \(place.host) at \(commit.prefix(7)); what is not pushed is not there.")
    } else if isWorkingTree {
      let up = folder.map { $0.split(separator: "/").map { _ in "../" }.joined() } ?? ""
      self.init(
        up + "{path}#L{line}", commit,
        folder == nil
          ? "Links are paths from the top of the repository: they lead somewhere when the page lies"
            + " there."
          : "Links lead to the files of the working tree that the page lies in.")
    } else {
      self.init(nil, commit, "There is nothing that lines could be linked to.")
    }
  }

  /// A URL without what stands before an `@` in its host: names, passwords, tokens.
  static func withoutCredentials(_ url: String) -> String {
    guard let colon = url.firstRange(of: "://") else { return url }
    let rest = url[colon.upperBound...]
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let at = host.lastIndex(of: "@") else { return url }
    return String(url[..<colon.upperBound] + rest[rest.index(after: at)...])
  }
}

/// A repository on a host whose pages for files are known.
struct HostedPlace {
  let host: String
  /// The last part of the path: `shop`.
  let name: String
  private let base: String
  private let isKnown: Bool

  /// Nil for a path, and for what is no URL of a host.
  init?(_ url: String) {
    var scheme = "https"
    var rest: Substring
    if let colon = url.firstRange(of: "://") {
      let written = url[..<colon.lowerBound].lowercased()
      guard ["https", "http", "ssh", "git", "git+ssh"].contains(written) else { return nil }
      rest = url[colon.upperBound...]
      if written == "http" { scheme = "http" }
      let slash = rest.firstIndex(of: "/") ?? rest.endIndex
      var host = rest[..<slash]
      if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
      // The port of ssh says nothing of the web's.
      if !written.hasPrefix("http") { host = host.prefix { $0 != ":" } }
      rest = host + rest[slash...]
    } else {
      // `git@host:owner/name.git`; a path has a slash before its first colon, or none.
      guard let colon = url.firstIndex(of: ":"), !url[..<colon].contains("/"),
        url.distance(from: url.startIndex, to: colon) > 1
      else { return nil }
      var host = url[..<colon]
      if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
      rest = host + "/" + url[url.index(after: colon)...].drop { $0 == "/" }
    }
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    let host = rest[..<slash].lowercased()
    var path = rest[slash...].prefix { $0 != "?" && $0 != "#" }
    while path.hasSuffix("/") { path.removeLast() }
    if path.hasSuffix(".git") { path.removeLast(4) }
    let words = path.split(separator: "/")
    // A name before an `@` is a slip of the writer's, and may have a password behind it.
    guard !words.contains(where: { $0.contains("@") || $0.lowercased().contains("%40") }) else {
      return nil
    }
    guard !host.isEmpty, host.utf8.allSatisfy(Self.isOfHost), let last = words.last else {
      return nil
    }
    self.host = host
    name = String(last)
    isKnown = words.count > 1
    base =
      "\(scheme)://\(host)/"
      + words.map { Self.encoded($0) }.joined(separator: "/")
  }

  /// Nil where it is not known how the host shows a line.
  var template: String? {
    guard isKnown else { return nil }
    let labels = Set(host.split { $0 == "." || $0 == ":" || $0 == "-" }.map(String.init))
    // The text itself, not what it is drawn as: only that has lines.
    if labels.contains("github") { return base + "/blob/{commit}/{path}?plain=1#L{line}" }
    if labels.contains("gitlab") { return base + "/-/blob/{commit}/{path}?plain=1#L{line}" }
    if labels.contains("bitbucket") { return base + "/src/{commit}/{path}#lines-{line}" }
    if !labels.isDisjoint(with: ["codeberg", "gitea", "forgejo"]) {
      return base + "/src/commit/{commit}/{path}?display=source#L{line}"
    }
    return nil
  }

  private static func isOfHost(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x2D, 0x2E, 0x3A: true
    default: false
    }
  }

  /// A part of a path in which nothing is markup of a URL.
  private static func encoded(_ word: Substring) -> String {
    var result = ""
    for byte in word.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x25:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }
}
