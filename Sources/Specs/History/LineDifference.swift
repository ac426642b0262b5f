/// Lines that two texts have not in common.
struct LineDifference {
  let added: [ByteText]
  let removed: [ByteText]

  init(added: [ByteText], removed: [ByteText]) {
    self.added = added
    self.removed = removed
  }

  /// As few lines as a comparison in order needs; of very long texts those that stand in one only.
  init(from old: [ByteText], to new: [ByteText]) {
    var start = 0
    while start < old.count, start < new.count, old[start] == new[start] { start += 1 }
    var (oldEnd, newEnd) = (old.count, new.count)
    while oldEnd > start, newEnd > start, old[oldEnd - 1] == new[newEnd - 1] {
      oldEnd -= 1
      newEnd -= 1
    }
    let (before, after) = (Array(old[start..<oldEnd]), Array(new[start..<newEnd]))
    guard before.count + after.count <= Self.limit else {
      added = Self.rest(of: after, without: before)
      removed = Self.rest(of: before, without: after)
      return
    }
    var (added, removed): ([ByteText], [ByteText]) = ([], [])
    for change in after.difference(from: before) {
      switch change {
      case .insert(_, let line, _): added.append(line)
      case .remove(_, let line, _): removed.append(line)
      }
    }
    self.added = added
    self.removed = removed
  }

  /// The comparison takes memory by the square of what differs.
  private static let limit = 6000

  private static func rest(of lines: [ByteText], without others: [ByteText]) -> [ByteText] {
    var left: [ByteText: Int] = [:]
    for line in others { left[line, default: 0] += 1 }
    return lines.filter { line in
      guard let count = left[line], count > 0 else { return true }
      left[line] = count - 1
      return false
    }
  }
}

/// How many lines of a text came and went.
package struct LineCount: Sendable, Equatable {
  package let added: Int
  package let removed: Int

  package init(added: Int, removed: Int) {
    self.added = added
    self.removed = removed
  }

  package var isZero: Bool { added == 0 && removed == 0 }
}
