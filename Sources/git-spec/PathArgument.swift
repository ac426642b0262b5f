internal import Git
internal import Specs

/// How a path on the command line is read: from the current folder, as paths from the top.
struct PathArgument {
  /// Top of the working tree; nil in a bare repository, where paths count from the top of trees.
  let top: String?
  /// The current folder from the top; empty at the top.
  let prefix: String

  /// A path without `.` and `..`, from the repository's top; throws for one that leads outside.
  func fromTop(_ argument: String) throws -> String {
    var words = prefix.split(separator: "/").map(String.init)
    var text = argument
    if argument.hasPrefix("/") {
      guard let top else { throw Failure.outside(argument) }
      let isBelow = argument == top || argument.hasPrefix(top + "/")
      // The folder may have been reached through a link.
      let path = isBelow ? argument : Surroundings.real(argument)
      if path == top { return "" }
      guard let rest = path.dropPrefix(top + "/") else { throw Failure.outside(argument) }
      words = []
      text = rest
    }
    for word in text.split(separator: "/") where word != "." {
      if word == ".." {
        guard words.popLast() != nil else { throw Failure.outside(argument) }
      } else {
        words.append(String(word))
      }
    }
    return RepositoryPath(bytes: Array(words.joined(separator: "/").utf8)).text
  }

  /// A path from the top as it is written in a folder below it.
  static func fromFolder(_ prefix: String, to path: String) -> String {
    var folder = prefix.split(separator: "/")[...]
    var rest = path.split(separator: "/")[...]
    while let first = folder.first, rest.count > 1, rest.first == first {
      folder.removeFirst()
      rest.removeFirst()
    }
    return ([Substring](repeating: "..", count: folder.count) + rest).joined(separator: "/")
  }
}
