internal import Git
internal import Specs

/// A commit under the name by which people know it: a branch, or another working tree's HEAD.
struct Place: Hashable {
  /// `feature/login`, `origin/main`, `worktree ../other`.
  let name: String
  let commit: ObjectID
}

/// Which places there are besides the one that is judged.
struct PlaceList {
  private(set) var places: [Place] = []
  /// Refs and working trees that could not be read, a line each.
  private(set) var troubles: [String] = []

  /// Looks at branches, remote-tracking branches, refs that settings name, and working trees.
  ///
  /// - Parameters:
  ///   - extra: patterns of refs from settings (`refs/pull/*`).
  ///   - leftOut: says of a ref's full name that it is the judged place itself: its branch, a copy.
  ///   - branches: what the names of branches begin with.
  init(
    _ repository: Repository, extra: [String] = [],
    leftOut: (String) -> Bool = { _ in false },
    branches: [String] = ["refs/heads/", "refs/remotes/"]
  ) throws {
    // A pattern may have a star anywhere: what stands before the first one is asked for.
    let more = extra.map { String($0.prefix { $0 != "*" }) }
    for reference in try repository.references(below: branches + more) {
      let name = reference.name
      let isBranch = branches.contains { name.hasPrefix($0) }
      guard isBranch || extra.contains(where: { Self.matches($0, name) }),
        // Another name for a branch that is looked at anyway.
        !(name.hasSuffix("/HEAD") && name.split(separator: "/").count == 4), !leftOut(name)
      else { continue }
      let short = Self.short(name)
      guard let commit = reference.target else {
        troubles.append("\(short) names no commit that is here; it is left out")
        continue
      }
      places.append(Place(name: short, commit: commit))
    }
  }

  init(_ places: [Place]) { self.places = places }

  mutating func add(_ place: Place) { places.append(place) }

  /// Adds the commits of other working trees that are on no branch.
  mutating func addWorktrees(_ repository: Repository) throws {
    for worktree in try repository.otherWorktrees() {
      guard worktree.branch == nil, let head = worktree.head else { continue }
      places.append(Place(name: "worktree \(worktree.top)", commit: head))
    }
  }

  /// Every place but the current branch and what is its own elsewhere.
  static func others(
    than branch: String?, _ repository: Repository, _ roots: [String: SpecSnapshot.Root]
  ) throws -> PlaceList {
    var list = try PlaceList(
      repository, extra: extra(roots), leftOut: try own(branch, repository))
    try list.addWorktrees(repository)
    return list
  }

  /// Revisions that a command names.
  static func named(_ revisions: [String], _ repository: Repository) throws -> PlaceList {
    PlaceList(
      try revisions.map { revision in
        guard let commit = try repository.resolve(revision) else {
          throw Failure.noCommit(revision)
        }
        return Place(name: revision, commit: commit)
      })
  }

  /// Patterns of refs that the settings of any root name.
  static func extra(_ roots: [String: SpecSnapshot.Root]) -> [String] {
    Set(roots.values.flatMap(\.settings.extraReferences)).sorted()
  }

  /// Notes refs that no library lists, because what their files hold is no object's name.
  mutating func addBroken(_ repository: Repository) throws {
    troubles += try repository.brokenReferences().map {
      "\(Self.short($0)) is a broken ref; it is left out"
    }
  }

  /// Keeps the places whose names match one of the patterns; all when there is no pattern.
  mutating func keep(matching patterns: [String]) {
    guard !patterns.isEmpty else { return }
    let unmatched = patterns.filter { pattern in
      !places.contains { Self.matches(pattern, $0.name) }
    }
    defer { troubles += unmatched.map { "no other branch matches `\($0)`" } }
    places.removeAll { place in !patterns.contains { Self.matches($0, place.name) } }
    troubles.removeAll { line in
      let name = line.prefix { $0 != " " }
      return !patterns.contains { Self.matches($0, String(name)) }
    }
  }

  /// A pattern's last star stands for any number of components, as in git's own ref patterns.
  static func matches(_ pattern: String, _ name: String) -> Bool {
    Glob.matches(pattern, name)
      || (pattern.hasSuffix("*") && Glob.matches(String(pattern.dropLast()) + "**", name))
      || pattern.hasPrefix("refs/") && Glob.matches(short(pattern), name)
  }

  /// A ref's name without what every branch's begins with.
  static func short(_ name: String) -> String {
    name.dropPrefix("refs/heads/") ?? name.dropPrefix("refs/remotes/") ?? name
  }

  /// The remote's default branch, as this clone knows it.
  static func published(_ repository: Repository) throws -> Place? {
    for name in ["origin/HEAD", "origin/main", "origin/master"] {
      if let commit = try repository.resolve("refs/remotes/\(name)") {
        return Place(name: name == "origin/HEAD" ? "the default branch" : name, commit: commit)
      }
    }
    return nil
  }

  /// Whether a branch is the remote's default branch: what others build on keeps its numbers.
  static func isDefault(_ branch: String?, _ repository: Repository) throws -> Bool {
    guard let branch, let copy = try repository.resolve("refs/remotes/origin/\(branch)") else {
      return false
    }
    guard let head = try repository.resolve("refs/remotes/origin/HEAD") else {
      return branch == "main" || branch == "master"
    }
    return head == copy
  }

  /// Refs that are a branch's own: itself, and what was pushed of it.
  ///
  /// An upstream counts unless it is a default branch: a branch that was cut from `origin/main` has it
  /// as its upstream, and is to be compared with it above all.
  static func own(
    _ branch: String?, _ repository: Repository
  ) throws -> @Sendable (String) -> Bool {
    guard let branch else { return { _ in false } }
    var own: Set<String> = ["refs/heads/\(branch)"]
    // Of several remotes the branch's own has the copy; the others' branches are others'.
    guard let remote = try repository.setting(.ending("branch.", "\(branch).remote")), remote != "."
    else {
      return { [own] in own.contains($0) || isCopy($0, of: branch) }
    }
    own.insert("refs/remotes/\(remote)/\(branch)")
    if let merge = try repository.setting(.ending("branch.", "\(branch).merge")),
      let upstream = merge.dropPrefix("refs/heads/"), !(try isDefault(upstream, repository)),
      upstream != "main", upstream != "master"
    {
      own.insert("refs/remotes/\(remote)/\(upstream)")
    }
    return { [own] in own.contains($0) }
  }

  /// Whether a ref is a branch of this name on any remote.
  static func isCopy(_ name: String, of branch: String) -> Bool { nameOfCopy(name) == branch }

  /// The branch that a ref is of on some remote.
  static func nameOfCopy(_ name: String) -> String? {
    guard name.hasPrefix("refs/remotes/") else { return nil }
    return name.split(separator: "/", maxSplits: 3).dropFirst(3).first.map(String.init)
  }
}
