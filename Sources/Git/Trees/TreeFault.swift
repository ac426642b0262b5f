/// What is wrong with a tree that git would not have written, in words.
enum TreeFault {
  /// Judges the digits of a mode: git writes no leading zero, and knows five kinds of entries.
  static func ofMode(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.first != UInt8(ascii: "0"), (5...6).contains(digits.count),
      digits.allSatisfy({ (0x30...0x37).contains($0) }), let mode = UInt32(text, radix: 8)
    else {
      let found = RepositoryPath(bytes: Array(digits))
      return "an entry has the mode `\(found)`, which git does not write"
    }
    // Old trees have files with other permissions; git takes them for one of its two.
    let isKnown =
      [0o040000, 0o120000, 0o160000].contains(mode) || mode & 0o177000 == 0o100000
    return isKnown ? nil : "an entry has the mode `\(text)`, which git does not know"
  }

  /// Judges a name: one that is no single component, or is git's own, is checked out elsewhere.
  static func ofName(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    if name.isEmpty { return "an entry has no name" }
    let words = "`\(RepositoryPath(bytes: Array(name)))`"
    if name.contains(0x2F) { return "its entry \(words) has a slash in its name" }
    guard name.first == 0x2E, name.count <= 4 else { return nil }
    let isReserved =
      name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8)
      || name.map { $0 | 0x20 }.elementsEqual(".git".utf8)
    return isReserved ? "its entry \(words) has a name that no file may have" : nil
  }
}

extension GitError {
  /// A tree that cannot be trusted to be what git makes of it.
  static func malformedTree(_ tree: ObjectID, at folder: [UInt8], _ fault: String) -> GitError {
    let path = RepositoryPath(bytes: folder)
    let place = folder.isEmpty ? "the top folder" : "the folder `\(path)`"
    return GitError(
      .malformed, "read tree \(tree.short), \(place)", fault,
      hints: ["`git fsck` lists what is wrong with the objects; make the tree anew"])
  }
}
