import Foundation

/// An `omoios-local` of its own: a process on a free port that ends with its owner.
package final class LocalServer: Sendable {
  /// The user's project, and one that is somebody else's.
  package static let project = "project-00000000-0000-4000-8000-000000000001"
  package static let otherProject = "project-00000000-0000-4000-8000-000000000002"
  package static let organization = "00000000-0000-4000-8000-0000000000b1"
  package static let otherOrganization = "00000000-0000-4000-8000-0000000000b2"
  package static let token = "local-token"

  /// Without a slash at the end.
  package let url: String
  package let port: Int
  /// A place for the server's files, removed with it.
  package let folder: String
  private let process: Process

  package struct Failed: Error, CustomStringConvertible {
    package init(description: String) { self.description = description }
    package let description: String
  }

  /// The built server, beside the test bundle.
  package static let program: String = {
    // A measurement is made of a release build, which lies elsewhere.
    if let program = ProcessInfo.processInfo.environment["OMOIOS_LOCAL"] { return program }
    let arguments = CommandLine.arguments
    let bundle = arguments.first { $0.hasSuffix(".xctest") } ?? arguments[0]
    var folder = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    while folder.path != "/" {
      let program = folder.appendingPathComponent("omoios-local").path
      if FileManager.default.isExecutableFile(atPath: program) { return program }
      folder.deleteLastPathComponent()
    }
    return ""
  }()

  package static func start(arguments: [String] = []) throws -> LocalServer {
    try LocalServer(arguments: arguments)
  }

  /// Starts a server and waits until it listens.
  package init(arguments: [String] = []) throws {
    folder = NSTemporaryDirectory() + "/omoios-local-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let talk = folder + "/stderr"
    try Data().write(to: URL(fileURLWithPath: talk))
    let pipe = Pipe()
    process = Process()
    process.executableURL = URL(fileURLWithPath: Self.program)
    process.arguments =
      ["--exit-with-parent", "--for", "600", "--log", folder + "/requests"] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: talk))
    try process.run()
    try pipe.fileHandleForWriting.close()
    var line = Data()
    while let byte = try pipe.fileHandleForReading.read(upToCount: 1), byte != Data([0x0A]),
      !byte.isEmpty
    {
      line += byte
    }
    url = String(decoding: line, as: UTF8.self)
    port = url.split(separator: ":").last.flatMap { Int($0) } ?? 0
    guard port > 0 else {
      process.waitUntilExit()
      let reason = try String(contentsOfFile: talk, encoding: .utf8)
      try FileManager.default.removeItem(atPath: folder)
      throw Failed(description: "omoios-local does not listen: \(url) \(reason)")
    }
  }

  deinit { stop() }

  package var isRunning: Bool { process.isRunning }

  /// Ends the server by SIGTERM and waits for it.
  package func stop() {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  // MARK: Calls

  /// One request over a connection of its own; a nil token sends no credentials.
  package func call(
    _ method: String, _ path: String, _ body: String? = nil, token: String? = token,
    headers: [(String, String)] = []
  ) throws -> Reply {
    var all = headers
    if let token { all.append(("Authorization", "Bearer \(token)")) }
    if body != nil, !headers.contains(where: { $0.0 == "Content-Type" }) {
      all.append(("Content-Type", "application/json"))
    }
    return try LoopbackConnection(port: port).call(method, path, headers: all, body: body)
  }

  package func get(_ path: String) throws -> Reply { try call("GET", path) }

  package func post(_ path: String, _ body: String) throws -> Reply {
    try call("POST", path, body)
  }

  package func patch(_ path: String, _ body: String) throws -> Reply {
    try call("PATCH", path, body)
  }

  // MARK: Control

  /// Lets something go wrong with requests to come; `match` is like `POST /api/v1/tickets`, where
  /// `*` stands for a method or for one part of the path.
  package func fault(_ fault: String, on match: String, times: Int = 1, after: Int = 0) throws {
    let reply = try post(
      "/_control/faults",
      """
      {"match": "\(match)", "fault": "\(fault)", "times": \(times), "after": \(after)}
      """)
    guard reply.status == 200 else { throw Failed(description: "\(reply)") }
  }

  package func clearFaults() throws { _ = try call("DELETE", "/_control/faults") }

  /// How many requests came, by method and path, with `{id}` for ids.
  package func requests() throws -> [String: Int] {
    try get("/_control/requests").object["requests"] as? [String: Int] ?? [:]
  }

  package func count(_ request: String) throws -> Int { try requests()[request] ?? 0 }

  /// The largest number of requests that ran at the same time.
  package func mostAtOnce() throws -> Int {
    try get("/_control/requests").object["most_at_once"] as? Int ?? 0
  }

  /// Milliseconds since 1970 when the first request since the last reset came.
  package func firstRequestAt() throws -> Int? {
    try get("/_control/requests").object["first_at"] as? Int
  }

  package func resetCounts() throws { _ = try call("POST", "/_control/reset-counts") }

  /// Ends every access token but the one that is accepted for ever.
  package func expireTokens(refresh: Bool = false) throws {
    _ = try call("POST", "/_control/expire-tokens?refresh=\(refresh)")
  }

  /// The log: a JSON object a line.
  package func log() throws -> [String] {
    try String(contentsOfFile: folder + "/requests", encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }
}
