/// What git takes for the name of a remote, a branch or a ref (`git check-ref-format`), so that nothing
/// else comes from settings: no option, no URL, no path, no expression.
enum RefForm {
  case remote, branch
  /// Full names of refs with stars in them.
  case pattern

  /// Why a text is no such name; nil for one that is.
  func fault(in text: String) -> String? {
    if text.hasPrefix("-") { return "it begins with `-`" }
    if let scalar = text.unicodeScalars.first(where: isForbidden) {
      return "it has \(Self.named(scalar)) in it"
    }
    if self == .pattern, !text.hasPrefix("refs/") { return "it does not begin with `refs/`" }
    if text == "@" { return "`@` stands for HEAD" }
    for words in ["..", "@{"] where text.contains(words) { return "it has `\(words)` in it" }
    if text.hasSuffix(".") { return "it ends with `.`" }
    for part in text.split(separator: "/", omittingEmptySubsequences: false) {
      if part.isEmpty { return "a part between slashes is empty" }
      if part.hasPrefix(".") { return "`\(part)` begins with `.`" }
      if part.hasSuffix(".lock") { return "`\(part)` ends with `.lock`" }
    }
    return nil
  }

  private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "/": self == .remote
    case "*": self != .pattern
    case "~", "^", ":", "?", "[", "\\", "\u{7F}": true
    default: scalar.value <= 0x20
    }
  }

  private static func named(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x20: "a blank"
    case 0..<0x20, 0x7F: "a control character"
    default: "`\(scalar)`"
    }
  }

  /// The same as a pattern of JSON Schema.
  var expression: String {
    let never = #"(?!-|@$)(?!.*(\.\.|@\{))(?!.*\.$)(?!(.*/)?\.)(?!.*\.lock(/|$))"#
    let letter = #"[^\u0000- \u007f~^:?\[\\"# + (self == .pattern ? "/]" : "*/]")
    return switch self {
    case .remote: "^\(never)\(letter)+$"
    case .branch: "^\(never)\(letter)+(/\(letter)+)*$"
    case .pattern: "^\(never)refs(/\(letter)+)+$"
    }
  }

  var words: String {
    switch self {
    case .remote: "the name of a remote, as `git remote` lists them"
    case .branch: "the name of a branch, as `git branch` lists them"
    case .pattern: "a pattern of refs, such as `refs/pull/*`"
    }
  }
}
