import Foundation
import Specs
import TestSupport
import Testing

@testable import git_spec

/// Words of files are text in every format, never its syntax.
@Suite struct InjectionTests {
  private static let files = Words.files(Words.hostile)
  private static let titles = Words.hostile.values.sorted()

  private var graphs: [SpecGraph] {
    let specs = viewRoot(Self.files)
    return SpecGraph.Content.allCases.map { SpecGraph(specs, $0, readiness: specs.readiness) }
  }

  /// Titles as pictures show them: cut, and with controls made visible.
  private func shown(_ limit: Int) -> [String] {
    Self.titles.map { Terminal.cut($0, to: limit) }
  }

  // MARK: SVG

  @Test(.enabled(if: Tool.has("python3"), "python3 is not there"))
  func aPictureIsXMLWithTheTitlesAsText() throws {
    let sandbox = try Sandbox()
    for graph in graphs {
      let svg = SVGGraph([graph, graph], title: "A & <b>").text
      let outcome = try sandbox.run("/usr/bin/env", ["python3", "-c", Self.parse], input: svg)
      #expect(outcome.status == 0, "\(outcome)")
      let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(
        lines.first == "defs g marker path rect style svg text title", "\(lines.first ?? "")")
      let texts = Set(lines.dropFirst().map(String.init))
      for title in shown(33) { #expect(texts.contains(title), "\(title)") }
      for node in graph.nodes where Terminal.width(node.id) < 20 && !node.isMissing {
        #expect(texts.contains { $0.contains(Terminal.safe(node.id)) })
      }
    }
  }

  private static let parse = """
    import sys, xml.etree.ElementTree as E
    sys.stdin.reconfigure(encoding='utf-8'); sys.stdout.reconfigure(encoding='utf-8')
    tree = E.fromstring(sys.stdin.buffer.read())
    print(' '.join(sorted({e.tag.split('}')[1] for e in tree.iter()})))
    for e in tree.iter():
        if e.tag.endswith('text') or e.tag.endswith('title'): print(''.join(e.itertext()))
    """

  @Test(.enabled(if: Tool.has("python3"), "python3 is not there"))
  func whatXMLForbidsIsNoneOfAPicture() throws {
    let specs = viewRoot([
      "requirements/a.md":
        "---\nid: REQ-A-001\ntitle: A\n---\n### REQ-A-FUNC-001: x\u{FFFF}y\u{FFFE}z\u{1}\n"
    ])
    let svg = SVGGraph([SpecGraph(specs, .trace)], title: "x").text
    let outcome = try Sandbox().run("/usr/bin/env", ["python3", "-c", Self.parse], input: svg)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("x<U+FFFF>y<U+FFFE>z\u{2401}"), "\(outcome)")
  }

  // MARK: DOT

  /// Graphviz is asked what it read.
  @Test(
    .enabled(if: Tool.has("dot") && Tool.has("python3"), "dot and python3 are not both there"))
  func graphvizReadsTheTitlesAsText() throws {
    let sandbox = try Sandbox()
    for graph in graphs {
      let dot = DotGraph([graph, graph]).text
      let svg = try sandbox.run("/usr/bin/env", ["dot", "-Tsvg"], input: dot)
      #expect(svg.status == 0 && svg.error == "", "\(svg.error)")
      let outcome = try sandbox.run(
        "/usr/bin/env", ["python3", "-c", Self.parse], input: svg.output)
      let texts = Set(
        outcome.output.split(separator: "\n").map { plainBlanks(String($0)) })
      for title in shown(60) {
        #expect(texts.contains(plainBlanks(title)), "\(title) is not in\n\(texts.sorted())")
      }
      // Each node twice, for the two clusters, and no other.
      let nodes = svg.output.split(separator: "class=\"node\"").count - 1
      #expect(nodes == graph.nodes.count * 2)
      #expect(svg.output.split(separator: "class=\"edge\"").count - 1 == graph.edges.count * 2)
    }
  }

  /// Graphviz puts hard blanks in the place of blanks, and none at the end.
  private func plainBlanks(_ text: String) -> String {
    text.replacing("\u{A0}", with: " ").trimmingBlanks
  }

  /// Every string is closed where it seems to be, and every line is one of ours.
  @Test func everyLineOfDotIsOfOurGrammar() {
    let string = #""(?:[^"\\]|\\.)*""#
    let attributes = "\\[[a-z]+=(?:\(string)|[0-9a-z]+)(?:, [a-z]+=(?:\(string)|[0-9a-z]+))*\\]"
    let patterns = [
      "digraph specs \\{", "  rankdir=LR;", "  charset=\"UTF-8\";", "  node \(attributes);",
      "  subgraph cluster_\\d+ \\{", "    label=\(string);", "  \\}", "\\}",
      "  n\\d+_\\d+ \(attributes);", "  n\\d+_\\d+ -> n\\d+_\\d+(?: \(attributes))?;",
    ]
    for graph in graphs { expectGrammar(DotGraph([graph, graph]).text, patterns) }
  }

