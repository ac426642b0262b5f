/// A request, whole: `path` with its query, relative to the server's base URL.
package struct HTTPRequest: Sendable, Equatable {
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  package var method: Method
  package var path: String
  package var headers: [(name: String, value: String)]
  /// JSON, in UTF-8; nil sends none.
  package var body: [UInt8]?

  package init(
    _ method: Method, _ path: String, headers: [(name: String, value: String)] = [],
    body: [UInt8]? = nil
  ) {
    self.method = method
    self.path = path
    self.headers = headers
    self.body = body
  }

  package static func == (a: HTTPRequest, b: HTTPRequest) -> Bool {
    a.method == b.method && a.path == b.path && a.body == b.body
      && a.headers.elementsEqual(b.headers, by: ==)
  }
}

// Headers and body hold credentials, so neither is ever printed.
extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  package var description: String { "\(method.rawValue) \(path)" }
  package var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

/// A whole answer.
package struct HTTPAnswer: Sendable {
  package let status: Int
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

// The answer to a login is a credential, too.
extension HTTPAnswer: CustomStringConvertible, CustomReflectable {
  package var description: String { "\(status), \(body.count) bytes" }
  package var customMirror: Mirror { Mirror(self, children: ["answer": description]) }

  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// No whole answer came.
package struct TransportError: Error, Sendable, Equatable {
  /// What is known of the request.
  package enum Fate: Sendable {
    /// The server never had it: no connection was made, or it was not written.
    case notSent
    /// The server may have acted.
    case unknown
  }

  package let fate: Fate
  /// Such as `connection refused`, `timed out after 30 s`.
  package let message: String
  /// The next try would end the same way: a certificate, a proxy's password.
  package let isPermanent: Bool

  package init(_ fate: Fate, _ message: String, isPermanent: Bool = false) {
    self.fate = fate
    self.message = message
    self.isPermanent = isPermanent
  }
}

/// The network as the client sees it: one request, one whole answer or an error.
package protocol HTTPTransport: Sendable {
  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPAnswer
  /// Closes idle connections, so that the next request opens a fresh one.
  func dropConnections() async
  func close() async
}
