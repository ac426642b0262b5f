import Foundation
import TestSupport
import Testing

@testable import git_spec

/// A real browser without a window, which opens a page as a file and does what its reader does.
enum Chromium {
  /// Nil where there is none: tests that need it are skipped.
  static let program: String? = {
    let named = ProcessInfo.processInfo.environment["GIT_SPEC_CHROMIUM"].map { [$0] } ?? []
    let usual = [
      "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ]
    return (named + usual).first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Writes down what goes wrong, before the page's own script begins.
  private static let watch = """
    window.troubles = [];
    addEventListener("error", (e) => troubles.push("error: " + e.message));
    addEventListener("unhandledrejection", (e) => troubles.push("rejected: " + e.reason));
    document.addEventListener("securitypolicyviolation",
      (e) => troubles.push("policy: " + e.violatedDirective + " " + e.blockedURI));
    window.alert = (text) => troubles.push("alert: " + text);
    """

  /// What the steps of every test are made of.
  private static let hands = """
    const $ = (selector) => document.querySelector(selector);
    const all = (selector) => [...document.querySelectorAll(selector)];
    const text = (selector) => $(selector)?.textContent ?? null;
    const sleep = (time) => new Promise((done) => setTimeout(done, time));
    /* Time is virtual: it runs ahead of the pictures, and to its end where nobody waits for it. */
    const frame = async () => {
      let isDrawn = false;
      requestAnimationFrame(() => { isDrawn = true; });
      while (!isDrawn) await sleep(5);
    };
    /* What resizing changes is there after the picture that follows. */
    const wait = async (time = 80) => { await sleep(time); await frame(); await frame(); };
    const type = async (words) => {
      $("#search").value = words;
      $("#search").dispatchEvent(new Event("input", { bubbles: true }));
      await wait();
    };
    const choose = async (selector, value) => {
      $(selector).value = value;
      $(selector).dispatchEvent(new Event("change", { bubbles: true }));
      await wait();
    };
    const press = async (key, more = {}) => {
      const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
      document.activeElement.dispatchEvent(event);
      await wait();
      return event.defaultPrevented;
    };
    const click = async (target) => {
      const element = typeof target === "string" ? $(target) : target;
      element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      await wait();
    };
    const node = (id) => all("[data-node]").find((each) => each.getAttribute("aria-label").startsWith(id + ";"));
    const nodeOf = (element) => element?.getAttribute?.("aria-label")?.split(";")[0] ?? null;
    const shown = (selector) => all(selector).filter((each) => each.getClientRects().length > 0);
    const kept = () => all("[data-node]:not(.faded)").map(nodeOf).sort();
    """

  struct NoAnswer: Error, CustomStringConvertible {
    let description: String
  }

  /// Opens a copy of a page, does the steps, and answers with what they put into `result`.
  ///
  /// Any error in the console, exception, or thing that the page's policy forbids fails the test.
  static func visit(
    _ html: String, in sandbox: Sandbox, hash: String = "", flags: [String] = [], _ steps: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String: Any] {
    let module = """
      \(hands)
      const result = {};
      try {
      await wait(300);
      \(steps)
      } catch (error) { troubles.push("steps: " + error.stack); }
      const answer = new TextEncoder().encode(JSON.stringify({ result, troubles }));
      document.documentElement.setAttribute("data-answer",
        btoa(Array.from(answer, (byte) => String.fromCharCode(byte)).join("")));
      """
    let page = try driven(html, module, sandbox)
    let path = sandbox.folder + "/page-\(UUID().uuidString).html"
    try sandbox.write(path, page)
    let outcome = try open("file://\(path)\(hash)", in: sandbox, flags + ["--dump-dom"])
    let complaints = outcome.error.split(separator: "\n").filter { $0.contains("CONSOLE") }
    #expect(complaints == [], sourceLocation: sourceLocation)
    guard let match = outcome.output.firstMatch(of: /data-answer="([^"]*)"/),
      let bytes = Data(base64Encoded: String(match.output.1)),
      let answer = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
    else {
      throw NoAnswer(
        description: "status \(outcome.status)\n\(outcome.error)\n\(outcome.output.suffix(500))")
    }
    #expect(answer["troubles"] as? [String] == [], sourceLocation: sourceLocation)
    return answer["result"] as? [String: Any] ?? [:]
  }

  /// Runs the browser, which is ended by its number when it hangs.
  static func open(_ address: String, in sandbox: Sandbox, _ arguments: [String]) throws -> Outcome
  {
    let profile = "\(sandbox.folder)/profile-\(UUID().uuidString)"
    return try sandbox.run(
      "/usr/bin/timeout",
      [
        "-k", "5", "90", program ?? "", "--headless", "--no-sandbox", "--disable-gpu",
        "--user-data-dir=\(profile)", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-first-run",
        "--enable-logging=stderr", "--window-size=1280,900", "--virtual-time-budget=3600000",
      ] + arguments + [address])
  }

  /// The page with a script before and one behind its own; its policy allows these two as well.
  private static func driven(_ html: String, _ module: String, _ sandbox: Sandbox) throws -> String
  {
    return
      html
      .replacing(
        "script-src ", with: "script-src 'nonce-test' ", maxReplacements: 1
      )
      .replacing(
        "<meta name=\"viewport\"",
        with: "<script nonce=\"test\">\(watch)</script><meta name=\"viewport\"",
        maxReplacements: 1
      )
      .replacing(
        "</body>", with: "<script nonce=\"test\" type=\"module\">\(module)</script></body>",
        maxReplacements: 1)
  }
}
