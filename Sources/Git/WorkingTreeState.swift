#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What git lists of a working tree, and what the system tells of each of these files.
///
/// Where both are what they were, the files hold what they held: git's own index goes by that too.
package struct WorkingTreeState: Equatable, Sendable {
  /// As git prints it: a letter, a blank, a path and a zero byte for each file.
  package let listing: [UInt8]
  /// In the order of the listing.
  package let stamps: [FileStamp]

  package init(listing: [UInt8], stamps: [FileStamp]) {
    self.listing = listing
    self.stamps = stamps
  }

  /// Whether every file has rested until a time, in nanoseconds since 1970.
  ///
  /// A file that changes twice within one tick of the file system's clock looks the same after.
  func hasRested(until time: Int64) -> Bool { stamps.allSatisfy { $0.changed < time } }
}

extension WorkingTreeState {
  /// Whether all is as it was: nothing came, went or was touched below folders of a name.
  ///
  /// git lists the tree while the files that were in it are looked at.
  package func isStill(
    top: String, _ environment: [String: String], below folder: String
  ) throws -> Bool {
    let git = GitCommand(directory: top, environment: environment)
    let child = try git.start(WorkingTree.listing(below: folder))
    let hasChanged = try areTouched(below: top)
    let (listing, _) = try child.exchange([])
    return try child.wait() == 0 && !hasChanged && listing == self.listing
  }

  private func areTouched(below top: String) throws -> Bool {
    var files = FilesBelow(top)
    var start = listing.startIndex
    for stamp in stamps {
      guard let end = listing[start...].firstIndex(of: 0), end - start > 2 else { return true }
      if try files.stamp(listing[start + 2..<end]) != stamp { return true }
      start = end + 1
    }
    return start != listing.endIndex
  }
}

extension WorkingFile {
  /// Whether it was read of the file that a stamp was taken of.
  func isOf(_ expected: FileStamp?, _ stamp: FileStamp) -> Bool {
    switch self {
    case .bytes, .tooLarge: stamp == expected
    case .symlink: expected?.mode == .symlink
    case .notRegular, .missing, .forbidden: false
    }
  }
}

extension Repository {
  /// Seconds that a file has to have rested: more than any file system counts in.
  private static let rest = 3

  /// Notes what the working tree was before its files were read; nothing later counts.
  func keep(_ state: WorkingTreeState?, below folder: String) {
    guard stateByFolder[folder] == nil else { return }
    let until = Int64(time(nil) - Self.rest) * 1_000_000_000
    guard let state, state.hasRested(until: until) else {
      stateByFolder[folder] = .some(nil)
      return
    }
    stateByFolder[folder] = state
    for (record, stamp) in zip(state.listing.split(separator: 0), state.stamps) {
      stampByPath[RepositoryPath(bytes: Array(record.dropFirst(2)))] = stamp
    }
  }

  /// A file that was read is not the one that was listed, or could not be had: a folder was away for
  /// a moment, or this process may not read it. What follows from it follows from no state.
  func forgetWorkingTreeStates() {
    for folder in stateByFolder.keys { stateByFolder[folder] = .some(nil) }
    stampByPath = [:]
  }

  /// The working tree as it was when it was listed; nil where equal states could hold different
  /// files, as just after a change.
  package func workingTreeState(below folder: String) -> WorkingTreeState? {
    stateByFolder[folder] ?? nil
  }
}
