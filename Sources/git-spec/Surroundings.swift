#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Specs

/// The process's surroundings, read here and handed on as values.
enum Surroundings {
  /// The environment without what is secret in it: children are told of it, and git starts hooks,
  /// helpers and transports, which are not ours.
  static var environment: [String: String] { variables { !secretNames.contains($0) } }

  /// The variables that only the client of the server is told of.
  static var secrets: [String: String] { variables { secretNames.contains($0) } }

  private static let secretNames: Set = ["OMOIOS_TOKEN", "OMOIOS_PASSWORD", "OMOIOS_API_KEY"]

  /// Variables by name; one that stands twice keeps its first value, as getenv does.
  private static func variables(_ isWanted: (String) -> Bool) -> [String: String] {
    var result: [String: String] = [:]
    result.reserveCapacity(64)
    var pointer = environ
    while let entry = pointer.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        let name = String(text[..<equals])
        if result[name] == nil, isWanted(name) {
          result[name] = String(text[text.index(after: equals)...])
        }
      }
      pointer += 1
    }
    return result
  }

  /// The current folder, absolute.
  static var directory: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }

  /// The path under which this program was started, absolute; a link is kept as the link.
  static func executable(_ environment: [String: String]) -> String? {
    let name = CommandLine.arguments.first ?? ""
    if name.hasPrefix("/") { return name }
    if name.contains("/") {
      guard let found = realpath(name, nil) else { return nil }
      defer { free(found) }
      return String(cString: found)
    }
    return inPath(name.isEmpty ? "git-spec" : name, environment)
  }

  /// A program's absolute path by the folders of PATH.
  static func inPath(_ name: String, _ environment: [String: String]) -> String? {
    for folder in (environment["PATH"] ?? "").split(separator: ":")
    where folder.hasPrefix("/") && isExecutable("\(folder)/\(name)") {
      return "\(folder)/\(name)"
    }
    return nil
  }

  /// The path with links followed, as far as it exists.
  static func real(_ path: String) -> String {
    if let found = realpath(path, nil) {
      defer { free(found) }
      return String(cString: found)
    }
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return path }
    return real(String(path[..<slash])) + path[slash...]
  }

  static func isExecutable(_ path: String) -> Bool { isFile(path) && access(path, X_OK) == 0 }

  static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }

  static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

  static func owner(_ path: String) -> uid_t? { status(path)?.st_uid }

  /// The number of the file system that a path is on.
  static func device(_ path: String) -> dev_t? { status(path)?.st_dev }

  private static func kind(_ path: String) -> mode_t? { status(path).map { $0.st_mode & S_IFMT } }

  /// Of what a path leads to, links followed; nil for nothing.
  private static func status(_ path: String) -> stat? {
    var status = stat()
    return stat(path, &status) == 0 ? status : nil
  }

  /// Who we are to files: user, group and further groups, as numbers.
  static var user: String {
    var groups = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
    let count = getgroups(Int32(groups.count), &groups)
    return ([geteuid(), getegid()] + groups.prefix(max(0, Int(count))).sorted())
      .map { String($0) }.joined(separator: " ")
  }

  /// The process's umask, which can only be read by setting it.
  static var umask: mode_t {
    let mask = systemUmask(0)
    _ = systemUmask(mask)
    return mask
  }

  /// Today in UTC; `GIT_SPEC_TODAY` stands in for it in tests.
  static func today(_ environment: [String: String]) -> CalendarDate {
    if let text = environment["GIT_SPEC_TODAY"] {
      let parts = text.split(separator: "-").compactMap { Int($0) }
      if parts.count == 3,
        let day = CalendarDate(year: parts[0], month: parts[1], day: parts[2])
      {
        return day
      }
    }
    return CalendarDate(secondsSince1970: time(nil))
  }

  /// Milliseconds on a clock that only runs forward.
  static var milliseconds: Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
  }

  /// `build-7, process 4711`: whom people have to look for.
  static var hostAndProcess: String {
    var name = [CChar](repeating: 0, count: 256)
    let host = gethostname(&name, name.count - 1) == 0 ? String(cString: name) : "unknown host"
    return "\(host), process \(getpid())"
  }

  /// `2026-01-31 12:00:00Z`
  static func utc(_ seconds: Int) -> String {
    // Not by the system's calendar, whose years end: a state may say any time.
    let ofDay = (seconds % 86_400 + 86_400) % 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(CalendarDate(secondsSince1970: seconds)) "
      + "\(two(ofDay / 3600)):\(two(ofDay / 60 % 60)):\(two(ofDay % 60))Z"
  }

  static func sleep(seconds: Int) { usleep(UInt32(seconds) * 1_000_000) }

  static var secondsSince1970: Int { time(nil) }

  /// Columns of the terminal that the answer goes to; nil where it goes elsewhere.
  static var terminalColumns: Int? {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Lines of standard input; empty when it is a terminal, since git never gives us one.
  static func inputLines() -> [Substring] {
    if isTerminal(0) { return [] }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(0, &buffer, buffer.count)
      if count > 0 {
        bytes.append(contentsOf: buffer[..<count])
      } else if count < 0, errno == EINTR {
        continue
      } else {
        break
      }
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }
}

/// umask(2), which a property of that name would hide.
private func systemUmask(_ mask: mode_t) -> mode_t { umask(mask) }
