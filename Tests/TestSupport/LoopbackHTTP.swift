import Foundation

/// What came back over a socket.
package struct Reply: Sendable, CustomStringConvertible {
  package let status: Int
  /// By lower-case name.
  package let headers: [String: String]
  package let body: String

  package var description: String { "\(status) \(body.prefix(500))" }

  /// The body as an object; empty when it is none.
  package var object: [String: Any] { json as? [String: Any] ?? [:] }

  /// The body as a list of objects; empty when it is none.
  package var list: [[String: Any]] { json as? [[String: Any]] ?? [] }

  package var keys: Set<String> { Set(object.keys) }

  /// A text member; nil when it is missing or anything else.
  package func text(_ name: String) -> String? { object[name] as? String }

  package func objects(_ name: String) -> [[String: Any]] {
    object[name] as? [[String: Any]] ?? []
  }

  private var json: Any? { try? JSONSerialization.jsonObject(with: Data(body.utf8)) }
}

/// One connection to a port of this machine, without a pool or retries in the way.
package final class LoopbackConnection {
  package enum Ended: Error {
    /// The other side closed before the answer was whole; holds what came.
    case closed(String)
    case reset
    case failed(Int32)
  }

  private let socket: Int32

  package init(port: Int) throws {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    socket = Foundation.socket(AF_INET, kind, 0)
    guard socket >= 0 else { throw Ended.failed(errno) }
    var wait = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      let number = errno
      close(socket)
      throw Ended.failed(number)
    }
  }

  deinit { close(socket) }

  /// Sends a request and reads its answer.
  package func call(
    _ method: String, _ path: String, headers: [(String, String)] = [], body: String? = nil
  ) throws -> Reply {
    var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    if let body { head += "Content-Length: \(body.utf8.count)\r\n" }
    try send(head + "\r\n" + (body ?? ""))
    return try receive()
  }

  private func send(_ text: String) throws {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw errno == EINTR ? Ended.failed(EINTR) : ended() }
      sent += count
    }
  }

  private func ended() -> Ended {
    errno == ECONNRESET || errno == EPIPE ? .reset : .failed(errno)
  }

  private func receive() throws -> Reply {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      if let reply = Self.reply(bytes) { return reply }
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count >= 0 else { throw ended() }
      guard count > 0 else { throw Ended.closed(String(decoding: bytes, as: UTF8.self)) }
      bytes += buffer[..<count]
    }
  }

  /// The answer, once all of it is there.
  private static func reply(_ bytes: [UInt8]) -> Reply? {
    guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let pair = line.split(separator: ":", maxSplits: 1)
      guard pair.count == 2 else { continue }
      headers[pair[0].lowercased()] = pair[1].trimmingCharacters(in: .whitespaces)
    }
    let body = bytes[end.upperBound...]
    guard body.count >= Int(headers["content-length"] ?? "0") ?? 0 else { return nil }
    let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return Reply(
      status: status ?? 0, headers: headers, body: String(decoding: body, as: UTF8.self))
  }
}
