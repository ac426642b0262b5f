import Foundation
import TestSupport

/// A command that is under way.
final class Running {
  let process = Process()
  private let places: [String]
  private var handles: [FileHandle] = []

  init(
    _ sandbox: Sandbox, _ arguments: [String], _ extra: [String: String?], _ directory: String?
  ) throws {
    process.executableURL = URL(fileURLWithPath: Sandbox.program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(
      fileURLWithPath: sandbox.path(directory ?? sandbox.directory))
    var variables = sandbox.environment
    for (name, value) in extra { variables[name] = value }
    process.environment = variables
    let token = UUID().uuidString
    places = ["out", "err"].map { "\(sandbox.folder)/.\(token).\($0)" }
    for place in places {
      try Data().write(to: URL(fileURLWithPath: place))
      handles.append(try FileHandle(forWritingTo: URL(fileURLWithPath: place)))
    }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  var error: String { (try? String(contentsOfFile: places[1], encoding: .utf8)) ?? "" }

  func wait() throws -> Outcome {
    process.waitUntilExit()
    for handle in handles { try handle.close() }
    handles = []
    let status =
      process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
    let texts = try places.map {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self)
    }
    return Outcome(status: status, output: texts[0], error: texts[1])
  }
}

extension LocalServer {
  /// Bytes of the log, which grows by a line at every request: cheap enough to be watched.
  var logSize: Int {
    var status = stat()
    return stat(folder + "/requests", &status) == 0 ? Int(status.st_size) : 0
  }

  /// Waits until so many requests that match have been counted; false when it takes too long.
  func waits(for request: String, _ count: Int, seconds: Double = 60) throws -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while try self.count(request) < count {
      if Date() > end { return false }
      usleep(3000)
    }
    return true
  }
}
