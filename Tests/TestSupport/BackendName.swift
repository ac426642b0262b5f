/// The two ways to read a repository; every answer has to be the same.
package enum BackendName: String, CaseIterable, Sendable {
  case libgit2, git
}
