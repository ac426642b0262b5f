internal import Git

extension CommandResult {
  /// What git said, in one line.
  var reason: String {
    // With --porcelain, why a ref was refused stands in the output, behind its name.
    let refused = text.split(separator: "\n").filter { $0.hasPrefix("!") }
      .compactMap { $0.split(separator: "\t").last }
    let words = (refused.map { String($0) } + [error.isEmpty ? text : error])
      .joined(separator: "\n")
    let lines = words.split(separator: "\n").filter {
      !$0.hasPrefix("hint:") && !$0.hasPrefix("To ")
    }
    return lines.isEmpty
      ? "git exited with \(status)" : Terminal.safe(lines.joined(separator: "; "))
  }

  /// Whether a push was refused because the ref is not where it was thought to be.
  var isLostRace: Bool {
    [
      "stale info", "fetch first", "non-fast-forward", "cannot lock ref",
      "reference already exists",
    ]
    .contains { text.contains($0) || error.contains($0) }
  }
}
