/// How lines end.
package enum LineEnding: Sendable, Equatable {
  case lf, crlf

  package var text: String { self == .lf ? "\n" : "\r\n" }
}

/// Counts of the line ends in a file.
package struct LineEndings: Sendable {
  package private(set) var lf = 0
  package private(set) var crlf = 0
  package private(set) var cr = 0

  package init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { bytes in
      for index in bytes.indices {
        if bytes[index] == 0x0A {
          if index > 0, bytes[index - 1] == 0x0D { crlf += 1 } else { lf += 1 }
        } else if bytes[index] == 0x0D, index + 1 == bytes.count || bytes[index + 1] != 0x0A {
          cr += 1
        }
      }
    }
  }

  /// End of the line that begins at an offset, its line end included; `limit` at the most.
  package static func next(_ bytes: [UInt8], from start: Int, limit: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var index = start
      while index < limit {
        if bytes[index] == 0x0A { return index + 1 }
        if bytes[index] == 0x0D {
          return index + 1 < limit && bytes[index + 1] == 0x0A ? index + 2 : index + 1
        }
        index += 1
      }
      return max(index, start)
    }
  }

  package var dominant: LineEnding { crlf > lf ? .crlf : .lf }
  package var isMixed: Bool { (lf > 0 ? 1 : 0) + (crlf > 0 ? 1 : 0) + (cr > 0 ? 1 : 0) > 1 }
}
