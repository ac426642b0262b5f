import TestSupport

/// A generated file and what its header has to be read as.
struct Sketch {
  let bytes: [UInt8]
  let model: Model
  let body: String
  let hasByteOrderMark: Bool

  var text: String { String(decoding: bytes, as: UTF8.self) }

  init(seed: Int) {
    var writer = SketchWriter(random: Seeded(seed))
    writer.write()
    bytes = writer.bytes
    model = .map(writer.pairs)
    body = writer.body
    hasByteOrderMark = writer.hasByteOrderMark
  }
}

/// Writes headers in every form that people and tools use.
private struct SketchWriter {
  var random: Seeded
  var lines: [String] = []
  var pairs: [Model.Pair] = []
  var body = ""
  var hasByteOrderMark = false
  private var anchor: (name: String, text: String)?
  private var end = "\n"
  private var hasFinalEnd = true
  private var isBelowBlock = false

  init(random: Seeded) { self.random = random }

  var bytes: [UInt8] {
    let text = lines.joined(separator: end) + (hasFinalEnd ? end : "")
    return (hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
  }

  mutating func write() {
    end = random.pick(["\n", "\n", "\n", "\r\n", "\r\n", "\r"])
    hasByteOrderMark = random.chance(10)
    hasFinalEnd = random.chance(85)
    let indent = random.pick(["", "", "", "  ", " "])
    lines.append("---" + random.pick(["", "", "", "  ", "\t"]))
    let count = random.number(0...8)
    for number in 0..<count {
      between(indent)
      let name = key(number)
      let start = lines.count
      let value = value(indent, depth: 0)
      lines[start] = indent + name.written + ":" + lines[start]
      pairs.append(Model.Pair(key: name.text, value: value))
    }
    between(indent)
    lines.append(random.pick(["---", "---", "---", "...", "--- "]))
    let below = (0..<random.number(0...4)).map { _ in
      random.pick(["", "# Heading", "text --- text", "---", "- [ ] box", "Ünïcode ☂", "key: value"])
    }
    lines += below
    body = below.joined(separator: end)
    if !below.isEmpty { body += hasFinalEnd ? end : "" }
  }

  /// Comments and blank lines, as they stand between fields.
  private mutating func between(_ indent: String) {
    // Below a block scalar a deeper line, or with `|+` a blank one, would belong to it.
    let choices =
      isBelowBlock
      ? ["# [not a, list]"]
      : ["", "\(indent)# about: this", "# [not a, list]", "  # \"quoted\""]
    for _ in 0..<random.pick([0, 0, 0, 1, 2]) { lines.append(random.pick(choices)) }
    isBelowBlock = false
  }

  private mutating func key(_ number: Int) -> (written: String, text: String) {
    let text =
      random.pick(["id", "title", "depends-on", "größe", "a.b", "key with blanks"])
      + String(number)
    switch random.number(0...9) {
    case 0: return ("\"\(text)\"", text)
    case 1: return ("'\(text)'", text)
    case 2: return (text + " ", text)
    default: return (text, text)
    }
  }

  // MARK: Values; each appends its lines, the first of which continues the key's

  private mutating func value(_ indent: String, depth: Int) -> Model {
    switch random.number(0...(depth > 1 ? 10 : 15)) {
    case 0...3: return inline(plain())
    case 4: return inline(single())
    case 5: return inline(double())
    case 6: return empty()
    case 7: return blockScalar(indent)
    case 8: return folded(indent)
    case 9: return multiline(indent)
    case 10: return reference()
    case 11: return flowList(indent)
    case 12: return flowMap()
    case 13: return blockMap(indent, depth)
    default: return blockList(indent, depth)
    }
  }

  private mutating func inline(_ value: (written: String, text: String)) -> Model {
    lines.append(random.pick([" ", " ", "   ", "\t"]) + value.written + comment())
    return .scalar(value.text)
  }

  private mutating func comment() -> String {
    random.pick(["", "", "", "", " # why: [so]", "  # 'it' \"is\"", " "])
  }

  private mutating func plain() -> (written: String, text: String) {
    let text = random.pick([
      "TSK-001", "Write the parser", "Ärger über Öl", "日本語のタイトル", "a#b", "x:y:z", "-dash",
      "http://example.org/a?b=c#d", "2026-01-01", "0.5d", "yes", "~", "12:30:45", "it's \"fine\"",
      "a [b] {c}", "100%", "\u{1F600} smile", String(repeating: "long words ", count: 40) + "end",
    ])
    return (text, text)
  }

  private mutating func single() -> (written: String, text: String) {
    let text = random.pick(["it's", "", "a: b # c", "\"x\"", "'", "[a, b]", "ü\\n", "no"])
    return (
      "'"
        + text.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "''") + "'", text
    )
  }

