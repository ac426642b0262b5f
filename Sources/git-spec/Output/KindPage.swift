internal import Specs

/// The kinds of spec as a Markdown page, made from the table that everything reads.
enum KindPage {
  static var markdown: String {
    var lines = [
      "# Kinds", "",
      "<!-- Generated from the schema table; `scripts/rules-page` writes it anew. -->",
      "",
      "The fields of each kind of spec. Names in brackets are read as well; hyphens count as",
      "underscores. Fields of your own come with [settings](Settings.md); `git spec schema KIND` prints",
      "all of it as a JSON Schema.", "",
    ]
    for kind in Schema.builtIn.kinds {
      lines += [
        "## \(kind.name)", "", "In `\(kind.folder)/`\(file(kind)); ID \(id(kind)).", "",
        "| field | required | value | what it says |", "|---|---|---|---|",
      ]
      lines += kind.fields.map { field in
        let aliases = field.aliases.isEmpty ? "" : " (" + quoted(field.aliases) + ")"
        let required = field.isRequired ? "yes" : ""
        return "| `\(field.name)`\(aliases) | \(required) | \(value(field)) | \(field.summary) |"
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private static func file(_ kind: KindSchema) -> String {
    if let prefix = kind.filePrefix { return ", files that begin with `\(prefix)`" }
    return kind.isNamedByID ? ", files that begin with their ID" : ""
  }

  private static func id(_ kind: KindSchema) -> String {
    switch kind.idShape {
    case .feature(let prefixes): "`\(prefixes.first ?? "")-FEATURE-001`"
    case .scoped(let prefixes):
      "`\(prefixes.first ?? "")-001` or `\(prefixes.first ?? "")-SCOPE-001`"
    case .free: "of any prefix, such as `DOC-TOPIC-001`"
    }
  }

  private static func value(_ field: FieldSchema) -> String {
    switch field.form {
    case .id: "the spec's own ID"
    case .title: "a text of up to 200 characters"
    case .text: "a text"
    case .date: "a day, `YYYY-MM-DD`"
    case .estimate(let sizes): quoted(sizes) + ", or a duration such as `4h`"
    case .enumeration(let values, _): quoted(values)
    case .reference(let kinds, let isList):
      (isList ? "a list of IDs" : "the ID") + of(kinds)
    case .file(let kinds): "a path from the spec root" + of(kinds)
    case .list: "a list of texts"
    case .mapping: "the fields below it"
    case .any: "anything"
    }
  }

  private static func of(_ kinds: [KindName]) -> String {
    kinds.isEmpty ? "" : " of a " + kinds.map(\.rawValue).joined(separator: " or ")
  }

  private static func quoted(_ words: [String]) -> String {
    words.map { "`\($0)`" }.joined(separator: " ")
  }
}
