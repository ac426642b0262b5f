/// An example of a rule taken apart into the files it shows.
///
/// A line `=== tasks/TSK-001.md` names the file below it; text without one is `tasks/TSK-001.md`.
/// `(before)` behind the name marks a file as it was before a change, `(on main)` one of a branch.
package struct RuleExample {
  package struct File: Equatable {
    package let path: String
    package let isBefore: Bool
    package let isElsewhere: Bool
    package let text: String
  }

  package let files: [File]

  package init(_ example: String) {
    var files: [File] = []
    var path = "tasks/TSK-001.md"
    var isBefore = false
    var isElsewhere = false
    var text = ""
    var isNamed = false
    func finish() {
      if isNamed || !text.isEmpty || files.isEmpty && !example.hasPrefix("=== ") {
        files.append(
          File(path: path, isBefore: isBefore, isElsewhere: isElsewhere, text: text))
      }
    }
    for line in Self.lines(example) {
      if let name = line.dropPrefix("=== ") {
        if isNamed || !text.isEmpty { finish() }
        let words = name.split(whereSeparator: { " \n".contains($0) })
        path = words.first.map(String.init) ?? ""
        isBefore = words.last == "(before)"
        isElsewhere = words.dropFirst().first == "(on"
        isNamed = true
        text = ""
      } else {
        text += line
      }
    }
    finish()
    self.files = files
  }

  /// Lines with their ends.
  private static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for scalar in text.unicodeScalars {
      line.unicodeScalars.append(scalar)
      if scalar == "\n" {
        lines.append(line)
        line = ""
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
