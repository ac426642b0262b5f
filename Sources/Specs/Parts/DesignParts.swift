internal import Frontmatter

/// The sections of a design that others keep apart.
package struct DesignParts: Sendable, Equatable {
  /// A row of the table of endpoints.
  package struct Endpoint: Sendable, Equatable {
    package let method: String
    package let endpoint: String
    package let description: String?
    package let purpose: String?
  }

  /// Text below the headings that name it, empty when none does.
  package let architecture: String
  package let dataModel: String
  package let endpoints: [Endpoint]
  /// Titles of further columns of the endpoints' tables that are not empty, each once.
  package let otherColumns: [String]

  package init(of spec: Spec) {
    let sections = Sections(spec: spec)
    architecture = sections.text(named: ["architecture"])
    dataModel = sections.text(named: ["data model", "data models"])
    var tables = EndpointTables()
    for range in sections.ranges(named: ["api", "endpoint", "endpoints"]) {
      tables.read(ProseBlock.blocks(in: range.content, of: spec))
    }
    endpoints = tables.endpoints
    otherColumns = tables.otherColumns
  }
}

private struct Sections {
  let spec: Spec

  struct Section {
    let heading: Body.Heading
    let content: Range<Int>
  }

  /// Sections whose heading holds one of the names, as whole words; none within another.
  func ranges(named names: [String]) -> [Section] {
    let headings = spec.body.headings
    var sections: [Section] = []
    for (index, heading) in headings.enumerated() {
      // The first level is the title of the whole.
      guard heading.level > 1, heading.line.lowerBound >= sections.last?.content.upperBound ?? 0,
        names.contains(where: { Self.holds(heading.text, $0) })
      else { continue }
      let next = headings[(index + 1)...].first { $0.level <= heading.level }
      sections.append(
        Section(
          heading: heading,
          content: heading.line.upperBound..<(next?.line.lowerBound ?? spec.text.bytes.count)))
    }
    return sections
  }

  /// The text of the sections; from the second on with their headings, to tell them apart.
  func text(named names: [String]) -> String {
    var lines: [String] = []
    for (number, section) in ranges(named: names).enumerated() {
      var content = spec.text.lines(in: section.content).trimmingBlankLines
      // A line across the page belongs to what follows.
      while content.last.map({ $0.trimmingBlanks == "---" }) == true {
        content = content.dropLast().trimmingBlankLines
      }
      if number > 0 { lines += ["", spec.text.string(section.heading.line), ""] }
      lines += content
    }
    return lines.trimmingBlankLines.joined(separator: "\n")
  }

  private static func holds(_ title: String, _ name: String) -> Bool {
    let words = title.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    return " \(words) ".contains(" \(name) ")
  }
}

private struct EndpointTables {
  var endpoints: [DesignParts.Endpoint] = []
  var otherColumns: [String] = []

  private enum Column { case method, endpoint, description, purpose, other }

  mutating func read(_ blocks: [ProseBlock]) {
    var columns: [(column: Column, title: String)]?
    var isInTable = false
    for block in blocks {
      guard block.form == .row else {
        isInTable = false
        continue
      }
      let cells = Self.cells(of: block.text)
      if !isInTable || block.isApart {
        isInTable = true
        let found = cells.map { (Self.column($0), $0) }
        let kinds = found.map(\.0)
        columns = kinds.contains(.method) && kinds.contains(.endpoint) ? found : nil
      } else if let columns, !cells.allSatisfy(Self.isDelimiter) {
        add(cells, columns)
      }
    }
  }

  private mutating func add(_ cells: [String], _ columns: [(column: Column, title: String)]) {
    func value(_ column: Column) -> String? {
      let found = zip(columns, cells).first { $0.0.column == column }?.1
      return found.flatMap { $0.isEmpty || $0 == "-" ? nil : $0 }
    }
    guard let method = value(.method), let endpoint = value(.endpoint) else { return }
    endpoints.append(
      DesignParts.Endpoint(
        method: Self.bare(method), endpoint: Self.bare(endpoint),
        description: value(.description), purpose: value(.purpose)))
    for ((column, title), cell) in zip(columns, cells)
    where column == .other && !cell.isEmpty && cell != "-" && !otherColumns.contains(title) {
      otherColumns.append(title)
    }
  }

  private static func column(_ title: String) -> Column {
    switch bare(title).lowercased() {
    case "method", "verb": .method
    case "path", "endpoint", "route", "url": .endpoint
    case "description": .description
    case "purpose": .purpose
    default: .other
    }
  }

  /// A cell without marks around the whole of it.
  private static func bare(_ cell: String) -> String {
    var text = cell
    for mark in ["**", "`"] where text.hasPrefix(mark) && text.hasSuffix(mark) {
      if text.count > 2 * mark.count {
        text = String(text.dropFirst(mark.count).dropLast(mark.count))
      }
    }
    return text
  }

  private static func isDelimiter(_ cell: String) -> Bool {
    cell.contains("-") && cell.allSatisfy { $0 == "-" || $0 == ":" }
  }

  /// Cells of a table's line; a bar behind a backslash belongs to its cell.
  private static func cells(of row: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in row.dropFirst() {
      if isEscaped {
        cell += character == "|" ? "|" : "\\" + String(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "|" {
        cells.append(cell.trimmingBlanks)
        cell = ""
      } else {
        cell.append(character)
      }
    }
    if isEscaped { cell += "\\" }
    if !cell.trimmingBlanks.isEmpty { cells.append(cell.trimmingBlanks) }
    return cells
  }
}
