import Specs
import Testing

@Suite struct FeatureTests {
  @Test(arguments: [
    ("create repo", "CREATE-REPO"), ("create-repo", "CREATE-REPO"), ("CREATE-REPO", "CREATE-REPO"),
    ("CREATE_REPO", "CREATE-REPO"), ("createRepo v2", "CREATE-REPO-V2"),
    ("  login / logout!  ", "LOGIN-LOGOUT"), ("GitHub sync", "GITHUB-SYNC"), ("OAuth2", "OAUTH2"),
    ("iOS app", "IOS-APP"), ("2fa", "2FA"), ("user's page", "USERS-PAGE"), ("x", "X"),
    ("../../etc/passwd", "ETC-PASSWD"), ("a\nb\0c", "A-B-C"), ("日本 mail", "MAIL"),
    ("Café menü", "CAFE-MENU"), ("Cafe\u{301}", "CAFE"), ("🎉 party", "PARTY"),
  ])
  func anySpellingBecomesSegmentsAndASlug(text: String, expected: String) throws {
    let feature = try Feature(text)
    #expect(feature.inIDs == expected)
    #expect(feature.slug == expected.lowercased())
    #expect(SpecID("PRD-\(feature.inIDs)-001")?.segments == feature.segments)
    #expect(try Feature(feature.slug).inIDs == expected)
  }

  @Test(arguments: ["!!!", "", " ", "日本", "Ωμέγα", "🎉", "---", "1️⃣"])
  func aNameWithoutLettersAndDigitsIsRefused(text: String) {
    #expect(throws: ScaffoldError.unusableFeature(text.trimmingBlanks)) { try Feature(text) }
  }

  @Test func aNameThatIsTooLongForAFileIsRefused() throws {
    #expect(try Feature(String(repeating: "a", count: Feature.limit)).slug.count == 80)
    #expect(throws: ScaffoldError.longFeature(limit: 80)) {
      try Feature(String(repeating: "a", count: Feature.limit + 1))
    }
  }
}
