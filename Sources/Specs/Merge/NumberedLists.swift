/// The entries of three lists as numbers: equal entries have one, and the second of its kind in a
/// list another than the first.
struct NumberedLists {
  private(set) var keys = MergeSides<[Int]>(base: [], ours: [], theirs: [])
  /// Where each number stands in the lists.
  private(set) var places = MergeSides<[Int?]>(base: [], ours: [], theirs: [])
  /// The value of each number.
  private(set) var values: [PlainValue] = []
  private var numbers = Numbers()

  init(_ lists: MergeSides<ListSide?>) {
    var known: [PlainValue: Int] = [:]
    keys = lists.map { list in
      numbers.beginList()
      return (list?.values ?? []).map { value in
        if let first = known[value] {
          let number = numbers.another(of: first)
          if number == values.count { values.append(value) }
          return number
        }
        let number = numbers.new()
        values.append(value)
        known[value] = number
        return number
      }
    }
    places = keys.map { keys in
      var places = [Int?](repeating: nil, count: values.count)
      for (place, key) in keys.enumerated() { places[key] = place }
      return places
    }
  }

  /// The lists with a line for each entry, alike for equal ones.
  var lines: MergeSides<[UInt8]> {
    keys.map { keys in keys.flatMap { Array("\(numbers.first[$0])\n".utf8) } }
  }

  /// The numbers of merged lines; nil when an entry is there more often than on either side.
  mutating func keys(of lines: [UInt8]) -> [Int]? {
    numbers.beginList()
    var result: [Int] = []
    for line in lines.wholeLines {
      guard let first = Int(String(decoding: line.dropLast(), as: UTF8.self)),
        values.indices.contains(first)
      else { return nil }
      let key = numbers.another(of: first)
      guard key < values.count, places.ours[key] != nil || places.theirs[key] != nil else {
        return nil
      }
      result.append(key)
    }
    return result
  }
}

/// Gives out numbers: to entries of one value the same ones in every list, in the same order.
private struct Numbers {
  /// The first number of the same value.
  private(set) var first: [Int] = []
  /// The number after this one among those of a value; itself at the end.
  private var next: [Int] = []
  /// By the first number of a value: the last that was given out, and for which list.
  private var last: [Int] = []
  private var list: [Int] = []
  private var currentList = 0

  mutating func beginList() { currentList += 1 }

  mutating func new() -> Int { add(first.count) }

  mutating func another(of start: Int) -> Int {
    if list[start] != currentList {
      list[start] = currentList
      last[start] = start
      return start
    }
    let previous = last[start]
    if next[previous] == previous { next[previous] = add(start) }
    last[start] = next[previous]
    return next[previous]
  }

  private mutating func add(_ start: Int) -> Int {
    let number = first.count
    first.append(start)
    next.append(number)
    last.append(number)
    list.append(currentList)
    return number
  }
}
