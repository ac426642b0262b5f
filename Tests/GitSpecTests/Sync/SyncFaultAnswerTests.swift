import Foundation
import TestSupport
import Testing

/// Answers that are lost, late, wrong or cut off.
@Suite struct SyncFaultAnswerTests {
  /// One answer of each kind of request is lost, the first or a later one.
  @Test(arguments: [0, 2])
  func droppedAnswersMakeNothingTwice(after: Int) throws {
    let world = try SyncWorld(
      SyncFiles.some.merging(SyncFiles.group(2, requirements: 2, tickets: 3, tasks: 4, seed: 2)) {
        $1
      })
    for request in [
      "POST /api/v1/tickets", "POST /api/v1/tasks", "POST /api/v1/specs",
      "POST /api/v1/specs/*/requirements", "POST /api/v1/specs/*/requirements/*/criteria",
      "POST /api/v1/specs/*/link-tickets", "PUT /api/v1/specs/*/design",
      "PUT /api/v1/tasks/*/dependencies", "PATCH /api/v1/tickets/*", "PATCH /api/v1/tasks/*",
      "PATCH /api/v1/specs/*",
    ] {
      try world.server.fault(
        "drop_answer", on: request, after: request.contains("/specs") ? after / 2 : after)
    }
    try world.expectPush()
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  @Test(arguments: [1, 2])
  func everyFifthAnswerDropped(seed: Int) throws {
    let world = try SyncWorld(
      SyncFiles.many(60, seed: seed), server: ["--drop-answers", "0.2", "--seed", "\(seed)"])
    try world.expectDone(within: 3)
    // The comparison itself must get its answers.
    try world.expectLikeUndisturbed()
  }

  @Test(arguments: ["fail_500", "fail_502", "fail_503", "rate_limit", "retry_after:1"])
  func failuresBeforeActing(fault: String) throws {
    let world = try SyncWorld()
    for request in [
      "POST /api/v1/tickets", "POST /api/v1/tasks", "POST /api/v1/specs",
      "POST /api/v1/specs/*/requirements", "PATCH /api/v1/tasks/*",
    ] {
      // A proxy that gives up may hide a server that does not: the wait for it is long.
      let times = fault == "fail_502" ? 1 : 2
      guard times == 2 || request == "POST /api/v1/tickets" else { continue }
      try world.server.fault(fault, on: request, times: times, after: 1)
    }
    try world.expectDone(within: 2)
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  @Test func resetAfterAFailureIsNoAnswer() throws {
    let world = try SyncWorld()
    try world.server.fault("fail_500", on: "PATCH /api/v1/tasks/*", times: 1)
    try world.server.fault("reset", on: "PATCH /api/v1/tasks/*", times: 2, after: 1)
    try world.server.fault("reset", on: "POST /api/v1/tickets", times: 1)
    try world.expectDone(within: 2)
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }

  /// A proxy gives up, and the program behind it makes the item all the same, a little later.
  @Test(.enabled(if: LateProxy.isPossible)) func aServerThatIsLateMakesNothingTwice() throws {
    let world = try SyncWorld()
    let proxy = try LateProxy(to: world.server.port, late: 1.5)
    defer { proxy.stop() }
    let outcome = try world.push(
      environment: ["OMOIOS_API_URL": "http://127.0.0.1:\(proxy.port)"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(proxy.lateOnes() > 0)
    try world.expectLikeUndisturbed()
  }

  @Test func fourRequestsAtOnceAndNeverMore() throws {
    let world = try SyncWorld(SyncFiles.many(30, seed: 4), server: ["--latency", "15"])
    try world.expectPush()
    #expect(try world.server.mostAtOnce() == 4)
    try world.server.resetCounts()
    // Lists of a rescue and single reads stay within it as well.
    try world.sandbox.git("push", "-q", "origin", ":" + world.ref)
    try world.expectPush()
    #expect(try world.server.mostAtOnce() <= 4)
  }

  @Test(.enabled(if: LateProxy.isPossible)) func killedWhileTheServerIsLate() throws {
    let world = try SyncWorld()
    let proxy = try LateProxy(to: world.server.port, late: 3)
    defer { proxy.stop() }
    world.sandbox.environment["OMOIOS_API_URL"] = "http://127.0.0.1:\(proxy.port)"
    let killed = try world.begin()
    for _ in 0..<1000 where proxy.lateOnes() == 0 { usleep(5000) }
    killed.signal(SIGKILL)
    _ = try killed.wait()
    try world.expectPush("--wait", "1")
    try world.expectLikeUndisturbed()
  }

  @Test(arguments: [
    "/api/v1/tickets", "/api/v1/tasks", "/api/v1/specs/project/*", "/api/v1/projects/*",
  ])
  func aListThatFailsIsNoEmptyList(path: String) throws {
    let world = try SyncWorld()
    try world.expectPush()
    // The state is lost, so that everything hangs on the lists.
    try world.sandbox.git("push", "-q", "origin", ":" + world.ref)
    let before = try world.creations()
    for fault in ["truncate", "fail_401", "fail_403", "fail_404", "fail_500"] {
      try world.server.fault(fault, on: "GET " + path, times: 50)
      let outcome = try world.push()
      #expect(outcome.status == 4, "\(fault): \(outcome)")
      #expect(
        outcome.error.contains(path.replacing("/*", with: "/")), "the message names it: \(outcome)")
      #expect(try world.creations() == before, "\(fault)")
      try world.server.clearFaults()
    }
    try world.expectPush()
    #expect(try world.creations() == before)
    #expect(try world.doubled() == [])
  }

  /// Every request that made something may have been the last one before the server went away.
  @Test func serverThatGoesAwayAndComesBack() throws {
    let world = try SyncWorld(SyncFiles.many(60, seed: 8))
    for after in [3, 9, 20] {
      for path in ["/api/v1/tickets", "/api/v1/tasks", "/api/v1/specs"] {
        try world.server.fault("drop_answer", on: "POST " + path, times: 1, after: after)
        try world.server.fault("fail_503", on: "GET " + path, times: 6, after: 4)
      }
      _ = try world.push()
    }
    try world.server.clearFaults()
    try world.expectDone(within: 2)
    try world.expectLikeUndisturbed()
    try world.expectQuiet()
  }
}
