/// What a check found, in a stable order.
package struct Report: Sendable {
  package var findings: [Finding]
  /// Specs in the snapshot.
  package var specCount: Int
  /// Specs that were judged.
  package var checkedCount: Int
  /// Findings in specs that the change did not touch and did not cause.
  package var olderCount: Int
  /// What the change keeps from being told.
  package var switchedOff = SwitchedOff()

  package init(
    findings: [Finding] = [], specCount: Int = 0, checkedCount: Int = 0, olderCount: Int = 0
  ) {
    self.findings = findings
    self.specCount = specCount
    self.checkedCount = checkedCount
    self.olderCount = olderCount
  }

  package func count(_ severity: Severity) -> Int {
    findings.reduce(0) { $0 + ($1.severity == severity ? 1 : 0) }
  }

  /// Number of findings that `--fix` would mend.
  package var fixableCount: Int {
    findings.reduce(0) { $0 + ($1.fix?.applicability == .safe ? 1 : 0) }
  }

  package mutating func sort() {
    findings.sort {
      ($0.path, $0.start, $0.code, $0.subject) < ($1.path, $1.start, $1.code, $1.subject)
    }
  }
}
