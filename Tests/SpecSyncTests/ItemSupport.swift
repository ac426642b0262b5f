import Specs
import Testing

@testable import SpecSync

/// One file as the reader of items sees it.
func spec(_ text: String, at path: String, settings: Settings = Settings()) throws -> Spec {
  let schema = settings.applied(to: .builtIn)
  let kind = try #require(schema.kind(ofPath: path))
  return Spec(
    SpecFile(
      path: "backend/.omoi_os/\(path)", root: "backend/.omoi_os", kind: kind,
      content: .bytes(Array(text.utf8))), schema: try #require(schema[kind]))
}

/// The items of a file whose header and body are given, under settings.
func read(
  _ header: String, body: String = "", at path: String, config: String = ""
) throws -> ItemReading {
  let (settings, findings) = Settings.parse(Array(config.utf8), path: "c", root: ".omoi_os")
  #expect(findings.map(\.message) == [])
  let spec = try spec("---\n\(header)\n---\n\(body)", at: path, settings: settings)
  return ItemReader.items(of: spec, settings: settings.sync)
}

extension SyncItem {
  /// Fields without a place, with their values.
  var homelessText: [String] {
    homeless.map { entry in entry.value.map { "\(entry.field)=\($0)" } ?? entry.field }
  }
}