  // MARK: Mermaid

  @Test func everyLineOfMermaidIsOfOurGrammar() {
    let label = #"\"(?:[^\"<>`#;\[\]{}()|%&\\\\]|#\d+;|<br/>)*\""#
    let patterns = [
      "flowchart LR", "  subgraph r\\d+ \\[\(label)\\]", "  end",
      "  n\\d+_\\d+\\[\(label)\\]:::[a-z_]+", "  n\\d+_\\d+ (?:-->|==>|-\\.->) n\\d+_\\d+",
      "  classDef [a-z_]+ [a-z0-9:#,\\- ]+", "  linkStyle [0-9,]+ stroke:#b3261e,stroke-width:3px",
    ]
    for graph in graphs { expectGrammar(MermaidGraph([graph, graph]).text, patterns) }
  }

  @Test func mermaidReadsTheTitlesAsText() {
    for graph in graphs {
      let labels = MermaidGraph([graph]).text.split(separator: "\n").compactMap { line in
        line.firstMatch(of: /\["(.*)"\]/).map { decoded(String($0.1)) }
      }
      let texts = Set(labels.flatMap { $0.split(separator: "<br/>").map(String.init) })
      for title in shown(60).filter({ !$0.contains("<") }) {
        #expect(texts.contains(title), "\(title)")
      }
    }
  }

  private func decoded(_ text: String) -> String {
    text.replacing(/#(\d+);/) { match in
      UInt32(match.1).flatMap(Unicode.Scalar.init).map { String($0) } ?? "?"
    }
  }

  private func expectGrammar(
    _ text: String, _ patterns: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(text.hasSuffix("\n") && !text.contains("\r"), sourceLocation: sourceLocation)
    guard
      let grammar = try? Regex("(?:" + patterns.joined(separator: "|") + ")")
    else {
      Issue.record("the grammar cannot be read", sourceLocation: sourceLocation)
      return
    }
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      let isOurs = line.wholeMatch(of: grammar) != nil
      #expect(isOurs, "\(line)", sourceLocation: sourceLocation)
    }
  }

  // MARK: JSON and the terminal, through the binary

  @Test func everyFormatOfEveryViewHoldsTheTitles() throws {
    let sandbox = try Sandbox.views(
      Dictionary(uniqueKeysWithValues: Self.files.map { (".omoi_os/" + $0.key, $0.value) }))
    for view in allViews {
      let text = try sandbox.run(Sandbox.program, view + ["--color", "always"])
      #expect(text.status == 0, "\(view) \(text.error)")
      #expect(!text.output.withoutColor.contains("\u{1B}"), "\(view)")
      let document = try sandbox.json(view)
      let texts = strings(in: document)
      // Not all of them are ready.
      if view != ["show", "ready"] {
        #expect(texts.isSuperset(of: Self.titles), "\(view)")
      }
      #expect(!keys(in: document).contains("injected"), "\(view)")
    }
    let export = try sandbox.json(["export", "json"])
    #expect(strings(in: export).isSuperset(of: Self.titles))
  }

  private func strings(in value: Any) -> Set<String> {
    switch value {
    case let text as String: [text]
    case let list as [Any]: list.reduce(into: []) { $0.formUnion(strings(in: $1)) }
    case let object as [String: Any]:
      object.values.reduce(into: []) { $0.formUnion(strings(in: $1)) }
    default: []
    }
  }

  private func keys(in value: Any) -> Set<String> {
    switch value {
    case let list as [Any]: list.reduce(into: []) { $0.formUnion(keys(in: $1)) }
    case let object as [String: Any]:
      object.values.reduce(into: Set(object.keys)) { $0.formUnion(keys(in: $1)) }
    default: []
    }
  }

  @Test func refusalsHoldNoEscapes() throws {
    let sandbox = try Sandbox.views([
      ".omoi_os/tasks/TSK-001.md":
        "---\nid: TSK-001\ntitle: A\nstatus: \"\\e[2Jpend\"\nfeature: \"\\e[31mx\"\n---\n"
    ])
    for arguments in [
      ["show", "tasks", "--status", "pendx"], ["show", "tasks", "--feature", "x"],
      ["show", "\u{1B}[2J"], ["graph", "--focus", "\u{1B}[2J"],
    ] {
      let outcome = try sandbox.run(Sandbox.program, arguments)
      #expect(outcome.status == 2, "\(outcome)")
      #expect(!outcome.error.contains("\u{1B}"), "\(outcome)")
    }
  }

  @Test func tabsOfCodeStayInWhatAnAgentReads() throws {
    let sandbox = try Sandbox.views([
      ".omoi_os/tickets/TKT-001.md": Sample.ticket(),
      ".omoi_os/tasks/TSK-001.md": Sample.task() + "\n```make\nall:\n\techo \u{1B}[2J\n```\n",
    ])
    let outcome = try sandbox.spec("show", "ready", "--first", "--context")
    #expect(outcome.output.contains("\n\techo ␛[2J\n"), "\(outcome)")
  }
}
