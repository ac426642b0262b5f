/// Paths of files below a spec root as frontmatter writes them.
package enum RootPath {
  /// The path below the root, as snapshots spell it; nil when it leads out of the root.
  ///
  /// Paths that name the root itself are understood: `.omoi_os/designs/login.md`.
  package static func normalized(_ target: String, in root: String) -> String? {
    var target = target
    if target.hasPrefix("./") { target = String(target.dropFirst(2)) }
    for start in [root + "/", Schema.rootFolder + "/"] {
      if let rest = target.dropPrefix(start) {
        target = rest
        break
      }
    }
    let words = target.split(separator: "/", omittingEmptySubsequences: false)
    if words.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) { return nil }
    return spelled(target)
  }

  /// The text that a snapshot gives for a path of these characters: backslashes, controls and
  /// combining marks stand as git's escapes, so that no two names are equal strings.
  package static func spelled(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x5C }
    if isPlain { return path }
    var result = ""
    for scalar in path.unicodeScalars {
      switch scalar.value {
      case 0x5C: result += "\\\\"
      case 0x0A: result += "\\n"
      case 0x09: result += "\\t"
      case 0x0D: result += "\\r"
      case 0..<0x20, 0x7F, 0x1160...0x11FF: result += octal(scalar)
      default:
        if scalar.properties.canonicalCombiningClass == .notReordered,
          !scalar.properties.isFullCompositionExclusion
        {
          result.unicodeScalars.append(scalar)
        } else {
          result += octal(scalar)
        }
      }
    }
    return result
  }

  private static func octal(_ scalar: Unicode.Scalar) -> String {
    UTF8.encode(scalar).map { byte in
      byte.map { "\\\($0 >> 6)\(($0 >> 3) & 7)\($0 & 7)" }.joined()
    } ?? ""
  }
}
