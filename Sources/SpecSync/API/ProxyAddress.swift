/// A proxy between us and the server.
package struct ProxyAddress: Sendable, Equatable {
  package enum Kind: Sendable, Equatable { case http, socks }

  package let kind: Kind
  package let host: String
  package let port: Int
  package let user: Secret?
  package let password: Secret?

  /// Nil where requests go straight to the server.
  ///
  /// - Parameters:
  ///   - gitProxy: git's `http.proxy`, which beats the environment; an empty one means no proxy.
  ///   - environment: `HTTPS_PROXY` and the like; `NO_PROXY` holds for git's proxy, too.
  package static func choose(
    for server: ServerURL, environment: [String: String], gitProxy: String? = nil
  ) throws(TransportError) -> ProxyAddress? {
    func variable(_ names: [String]) -> (name: String, value: String)? {
      for name in names {
        if let value = environment[name], !value.isEmpty { return (name, value) }
      }
      return nil
    }
    if let exceptions = variable(["no_proxy", "NO_PROXY"]),
      ProxyExceptions(exceptions.value).cover(server)
    {
      return nil
    }
    if let gitProxy {
      return gitProxy.isEmpty ? nil : try ProxyAddress(gitProxy, from: "http.proxy")
    }
    let names =
      switch server.scheme {
      case .https: ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
      case .http: ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
      }
    guard let proxy = variable(names) else { return nil }
    return try ProxyAddress(proxy.value, from: proxy.name)
  }

  /// - Parameter source: Where the text stands; the text itself may hold a password.
  private init(_ text: String, from source: String) throws(TransportError) {
    func unusable(_ why: String) -> TransportError {
      TransportError(.notSent, "the proxy in \(source) \(why)", isPermanent: true)
    }
    var rest = text[...]
    var kind = Kind.http
    if let end = text.firstRange(of: "://") {
      switch text[..<end.lowerBound].lowercased() {
      case "http": kind = .http
      case "socks", "socks5", "socks5h": kind = .socks
      case let other where other.allSatisfy(\.isLetter):
        throw unusable("is of a kind that is not supported; http and socks5 are")
      default: throw unusable("is not a URL")
      }
      rest = text[end.upperBound...]
    }
    rest = rest.prefix { !"/?#".contains($0) }
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard kind == .http else { throw unusable("has a user, which only an http proxy can have") }
      user = Secret(Self.decoded(parts[0]))
      password = Secret(parts.count > 1 ? Self.decoded(parts[1]) : "")
      rest = rest[rest.index(after: at)...]
    } else {
      user = nil
      password = nil
    }
    // 1080 is what curl takes, and so git.
    guard let place = HostAndPort(rest, defaultPort: 1080) else {
      throw unusable("is not a URL")
    }
    self.kind = kind
    host = place.host
    port = place.port
  }

  /// Without percent-encoding; what is not one stays as it is.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
