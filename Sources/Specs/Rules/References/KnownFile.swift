internal import Frontmatter

/// S303: a path in frontmatter leads to a file.
enum KnownFile: Rule {
  static let rules = [rule]
  static let rule = RuleInfo(
    "S303", "missing-file", .error, fixing: .safe,
    summary: "A path in frontmatter leads to a file below the spec root.",
    explanation: """
      `prd_ref` and `design_ref` are paths from the spec root, such as `designs/login.md`. Capitals \
      count, as they do on the servers; a path that is right but for them has a fix.
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
      guard let path = path(reference.target, from: spec) else {
        return spec.finding(
          rule, at: reference.range, "`\(reference.target)` leads out of the spec root",
          help: "write it from \(spec.root)/, as in `designs/name.md`")
      }
      // Whether another spelling exists does not make it another finding.
      let subject = "\(reference.field) \(reference.target)"
      switch context.index.file(path, in: spec.root) {
      case .exists: return nil
      case .differsInCase(let other):
        let better = String(other.dropFirst(spec.root.count + 1))
        let scalar = spec.fields[reference.field]?.value.scalar
        return spec.finding(
          rule, at: reference.range, "there is no file `\(reference.target)`, only `\(better)`",
          fix: scalar.map {
            spec.fix(.safe, "write `\(better)`", [document.replacing($0, with: better)])
          }, subject: subject)
      case .missing:
        let folder = reference.kinds.first.flatMap { context.schema[$0]?.folder }
        let candidates = context.index.allDefinitions(in: spec.root)
          .filter { !$0.isHeading && reference.kinds.contains($0.kind) }
          .map { String($0.path.dropFirst(spec.root.count + 1)) }
        let near = Nearest.match(reference.target, in: candidates)
        return spec.finding(
          rule, at: reference.range, "there is no file `\(path)`",
          help: near.map { "did you mean `\($0)`?" }
            ?? folder.map {
              "\(reference.field) is a path from \(spec.root)/, as in `\($0)/name.md`"
            }, subject: subject)
      }
    }
  }

  /// Every way to write a path below a root that is understood.
  static func spellings(of relative: String, in root: String) -> [String] {
    let plain = [relative, root + "/" + relative, Schema.rootFolder + "/" + relative]
    return plain + plain.map { "./" + $0 }
  }

  /// The path from the repository's top; nil when it leaves the root.
  ///
  /// Paths that name the root itself are understood: `.omoi_os/designs/login.md`.
  private static func path(_ target: String, from spec: Spec) -> String? {
    var target = target
    if target.hasPrefix("./") { target = String(target.dropFirst(2)) }
    for start in [spec.root + "/", Schema.rootFolder + "/"] {
      if let rest = target.dropPrefix(start) {
        target = rest
        break
      }
    }
    let words = target.split(separator: "/", omittingEmptySubsequences: false)
    if words.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) { return nil }
    return spec.root + "/" + target
  }
}
