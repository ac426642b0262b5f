/// Bytes to put in the place of others.
package struct Edit: Sendable, Hashable {
  package let range: Range<Int>
  package let replacement: [UInt8]

  package init(_ range: Range<Int>, with replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }

  package init(_ range: Range<Int>, with text: String) {
    self.init(range, with: Array(text.utf8))
  }

  /// Two edits of one file that want the same bytes.
  package struct Overlap: Error, Sendable {
    package let first: Edit
    package let second: Edit
  }

  /// Applies edits whose ranges do not overlap; offsets are those of the bytes as given.
  package static func apply(
    _ edits: [Edit], to bytes: [UInt8]
  ) throws(Overlap) -> [UInt8] {
    let sorted = edits.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.replacement.count })
    var position = 0
    var previous: Edit?
    for edit in sorted {
      if let previous, edit.range.lowerBound < position || edit.range == previous.range {
        throw Overlap(first: previous, second: edit)
      }
      result.append(contentsOf: bytes[position..<edit.range.lowerBound])
      result.append(contentsOf: edit.replacement)
      position = edit.range.upperBound
      previous = edit
    }
    result.append(contentsOf: bytes[position...])
    return result
  }
}
