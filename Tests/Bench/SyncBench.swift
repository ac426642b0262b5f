import Foundation
import TestSupport

/// What syncing costs: requests and time beside the least that four requests at once can take.
struct SyncBench {
  private let place: Place
  init(_ place: Place) { self.place = place }

  private static let specs = 10_000
  /// Milliseconds that the server takes longer for each request.
  private static let latencies = [0, 50]

  func run() throws {
    let repository = try SampleRepository(
      place.folder + "/sync", specs: Self.specs, .short)
    try repository.shell(
      "git clone -q --bare . ../sync-origin.git && git remote add origin ../sync-origin.git "
        + "&& git fetch -q origin && git branch -q -u origin/main")
    let server = try LocalServer()
    let first = try push(repository, server)
    say("git spec sync push, \(Self.specs) specs for the first time")
    say("  \(first.requests) requests, \(ms(first.run)) ms, peak \(mb(first.run)) MB")
    let idle = try push(repository, server)
    say("git spec sync push, nothing changed")
    say("  \(idle.requests) requests, \(ms(idle.run)) ms, peak \(mb(idle.run)) MB")

    var round = 1
    for count in [3, 100, 1000] {
      for latency in Self.latencies {
        try repository.commitChanges(count, round: round)
        round += 1
        try setLatency(latency, server)
        let push = try push(repository, server)
        say("git spec sync push, \(count) of \(Self.specs) specs changed, \(latency) ms latency")
        var line = "  \(push.requests) requests, \(ms(push.run)) ms, peak \(mb(push.run)) MB"
        line += ", \(push.untilFirst) ms to the first request"
        if latency > 0 {
          let ideal = Double(push.requests) / 4 * Double(latency)
          line += ", \(Stats.number(push.run.milliseconds / ideal, 2))× of requests ÷ 4 × latency"
        }
        say(line)
      }
    }
    // Alone, with a state of ten thousand items, and more than once.
    try setLatency(0, server)
    let starts = try (0..<9).map { _ in
      try repository.commitChanges(3, round: round)
      round += 1
      return Double(try push(repository, server).untilFirst)
    }
    say("from the start of the process to its first request, \(Self.specs) specs")
    say("  \(Stats.text(starts, 0)) ms")
  }

  private func ms(_ run: Run) -> String { Stats.number(run.milliseconds, 0) }
  private func mb(_ run: Run) -> String { Stats.number(run.megabytes, 0) }

  private func setLatency(_ milliseconds: Int, _ server: LocalServer) throws {
    try server.clearFaults()
    guard milliseconds > 0 else { return }
    for match in [
      "GET /api/v1/projects/*", "GET /api/v1/tasks/*", "PATCH /api/v1/tasks/*",
      "PUT /api/v1/tasks/*/dependencies", "GET /api/v1/tickets/*",
    ] {
      try server.fault("delay_ms:\(milliseconds)", on: match, times: 1_000_000)
    }
  }

  private func push(
    _ repository: SampleRepository, _ server: LocalServer
  ) throws -> (run: Run, requests: Int, untilFirst: Int) {
    try server.resetCounts()
    var environment = Place.environment
    environment["OMOIOS_API_URL"] = server.url
    environment["OMOIOS_TOKEN"] = LocalServer.token
    environment["OMOIOS_PROJECT_ID"] = LocalServer.project
    let begin = Int(Date().timeIntervalSince1970 * 1000)
    let run = try Measure.run(
      [place.program, "sync", "push", "-q"], in: repository.path, environment: environment)
    let counts = try server.requests()
    return (run, counts.values.reduce(0, +), (try server.firstRequestAt() ?? begin) - begin)
  }
}
