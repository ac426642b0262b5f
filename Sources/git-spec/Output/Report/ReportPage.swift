internal import Specs

/// One self-contained HTML page: structure, style, script and data in one file.
struct ReportPage {
  private let sources: ReportSources
  private let facts: ReportFacts

  init(_ sources: ReportSources, _ facts: ReportFacts) {
    self.sources = sources
    self.facts = facts
  }

  var bytes: [UInt8] {
    let style = PackageResources.report_css
    let script = Self.script
    var data = ReportData(sources, facts)
    return Self.filled(
      PackageResources.report_html,
      [
        // Only this very style and script: whatever else slipped in does nothing and reaches nothing.
        "policy": PackageResources.report_policy, "style": style, "script": script,
        "title": Self.escaped(facts.title), "ref": Self.escaped(facts.ref),
        "date": Self.escaped(facts.date), "version": Self.escaped(Version.number),
        "counts": Array(counts.utf8), "data": data.json(),
      ])
  }

  /// The parts are one block: what one declares, those behind it use, and nothing else sees it. No
  /// module, for which a browser that prints at once does not wait.
  private static let script =
    Array("\"use strict\";\n{\n".utf8) + PackageResources.report_elements_js
    + PackageResources.report_specs_js
    + PackageResources.report_sections_js + PackageResources.report_findings_js
    + PackageResources.report_picture_js + PackageResources.report_stage_js
    + PackageResources.report_graph_js + PackageResources.report_page_js
    + Array("}\n".utf8)

  /// The template with `{{name}}` replaced, in one pass: what is put in is not looked at again.
  private static func filled(_ template: [UInt8], _ parts: [String: [UInt8]]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(template.count + parts.values.reduce(0) { $0 + $1.count })
    var rest = template[...]
    while let open = rest.firstRange(of: Array("{{".utf8)),
      let close = rest[open.upperBound...].firstRange(of: Array("}}".utf8))
    {
      result += rest[..<open.lowerBound]
      result +=
        parts[String(decoding: rest[open.upperBound..<close.lowerBound], as: UTF8.self)] ?? []
      rest = rest[close.upperBound...]
    }
    return result + rest
  }

  private static func escaped(_ text: String) -> [UInt8] { Array(SVGGraph.escaped(text).utf8) }

  // MARK: Counts

  /// What there is, in the page itself: it reads without its script.
  private var counts: String {
    let report = sources.findings.report
    var rows = sources.views.roots.flatMap { specs in
      specs.schema.kinds.compactMap { kind -> (String, String)? in
        let cards = specs.cards(of: kind.name)
        if cards.isEmpty { return nil }
        let place = sources.views.roots.count > 1 ? " in \(specs.root)" : ""
        return (kind.name.rawValue + place, "\(cards.count)\(Self.states(cards, specs))")
      }
    }
    rows.insert(("specs", "\(specCount)"), at: 0)
    rows.append(("errors", "\(report.count(.error))"))
    rows.append(("warnings", "\(report.count(.warning))"))
    rows.append(("notes", "\(report.count(.note))"))
    if case .compared(let answer, _) = sources.branches {
      rows.append(("IDs with two meanings on branches", "\(answer.collisions.count)"))
    }
    rows.append(("problems in reading them", "\(facts.problems.count)"))
    return rows.map { name, value in
      "<div><dt>\(SVGGraph.escaped(name))</dt><dd>\(SVGGraph.escaped(value))</dd></div>"
    }.joined(separator: "\n")
  }

  var specCount: Int { sources.views.roots.reduce(0) { $0 + $1.cards.count } }

  /// ` · ✓ 3 done · ○ 2 ready`, of kinds that are work.
  private static func states(_ cards: [SpecCard], _ specs: RootSpecs) -> String {
    guard let kind = cards.first?.kind, kind == .task || kind == .ticket else { return "" }
    let counts = Dictionary(grouping: cards) { specs.readiness.of($0).state }
    return Readiness.State.allCases.compactMap { state in
      counts[state].map { " · \(Sign(state).mark) \($0.count) \(Sign(state).word)" }
    }.joined()
  }
}
