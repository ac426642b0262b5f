/// A working tree of a clone, the main one or a linked one.
package struct Worktree: Hashable, Sendable {
  /// Absolute path of its top folder.
  package let top: String
  /// Nil while nothing is committed there.
  package let head: ObjectID?
  /// Nil for a detached HEAD.
  package let branch: String?

  package init(top: String, head: ObjectID?, branch: String?) {
    self.top = top
    self.head = head
    self.branch = branch
  }

  /// False for one that is locked and away, as on a disk that is not plugged in.
  var isThere: Bool { PlainFile.exists(top + "/.git") }
}

extension Repository {
  /// The working trees of this clone besides this one; those whose folder is gone are left out.
  package func otherWorktrees() throws -> [Worktree] {
    // Most clones have no other, and need no process to say so.
    guard PlainFile.exists(layout.commonDirectory + "/worktrees") else { return [] }
    let answer = try run(["worktree", "list", "--porcelain"])
    guard answer.status == 0 else {
      throw GitError(.command, "list the working trees", answer.error)
    }
    // Blocks of lines, one for each; `-z` is younger than the oldest git there is.
    return answer.text.paragraphs.compactMap { lines in
      var (top, head, branch): (String?, ObjectID?, String?)
      for line in lines {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        switch words.first {
        case "worktree": top = words.last
        case "HEAD": head = words.last.flatMap { ObjectID(hex: $0) }
        case "branch": branch = words.last.map { String($0.trimmingPrefix("refs/heads/")) }
        case "bare", "prunable": return nil
        default: break
        }
      }
      guard let top, top != layout.workTree else { return nil }
      return Worktree(top: top, head: head?.isZero == true ? nil : head, branch: branch)
    }
  }
}

extension Repository {
  /// Refs whose files hold no object's name: libraries pass over them, git names them in warnings.
  package func brokenReferences() throws -> [String] {
    let answer = try run(["for-each-ref", "--count=1", "--format="])
    let words = "warning: ignoring broken ref "
    return answer.error.split(separator: "\n").compactMap { line in
      line.hasPrefix(words) ? String(line.dropFirst(words.count)) : nil
    }
  }
}

extension String {
  /// The lines of each paragraph.
  fileprivate var paragraphs: [[Substring]] {
    split(separator: "\n", omittingEmptySubsequences: false)
      .split(whereSeparator: \.isEmpty).map(Array.init)
  }
}
