import Foundation
import Synchronization

/// A server of bytes: each connection follows a script of its own.
package final class RawServer: Sendable {
  package enum Step: Sendable {
    /// Reads a whole request, then writes this.
    case reply(String)
    /// Reads a whole request and says nothing.
    case silence
    /// Writes without being asked, after a pause.
    case write(String, after: Double)
    case pause(Double)
  }

  package let port: Int
  private let descriptor: Int32
  private let scripts: [[Step]]
  private let seen = Mutex([[String]]())

  /// Whole requests, by connection.
  package var requests: [[String]] { seen.withLock { $0 } }

  package convenience init(_ scripts: [Step]...) throws { try self.init(scripts) }

  package init(_ scripts: [[Step]]) throws {
    self.scripts = scripts
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listening = descriptor
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listening, pointer, length) == 0 && listen(listening, 16) == 0
          && getsockname(listening, pointer, &length) == 0
      }
    }
    guard status else { throw POSIXError(.EADDRNOTAVAIL) }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in acceptAll() }
  }

  /// Refuses further connections.
  ///
  /// The descriptor stays: another test's socket could get its number while `accept` looks at it.
  package func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  private func acceptAll() {
    for index in scripts.indices {
      let connection = accept(descriptor, nil, nil)
      guard connection >= 0 else { return }
      seen.withLock { $0.append([]) }
      Thread.detachNewThread { [self] in
        follow(scripts[index], connection, index)
        close(connection)
      }
    }
  }

  private func follow(_ steps: [Step], _ connection: Int32, _ index: Int) {
    for step in steps {
      switch step {
      case .reply(let text):
        guard readRequest(connection, index) else { return }
        write(text, connection)
      case .silence:
        guard readRequest(connection, index) else { return }
      case .write(let text, let pause):
        Thread.sleep(forTimeInterval: pause)
        write(text, connection)
      case .pause(let seconds): Thread.sleep(forTimeInterval: seconds)
      }
    }
  }

  private func readRequest(_ connection: Int32, _ index: Int) -> Bool {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65536)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let end = text.range(of: "\r\n\r\n") {
        let head = text[..<end.lowerBound].lowercased()
        let length =
          head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
          .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
        if text[end.upperBound...].utf8.count >= length {
          seen.withLock { $0[index].append(text) }
          return true
        }
      }
      let count = recv(connection, &part, part.count, 0)
      guard count > 0 else { return false }
      bytes += part[..<count]
    }
  }

  private func write(_ text: String, _ connection: Int32) {
    let bytes = Array(text.utf8)
    _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }
}

extension RawServer.Step {
  package static func json(_ status: String, _ body: String, _ headers: String = "") -> Self {
    .reply(
      "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n\(headers)"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }
}
