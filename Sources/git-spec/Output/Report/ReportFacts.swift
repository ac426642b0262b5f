internal import Git
internal import Specs

/// What the head of the page says, and what must not be in it.
struct ReportFacts {
  let title: String
  /// `working tree of main at 1a2b3c4`, `v1.2 at 1a2b3c4`.
  let ref: String
  let date: String
  let links: SpecLinks
  let problems: [Trouble]
  private let top: String?
  private let worktrees: [String]

  init(_ sources: ReportSources, title: String?, links: SpecLinks) throws {
    let repository = sources.views.workspace.repository
    let layout = repository.layout
    let name = try repository.setting("remote.origin.url").flatMap(HostedPlace.init)?.name
    self.title = title ?? "Specs of \(name ?? Self.folderName(layout))"
    let commit = sources.commit.map { " at \($0.short)" } ?? ", nothing committed yet"
    let branch = sources.name == "HEAD" ? "" : " of \(sources.name)"
    ref =
      sources.views.source.isWorkingTree
      ? "working tree\(branch)\(commit)"
      // A commit under its own name is not said twice.
      : sources.commit?.hex.hasPrefix(sources.name) == true
        ? "commit \(sources.commit?.short ?? "")" : "\(sources.name)\(commit)"
    date = "\(Surroundings.today(Surroundings.environment))"
    self.links = links
    problems = sources.views.troubles
    top = layout.workTree ?? layout.gitDirectory
    worktrees = try repository.otherWorktrees().map(\.top)
  }

  /// The last part of the folder's name is all of the machine that the page shows.
  private static func folderName(_ layout: Layout) -> String {
    let folder = (layout.workTree ?? layout.gitDirectory).split(separator: "/").last ?? "here"
    return folder.hasSuffix(".git") && folder.count > 4
      ? String(folder.dropLast(4)) : String(folder)
  }

  /// A text without the places of this machine: the page is passed on.
  func withoutMachine(_ text: String) -> String {
    guard text.contains("/") else { return text }
    var text = text
    // The longest first: one working tree may lie in another.
    for path in worktrees.sorted(by: { ($0.utf8.count, $0) > ($1.utf8.count, $1) }) {
      text = text.replacing(path, with: String(path.split(separator: "/").last ?? ""))
    }
    if let top, top != "/" {
      text = text.replacing(top + "/", with: "").replacing(top, with: ".")
    }
    return text
  }
}
