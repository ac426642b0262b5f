/// Path patterns: `*` and `?` within a component, `**` across components.
package enum Glob {
  package static func matches(_ pattern: String, _ path: String) -> Bool {
    let patterns = pattern.split(separator: "/", omittingEmptySubsequences: true).map(Array.init)
    let components = path.split(separator: "/", omittingEmptySubsequences: true).map(Array.init)
    // Row by row over the pattern, so that many `**` stay polynomial.
    var reachable = [Bool](repeating: false, count: components.count + 1)
    reachable[0] = true
    for pattern in patterns {
      var next = [Bool](repeating: false, count: components.count + 1)
      if pattern == ["*", "*"] {
        var seen = false
        for index in reachable.indices {
          seen = seen || reachable[index]
          next[index] = seen
        }
      } else {
        for index in components.indices where reachable[index] {
          if component(pattern, components[index]) { next[index + 1] = true }
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
