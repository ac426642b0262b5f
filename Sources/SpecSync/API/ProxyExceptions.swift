/// `NO_PROXY`: hosts, domains, addresses and IPv4 networks that are reached without a proxy.
struct ProxyExceptions: Sendable {
  private let entries: [Substring]

  init(_ text: String) {
    entries = text.lowercased().split { $0 == "," || $0.isWhitespace }
  }

  func cover(_ server: ServerURL) -> Bool { entries.contains { covers($0, server) } }

  private func covers(_ entry: Substring, _ server: ServerURL) -> Bool {
    if entry == "*" { return true }
    if let slash = entry.firstIndex(of: "/") {
      guard let network = Self.address(entry[..<slash]),
        let length = Int(entry[entry.index(after: slash)...]), (0...32).contains(length),
        let address = Self.address(server.host[...])
      else { return false }
      return length == 0 || (network ^ address) >> (32 - UInt32(length)) == 0
    }
    // An IPv6 address has colons of its own.
    if entry.filter({ $0 == ":" }).count > 1, !entry.hasPrefix("[") { return entry == server.host }
    guard
      let place = HostAndPort(entry.drop { $0 == "." || $0 == "*" }, defaultPort: server.port),
      place.port == server.port
    else { return false }
    return server.host == place.host || server.host.hasSuffix("." + place.host)
  }

  private static func address(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard let byte = UInt8(part) else { return nil }
      address = address << 8 | UInt32(byte)
    }
    return address
  }
}
