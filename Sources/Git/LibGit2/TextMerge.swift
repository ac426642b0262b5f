internal import CGit2

/// git's merge of three texts, line by line.
package struct TextMerge: Sendable {
  /// How conflicts are shown, in git's words for `merge.conflictStyle`.
  package enum Style: String, Sendable, CaseIterable { case merge, diff3, zdiff3 }

  package var style: Style
  /// Characters in a row that make a marker; 7 unless the attribute `conflict-marker-size` says more.
  package var markerSize: Int
  package var ourLabel: String
  package var baseLabel: String
  package var theirLabel: String

  package init(
    style: Style = .merge, markerSize: Int = 7, ourLabel: String = "", baseLabel: String = "",
    theirLabel: String = ""
  ) {
    self.style = style
    self.markerSize = markerSize
    self.ourLabel = ourLabel
    self.baseLabel = baseLabel
    self.theirLabel = theirLabel
  }

  /// The merged text and whether it is free of conflicts; throws when libgit2 cannot do it.
  package func merge(
    base: [UInt8], ours: [UInt8], theirs: [UInt8]
  ) throws -> (bytes: [UInt8], isClean: Bool) {
    try LibGit2.start()
    let operation = "merge three texts"
    var options = git_merge_file_options()
    try LibGit2.check(
      operation,
      git_merge_file_options_init(&options, UInt32(GIT_MERGE_FILE_OPTIONS_VERSION)))
    options.marker_size = UInt16(clamping: markerSize)
    options.flags =
      switch style {
      case .merge: GIT_MERGE_FILE_STYLE_MERGE.rawValue
      case .diff3: GIT_MERGE_FILE_STYLE_DIFF3.rawValue
      case .zdiff3: GIT_MERGE_FILE_STYLE_ZDIFF3.rawValue
      }
    return try ourLabel.withCString { ours_ in
      try baseLabel.withCString { base_ in
        try theirLabel.withCString { theirs_ in
          options.our_label = ourLabel.isEmpty ? nil : ours_
          options.ancestor_label = baseLabel.isEmpty ? nil : base_
          options.their_label = theirLabel.isEmpty ? nil : theirs_
          return try Self.merge(operation, base, ours, theirs, &options)
        }
      }
    }
  }

  private static func merge(
    _ operation: String, _ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8],
    _ options: inout git_merge_file_options
  ) throws -> (bytes: [UInt8], isClean: Bool) {
    var result = git_merge_file_result()
    defer { git_merge_file_result_free(&result) }
    let status = base.withUnsafeBytes { base in
      ours.withUnsafeBytes { ours in
        theirs.withUnsafeBytes { theirs in
          var (a, b, c) = (input(base), input(ours), input(theirs))
          return git_merge_file(&result, &a, &b, &c, &options)
        }
      }
    }
    try LibGit2.check(operation, status)
    let bytes = UnsafeRawBufferPointer(start: result.ptr, count: result.len)
    return (Array(bytes), result.automergeable != 0)
  }

  /// Borrowed bytes as libgit2 wants them: it asks for a pointer even where there is nothing.
  private static func input(_ bytes: UnsafeRawBufferPointer) -> git_merge_file_input {
    var input = git_merge_file_input()
    git_merge_file_input_init(&input, UInt32(GIT_MERGE_FILE_INPUT_VERSION))
    input.ptr = bytes.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) }
    input.size = bytes.count
    return input
  }
}
