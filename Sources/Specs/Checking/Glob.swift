internal import Frontmatter

/// A path pattern: `*` and `?` within a component, `**` across components.
package struct Glob: Sendable {
  private let patterns: [[Character]]
  /// What every path begins with that matches.
  let start: String

  package init(_ pattern: String) {
    patterns = Self.components(pattern)
    var start: [Character] = []
    for (number, component) in patterns.enumerated() {
      // Two stars stand for no component as well.
      if component == ["*", "*"] { break }
      if number > 0 { start.append("/") }
      let plain = component.prefix { $0 != "*" && $0 != "?" }
      start += plain
      if plain.count < component.count { break }
    }
    self.start = String(start)
  }

  /// A path taken apart once for many patterns.
  package struct Path: Sendable {
    fileprivate let components: [[Character]]

    package init(_ path: String) { components = Glob.components(path) }

    /// Everything that the path begins with, the empty text first.
    var starts: some Sequence<String> {
      let text = Array(components.joined(separator: ["/"]))
      return (0...text.count).lazy.map { String(text[..<$0]) }
    }
  }

  fileprivate static func components(_ text: String) -> [[Character]] {
    text.split(separator: "/", omittingEmptySubsequences: true).map(Array.init)
  }

  package static func matches(_ pattern: String, _ path: String) -> Bool {
    Glob(pattern).matches(Path(path))
  }

  package func matches(_ path: Path) -> Bool {
    let components = path.components
    Work.did(1)
    // Row by row over the pattern, so that many `**` stay polynomial.
    var reachable = [Bool](repeating: false, count: components.count + 1)
    reachable[0] = true
    for pattern in patterns {
      Work.did(components.count)
      var next = [Bool](repeating: false, count: components.count + 1)
      if pattern == ["*", "*"] {
        var seen = false
        for index in reachable.indices {
          seen = seen || reachable[index]
          next[index] = seen
        }
      } else {
        for index in components.indices where reachable[index] {
          if Self.component(pattern, components[index]) { next[index + 1] = true }
        }
      }
      reachable = next
    }
    return reachable[components.count]
  }

  private static func component(_ pattern: [Character], _ text: [Character]) -> Bool {
    var p = 0
    var t = 0
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "?" || (pattern[p] != "*" && pattern[p] == text[t]) {
        p += 1
        t += 1
      } else if p < pattern.count, pattern[p] == "*" {
        star = (p, t)
        p += 1
      } else if let last = star {
        p = last.pattern + 1
        t = last.text + 1
        star = (last.pattern, last.text + 1)
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == "*" { p += 1 }
    return p == pattern.count
  }
}
