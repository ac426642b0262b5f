/// A record of `ls-files -s -z`: mode, object, stage, path.
struct IndexRecord {
  let entry: TreeEntry
  let stage: Int

  init?(_ record: ArraySlice<UInt8>) {
    guard let tab = record.firstIndex(of: 0x09) else { return nil }
    let words = String(decoding: record[..<tab], as: UTF8.self).split(separator: " ")
    guard words.count == 3, let mode = UInt32(words[0], radix: 8),
      let id = ObjectID(hex: words[1]), let stage = Int(words[2])
    else { return nil }
    entry = TreeEntry(
      path: RepositoryPath(bytes: Array(record[(tab + 1)...])), mode: FileMode(rawValue: mode),
      id: id)
    self.stage = stage
  }
}

/// Reads git's `--raw -z` output without renames.
enum RawDiff {
  static func changes(_ output: [UInt8]) -> [FileChange] {
    let fields = output.split(separator: 0)
    return stride(from: 0, to: fields.count - 1, by: 2).compactMap {
      change(fields[$0], path: fields[$0 + 1])
    }
  }

  /// One record: `:modes objects status`, and the path behind it.
  static func change(_ record: ArraySlice<UInt8>, path: ArraySlice<UInt8>) -> FileChange? {
    let words = String(decoding: record, as: UTF8.self).split(separator: " ")
    guard words.count == 5, let oldMode = UInt32(words[0].dropFirst(), radix: 8),
      let newMode = UInt32(words[1], radix: 8), let old = ObjectID(hex: words[2]),
      let new = ObjectID(hex: words[3])
    else { return nil }
    let path = RepositoryPath(bytes: Array(path))
    return FileChange(
      path: path,
      old: oldMode == 0 ? nil : TreeEntry(path: path, mode: FileMode(rawValue: oldMode), id: old),
      new: newMode == 0 ? nil : TreeEntry(path: path, mode: FileMode(rawValue: newMode), id: new))
  }
}
