/// Why git, or libgit2, could not answer; copied out of the library, words included.
package struct GitError: Error, Sendable, CustomStringConvertible {
  /// Open, because libraries add codes.
  package struct Code: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    package static let generic = Code(rawValue: -1)
    package static let notFound = Code(rawValue: -3)
    package static let unmerged = Code(rawValue: -10)
    package static let unborn = Code(rawValue: -9)
    /// There is no repository at the folder.
    package static let noRepository = Code(rawValue: 1000)
    /// The git command cannot be started.
    package static let noGit = Code(rawValue: 1001)
    /// The git command said no.
    package static let command = Code(rawValue: 1002)
    /// A file of the working tree cannot be read.
    package static let file = Code(rawValue: 1003)
    /// An object is not formed as git forms it.
    package static let malformed = Code(rawValue: 1004)
  }

  package let code: Code
  /// What was being done: "read the index".
  package let operation: String
  /// What the library said.
  package let message: String
  package let hints: [String]

  package init(_ code: Code, _ operation: String, _ message: String, hints: [String] = []) {
    self.code = code
    self.operation = operation
    self.message = message
    self.hints = hints
  }

  package var description: String { "cannot \(operation): \(message)" }
}
