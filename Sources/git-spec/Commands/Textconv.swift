internal import ArgumentParser
internal import Frontmatter
internal import Specs

/// `git spec textconv`: a spec as `git diff` compares it, each line under its field's name.
struct Textconv: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "textconv",
    abstract: "Prints a spec with each line of its frontmatter under the field's whole name.",
    discussion: """
      What `git diff`, `git show` and `git log -p` compare after `git spec install --diff`. Lists \
      are an entry a line; the body stays as it is. What cannot be read as a spec is printed byte \
      for byte.
      """)

  @Argument(help: "The file.")
  var file: String

  @Flag(help: "Print nothing for what cannot be read as a spec, and exit with 1.")
  var specsOnly = false

  func run() throws {
    let bytes = try FileBytes.contents(file)
    guard let text = Self.text(of: bytes) else {
      if specsOnly { throw ExitStatus.findings }
      return Talk.answer(bytes, asItIs: .compared)
    }
    Talk.answer(text, asItIs: .compared)
  }

  /// Nil for a file that is no text, too large, or has no frontmatter that can be read.
  private static func text(of bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count <= SpecFile.sizeLimit, !bytes.contains(0) else { return nil }
    switch Document.parse(bytes) {
    case .document(let document): return document.fieldLines
    // Beside both sides of a merge, what is still to be decided has to look as they do.
    case .failed: return ConflictedFile(bytes)?.fieldLines
    case .absent: return nil
    }
  }
}
