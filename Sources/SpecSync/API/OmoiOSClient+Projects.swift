extension OmoiOSClient {
  /// All projects that the user may see.
  package func projects() async throws(APIError) -> [ServerProject] {
    var found: [ServerProject] = []
    var seen: Set<String> = []
    var offset = 0
    while true {
      let success = try await call(
        .get,
        RequestPath("/api/v1/projects").query(["limit": "\(Self.pageSize)", "offset": "\(offset)"]))
      let page: ProjectPage = try success.decoded()
      try success.checkTotal(page.total)
      // A project that is made between two pages shifts one onto the next.
      found += page.projects.filter { seen.insert($0.id).inserted }
      offset += page.projects.count
      if offset >= page.total { return found }
      guard !page.projects.isEmpty else {
        throw success.error(.badAnswer, "\(offset) of \(page.total) projects, and no more")
      }
    }
  }

  package func project(_ id: String) async throws(APIError) -> ServerProject {
    try await get("/api/v1/projects/\(id)")
  }

  private static var pageSize: Int { 1000 }
}

private struct ProjectPage: Decodable {
  let projects: [ServerProject]
  let total: Int
}
