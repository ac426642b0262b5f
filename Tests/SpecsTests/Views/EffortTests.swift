import Testing

@testable import Specs

@Suite struct EffortTests {
  /// A spec whose estimate was no number to count with ended `graph` and `report`.
  @Test(arguments: ["1e300h", "1e308w", "1e7h", "infh", "nanh", "-1h", "0x1p1023h", "h"])
  func whatNobodyLivesToFinishIsNoEstimate(text: String) { #expect(Effort.hours(text) == nil) }

  @Test func longEstimatesCount() { #expect(Effort.hours("1000w") == 40_000) }
}
