internal import Frontmatter

extension Spec {
  /// Boxes below Acceptance Criteria or Done When, without the marks.
  package var criteria: [RequirementParts.Criterion] {
    Criteria.boxes(of: self).map { box in
      RequirementParts.Criterion(text: words(of: box), isMet: box.isChecked)
    }
  }

  /// The words of a box's line, `- [x] ` left out.
  private func words(of box: Body.Checkbox) -> String {
    let line = text.lineContent(text.lineIndex(at: box.range.lowerBound))
    let words = text.string(line)
    guard let bracket = words.firstIndex(of: "]") else { return words.trimmingBlanks }
    return words[words.index(after: bracket)...].trimmingBlanks
  }
}
