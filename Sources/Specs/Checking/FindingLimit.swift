/// Bounds what one file can make a report hold: it is told a thousand times, and then counted.
///
/// A file of some megabytes can have a finding in each of its lines, and the report of them would be
/// fifty times as large. Whoever compares findings with older ones does so before.
extension [Finding] {
  /// The findings of one spec, at most so many of a rule and a severity; the last says how many
  /// there are besides.
  func limited(to limit: Int = Self.limit) -> [Finding] {
    guard count > limit else { return self }
    var counts: [Kind: Int] = [:]
    var kept: [Finding] = []
    var last: [Kind: Int] = [:]
    for finding in self {
      let kind = Kind(code: finding.code, severity: finding.severity)
      counts[kind, default: 0] += 1
      guard counts[kind, default: 0] <= limit else { continue }
      last[kind] = kept.count
      kept.append(finding)
    }
    for (kind, count) in counts where count > limit {
      if let place = last[kind] {
        kept[place].notes.append(
          Finding.Note(
            "and \(count - limit) more of \(kind.code) in this file, which are not listed"))
      }
    }
    return kept
  }

  private static var limit: Int { 1000 }
}

/// What is counted together.
private struct Kind: Hashable {
  let code: String
  let severity: Severity
}