  private mutating func double() -> (written: String, text: String) {
    random.pick([
      (#""a\nb""#, "a\nb"), (#""\"q\" \\""#, "\"q\" \\"), (#""caf\u00e9 \x41""#, "café A"),
      (#""""#, ""), (#""tab\tend # no comment: here""#, "tab\tend # no comment: here"),
      (#""{braces}, [brackets]""#, "{braces}, [brackets]"), (#""ü☂""#, "ü☂"),
    ])
  }

  private mutating func empty() -> Model {
    lines.append(random.pick(["", " ", " # nothing"]))
    return .scalar("")
  }

  private mutating func words(_ count: Int) -> [String] {
    (0..<count).map { _ in random.pick(["one two", "key: value", "# no comment", "- no item", "ü"])
    }
  }

  private mutating func blockScalar(_ indent: String) -> Model {
    let chomp = random.pick(["", "", "-", "+"])
    let inner = words(random.number(1...3))
    lines.append(" |\(random.chance(20) ? "2" : "")\(chomp)" + random.pick(["", " # literal"]))
    let isCounted = lines[lines.count - 1].contains("2")
    let deeper = indent + (isCounted ? "  " : random.pick(["  ", "   "]))
    lines += inner.map { deeper + $0 }
    let text = inner.joined(separator: "\n")
    isBelowBlock = true
    return .scalar(chomp == "-" ? text : text + "\n")
  }

  private mutating func folded(_ indent: String) -> Model {
    let inner = words(random.number(1...3))
    let chomp = random.pick(["", "-"])
    lines.append(" >\(chomp)")
    lines += inner.map { indent + "  " + $0 }
    isBelowBlock = true
    return .scalar(inner.joined(separator: " ") + (chomp == "-" ? "" : "\n"))
  }

  private mutating func multiline(_ indent: String) -> Model {
    if random.chance(50) {
      lines += [" first", indent + "    second ü"]
      return .scalar("first second ü")
    }
    lines += [" \"first", indent + "    second \\\"x\\\"\"" + comment()]
    return .scalar("first second \"x\"")
  }

  /// An anchor, an alias of the one before, or a tag.
  private mutating func reference() -> Model {
    if let anchor, random.chance(50) {
      lines.append(" *\(anchor.name)" + comment())
      return .alias(anchor.name)
    }
    let text = plain()
    if random.chance(30) {
      lines.append(" !!str \(text.written)")
    } else {
      let name = "a\(lines.count)"
      anchor = (name, text.text)
      lines.append(" &\(name) \(text.written)")
    }
    return .scalar(text.text)
  }

  private mutating func flowScalar() -> (written: String, text: String) {
    switch random.number(0...4) {
    case 0: return single()
    case 1: return double()
    default:
      let text = random.pick(["TSK-001", "a b", "ü", "x/y.md", "12", "no"])
      return (text, text)
    }
  }

  private mutating func flowList(_ indent: String) -> Model {
    let items = (0..<random.number(0...4)).map { _ in flowScalar() }
    let model = Model.list(items.map { .scalar($0.text) })
    let last = !items.isEmpty && random.chance(20) ? "," : ""
    if !items.isEmpty, random.chance(25) {
      lines.append(" [" + random.pick(["", " # open"]))
      for (index, item) in items.enumerated() {
        let isLast = index == items.count - 1
        lines.append(indent + "  " + item.written + (isLast ? last : ",") + comment())
      }
      lines.append(indent + "  ]" + comment())
      return model
    }
    let comma = random.pick([",", ", ", " , "])
    let pad = random.pick(["", "", " "])
    lines.append(
      " [" + pad + items.map(\.written).joined(separator: comma) + last + pad + "]" + comment())
    return model
  }

  private mutating func flowMap() -> Model {
    let items = (0..<random.number(0...3)).map { (key: "k\($0)", value: flowScalar()) }
    lines.append(
      " {" + items.map { "\($0.key): \($0.value.written)" }.joined(separator: ", ") + "}"
        + comment())
    return .map(items.map { Model.Pair(key: $0.key, value: .scalar($0.value.text)) })
  }

  private mutating func blockMap(_ indent: String, _ depth: Int) -> Model {
    lines.append(comment())
    let deeper = indent + random.pick(["  ", "    "])
    var inner: [Model.Pair] = []
    for number in 0..<random.number(1...3) {
      between(deeper)
      let start = lines.count
      let value = value(deeper, depth: depth + 1)
      lines[start] = deeper + "n\(number):" + lines[start]
      inner.append(Model.Pair(key: "n\(number)", value: value))
    }
    return .map(inner)
  }

  private mutating func blockList(_ indent: String, _ depth: Int) -> Model {
    lines.append(comment())
    let deeper = indent + random.pick(["  ", "  ", ""])
    var items: [Model] = []
    for _ in 0..<random.number(1...4) {
      if random.chance(15) { lines.append(deeper + "# about the item") }
      let start = lines.count
      let item: Model
      switch random.number(0...6) {
      case 0: item = inline(single())
      case 1: item = inline(double())
      case 2: item = flowList(deeper)
      case 3: item = depth > 0 ? inline(plain()) : flowMap()
      default: item = inline(plain())
      }
      // YAML allows no tab behind a dash.
      lines[start] = deeper + "-" + lines[start].replacing("\t", with: " ", maxReplacements: 1)
      items.append(item)
    }
    return .list(items)
  }
}
