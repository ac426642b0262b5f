/// Where a server is, `https://api.example.com/prefix`; without user, query or fragment.
package struct ServerURL: Sendable, Hashable {
  package enum Scheme: String, Sendable {
    case http, https
    var port: Int { self == .http ? 80 : 443 }
  }

  package let scheme: Scheme
  /// In lower case; an IPv6 address without its brackets.
  package let host: String
  package let port: Int
  /// Empty, or with a slash in front and none behind.
  package let prefix: String

  /// Nil for what is not such a URL.
  package init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"),
      let scheme = Scheme(rawValue: text[..<colon].lowercased())
    else { return nil }
    let rest = text[colon...].dropFirst(3)
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    guard let place = HostAndPort(rest[..<end], defaultPort: scheme.port) else { return nil }
    let path = rest[end...].prefix { !"?#".contains($0) }
    // What comes after is no part of a server's place, though of a redirect's target.
    guard path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
    self.scheme = scheme
    host = place.host
    port = place.port
    var prefix = path
    while prefix.hasSuffix("/") { prefix.removeLast() }
    self.prefix = String(prefix)
  }

  /// Host and, unless it is the scheme's own, port.
  package var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == scheme.port ? name : "\(name):\(port)"
  }

  package var text: String { "\(scheme.rawValue)://\(authority)\(prefix)" }
}

extension ServerURL: CustomStringConvertible {
  package var description: String { text }
}

/// `host`, `host:80`, `[::1]:80`; no user.
struct HostAndPort: Equatable {
  let host: String
  let port: Int

  init?(_ text: Substring, defaultPort: Int) {
    var name = text
    var digits: Substring?
    if text.hasPrefix("[") {
      guard let bracket = text.firstIndex(of: "]") else { return nil }
      name = text[text.index(after: text.startIndex)..<bracket]
      let after = text[text.index(after: bracket)...]
      guard after.isEmpty || after.hasPrefix(":") else { return nil }
      digits = after.isEmpty ? nil : after.dropFirst()
      guard name.contains(":") else { return nil }
    } else if let colon = text.lastIndex(of: ":") {
      name = text[..<colon]
      digits = text[text.index(after: colon)...]
      guard !name.contains(":") else { return nil }
    }
    guard !name.isEmpty,
      name.utf8.allSatisfy({ byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || [0x2D, 0x2E, 0x5F, 0x3A].contains(byte)
      })
    else { return nil }
    host = name.lowercased()
    if let digits, !digits.isEmpty {
      guard let number = Int(digits), (1...65535).contains(number) else { return nil }
      port = number
    } else {
      port = defaultPort
    }
  }
}
