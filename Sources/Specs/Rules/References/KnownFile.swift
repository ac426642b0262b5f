internal import Frontmatter

/// S303: a path in frontmatter leads to a file.
enum KnownFile: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S303", "missing-file", .error, fixing: .safe,
    summary: "A path in frontmatter leads to a file below the spec root.",
    explanation: """
      `prd_ref` and `design_ref` are paths from the spec root, such as `designs/login.md`; \
      `.omoi_os/designs/login.md` and the other spec's ID are understood as well. Capitals count, as \
      they do on the servers; a path that is right but for them has a fix.
      """,
    bad: "=== tickets/TKT-001.md\n---\nid: TKT-001\ndesign_ref: designs/login.md\n---\n",
    good:
      "=== tickets/TKT-001.md\n---\nid: TKT-001\ndesign_ref: designs/login.md\n---\n=== designs/login.md\n---\nid: DESIGN-LOGIN-001\n---\n"
  )

  static func check(_ spec: Spec, in context: RuleContext) -> [Finding] {
    guard let document = spec.document else { return [] }
    return spec.summary.references.compactMap { reference in
      guard reference.isFile, !reference.target.utf8.contains(0x7B) else { return nil }
      // An ID in the place of a path is a reference like any other.
      if SpecID(reference.target) != nil { return KnownReference.judge(reference, spec, context) }
      guard RootPath.normalized(reference.target, in: spec.root) != nil else {
        return spec.finding(
          rule, at: reference.range, "`\(reference.target)` leads out of the spec root",
          help: "write it from \(spec.root)/, as in `designs/name.md`")
      }
      let path = spec.root + "/" + reference.target
      // Whether another spelling exists does not make it another finding.
      let subject = "\(reference.field) \(reference.target)"
      switch context.index.file(path, in: spec.root) {
      case .exists: return wrongKind(reference, path, spec, context)
      case .differsInCase(let other):
        let better = String(other.dropFirst(spec.root.count + 1))
        let scalar = spec.fields.uses[reference.use].value.scalar
        return spec.finding(
          rule, at: reference.range, "there is no file `\(reference.target)`, only `\(better)`",
          fix: scalar.flatMap {
            $0.isPlainlyWritten
              ? spec.fix(.safe, "write `\(better)`", [document.replacing($0, with: better)]) : nil
          }, subject: subject)
      case .missing:
        if context.before.contains(where: { $0.file(path, in: spec.root) == .exists }) {
          return spec.finding(
            rule, at: reference.range, "there is no file `\(path)`",
            notes: [Finding.Note("this change removes it, or gives it another name")],
            help: "keep it, or change what refers to it", subject: subject)
        }
        let folder = reference.kinds.first.flatMap { context.schema[$0]?.folder }
        let near = context.index.candidates(in: spec.root)?
          .nearest(toPath: path) { reference.kinds.contains($0.kind) }
          .flatMap { $0.path.dropPrefix(spec.root + "/") }
        return spec.finding(
          rule, at: reference.range, "there is no file `\(path)`",
          help: near.map { "did you mean `\($0)`?" }
            ?? folder.map {
              reference.target.hasPrefix($0 + "/")
                ? "write that file in the same change, or leave the field out until it is there"
                : "\(reference.field) is a path from \(spec.root)/, as in `\($0)/name.md`"
            }, subject: subject)
      }
    }
  }

  /// A path to a spec of another kind; what is no spec, such as a picture, is nobody's business.
  private static func wrongKind(
    _ reference: Reference, _ path: String, _ spec: Spec, _ context: RuleContext
  ) -> Finding? {
    guard let other = context.index.summary(at: path), !reference.kinds.isEmpty,
      !reference.kinds.contains(other.kind)
    else { return nil }
    return spec.finding(
      KnownReference.wrongKind, at: reference.range,
      "`\(reference.target)` is \(other.kind.withArticle)",
      notes: [
        Finding.Note(
          "the file is here", path: path, position: other.definitions.first?.position)
      ],
      help:
        "`\(reference.field)` takes the path of \(reference.kinds.map(\.withArticle).joined(separator: " or "))"
    )
  }
}
