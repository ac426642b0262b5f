/// How long a spec's estimate says that it takes.
package enum Effort {
  /// Hours, a size by the middle of what the workflow document gives it (S below 2, M 2 to 4, L 4 to
  /// 8); days have 8 and weeks 40. Nil for what is no estimate.
  package static func hours(_ estimate: String) -> Double? {
    if let size = sizes[estimate.uppercased()] { return size }
    guard let unit = estimate.last, let hours = units[unit],
      let amount = Double(estimate.dropLast()), amount.isFinite, amount >= 0
    else { return nil }
    let total = amount * hours
    return total <= mostHours ? total : nil
  }

  /// What takes longer than lives is no estimate, and sums of such are no numbers.
  private static let mostHours = 1e6

  /// What is assumed of a spec without an estimate: a size M.
  package static let usual = 3.0

  private static let sizes = ["XS": 0.5, "S": 1, "M": 3, "L": 6, "XL": 12]
  private static let units: [Character: Double] = ["m": 1.0 / 60, "h": 1, "d": 8, "w": 40]
}
