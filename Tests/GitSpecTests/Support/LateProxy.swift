import Foundation
import TestSupport

/// A proxy that answers some creations with 504 and hands them on a while later: a program of its
/// own in Python, since a server that goes on after its client has gone takes more than a fault.
final class LateProxy {
  let port: Int
  private let process = Process()
  private let log: String

  static let isPossible: Bool = {
    let probe = Process()
    probe.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    probe.arguments = ["python3", "-c", "import http.server"]
    probe.standardError = FileHandle.nullDevice
    guard (try? probe.run()) != nil else { return false }
    probe.waitUntilExit()
    return probe.terminationStatus == 0
  }()

  init(to server: Int, late seconds: Double) throws {
    log = NSTemporaryDirectory() + "/late-" + UUID().uuidString
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.program, "\(server)", "\(seconds)", log]
    process.standardOutput = pipe
    try process.run()
    var line = Data()
    while let byte = try pipe.fileHandleForReading.read(upToCount: 1), byte != Data([0x0A]),
      !byte.isEmpty
    {
      line += byte
    }
    guard let port = Int(String(decoding: line, as: UTF8.self)) else {
      throw Sandbox.Failed(description: "the proxy does not listen")
    }
    self.port = port
  }

  deinit { stop() }

  func stop() {
    // Not SIGTERM, which a child of this process may find blocked.
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: log)
  }

  func lateOnes() -> Int {
    ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n").count
  }

  private static let program = """
    import http.client, http.server, sys, threading, time
    server, late, log = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
    seen = {}
    lock = threading.Lock()
    class Handler(http.server.BaseHTTPRequestHandler):
      protocol_version = "HTTP/1.1"
      def ask(self, body):
        up = http.client.HTTPConnection("127.0.0.1", server)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
        up.request(self.command, self.path, body, headers)
        answer = up.getresponse()
        return answer.status, answer.read()
      def do(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.split("?")[0]
        is_late = False
        if self.command == "POST" and path in ("/api/v1/tickets", "/api/v1/tasks", "/api/v1/specs"):
          with lock:
            seen[path] = seen.get(path, 0) + 1
            is_late = seen[path] == 1
        if is_late:
          with open(log, "a") as file: file.write(path + chr(10))
          threading.Timer(late, self.ask, [body]).start()
          status, text = 504, b'{"detail": "Gateway Timeout"}'
        else:
          status, text = self.ask(body)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
      do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do
      def log_message(self, *words): pass
    proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Timer(60, proxy.shutdown).start()
    print(proxy.server_address[1], flush=True)
    proxy.serve_forever()
    """
}
