import Testing

@testable import SpecSync

@Suite struct AddressTests {
  @Test func serverURLs() {
    #expect(ServerURL("http://LocalHost:18000/")?.text == "http://localhost:18000")
    #expect(ServerURL("https://api.x.dev:443/a/b//?q#f")?.text == "https://api.x.dev/a/b")
    #expect(ServerURL("http://[::1]:80")?.authority == "[::1]")
    #expect(ServerURL("http://[::1]:8080")?.authority == "[::1]:8080")
    for text in [
      "", "x", "localhost:1", "ftp://h", "http://", "http://user:pw@h", "http://h:0", "http://h:x",
      "http://a b", "http://h/\r\nX: y", "http://[::1", "http://h:1:2",
    ] {
      #expect(ServerURL(text) == nil, "\(text)")
    }
  }

  private func proxy(
    _ server: String, _ environment: [String: String], git: String? = nil
  ) throws -> String? {
    let server = try #require(ServerURL(server))
    let proxy = try ProxyAddress.choose(for: server, environment: environment, gitProxy: git)
    return proxy.map { "\($0.kind) \($0.host):\($0.port)" }
  }

  @Test func proxiesAreChosenByScheme() throws {
    let both = ["HTTPS_PROXY": "http://s:1", "http_proxy": "p:2", "ALL_PROXY": "socks5://a"]
    #expect(try proxy("https://h", both) == "http s:1")
    #expect(try proxy("http://h", both) == "http p:2")
    #expect(try proxy("http://h", ["ALL_PROXY": "socks5h://a"]) == "socks a:1080")
    #expect(try proxy("http://h", ["HTTPS_PROXY": "s:1", "http_proxy": ""]) == nil)
    #expect(try proxy("http://h", both, git: "http://g:3") == "http g:3")
    #expect(try proxy("http://h", both, git: "") == nil)
    #expect(try proxy("http://127.0.0.1:1", both) == "http p:2")
  }

  @Test func exceptions() throws {
    func isDirect(_ server: String, _ exceptions: String, git: String? = nil) throws -> Bool {
      try proxy(server, ["http_proxy": "p:2", "NO_PROXY": exceptions], git: git) == nil
    }
    #expect(try isDirect("http://h", "*"))
    #expect(try isDirect("http://a.example.com", "x, .example.com"))
    #expect(try isDirect("http://example.com", ".Example.com"))
    #expect(try isDirect("http://a.example.com", "example.com"))
    #expect(try !isDirect("http://notexample.com", "example.com"))
    #expect(try isDirect("http://127.0.0.1:18000", "localhost 127.0.0.1"))
    #expect(try isDirect("http://h:81", "h:81"))
    #expect(try !isDirect("http://h:82", "h:81"))
    #expect(try isDirect("http://10.1.2.3", "10.0.0.0/8"))
    #expect(try !isDirect("http://11.1.2.3", "10.0.0.0/8"))
    #expect(try isDirect("http://[::1]:5", "::1"))
    #expect(try isDirect("http://h", "h", git: "http://g:3"))
    #expect(try !isDirect("http://h", ""))
  }

  @Test func aProxyThatCannotBeUsedIsSaidWithoutItsPassword() throws {
    let server = try #require(ServerURL("http://h"))
    for text in ["https://u:pass-word@p", "http://u:pass-word@", "socks5://u:pass-word@p", "://"] {
      do {
        _ = try ProxyAddress.choose(for: server, environment: ["http_proxy": text])
        Issue.record("\(text) is taken")
      } catch {
        #expect(error.isPermanent && error.message.contains("http_proxy"))
        #expect(!"\(error)".contains("pass-word"))
      }
    }
    let good = try ProxyAddress.choose(
      for: server, environment: ["http_proxy": "http://u:pass-word@p"])
    #expect(good?.password?.revealed == "pass-word")
    #expect(!"\(String(describing: good))".contains("pass-word"))
  }

  @Test func parallelWorkIsBoundedAndInOrder() async throws {
    struct Stop: Error {}
    let doubled = try await inParallel(0..<20, limit: 3) { number in
      try await Task.sleep(for: .milliseconds(number % 3))
      return number * 2
    }
    #expect(doubled == (0..<20).map { $0 * 2 })
    let begun = Counter()
    await #expect(throws: Stop.self) {
      try await inParallel(0..<100, limit: 2) { number in
        await begun.add()
        if number == 1 { throw Stop() }
      }
    }
    #expect(await begun.count < 100)
  }
}

private actor Counter {
  var count = 0
  func add() { count += 1 }
}
