#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Synchronization

/// A child process whose three standard streams are pipes to us.
final class ChildProcess {
  private let process: pid_t
  private var input: Int32
  private var output: Int32
  private var error: Int32
  private var isReaped = false

  init(_ executable: String, _ arguments: [String], environment: [String: String]) throws {
    let started = try Self.starting.withLock { _ in
      try Self.start(executable, arguments, environment)
    }
    process = started.process
    input = started.input
    output = started.output
    error = started.error
  }

  /// One at a time: a child that another thread starts would inherit pipes that are half made, and
  /// hold them open.
  private static let starting = Mutex(())

  private static func start(
    _ executable: String, _ arguments: [String], _ environment: [String: String]
  ) throws -> (process: pid_t, input: Int32, output: Int32, error: Int32) {
    func pipe() throws -> (read: Int32, write: Int32) {
      var ends: [Int32] = [-1, -1]
      guard openPipe(&ends) else { throw failure(executable, errno) }
      return (ends[0], ends[1])
    }
    let stdin = try pipe()
    let stdout = try pipe()
    #if os(Linux)
      // F_SETPIPE_SZ: a child need not wait for us, who may be busy with something else.
      _ = fcntl(stdout.read, 1031, 1 << 20)
    #endif
    let stderr = try pipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, stdin.read, 0)
    posix_spawn_file_actions_adddup2(&actions, stdout.write, 1)
    posix_spawn_file_actions_adddup2(&actions, stderr.write, 2)
    var argv = arguments.map { strdup($0) } + [nil]
    var envp =
      environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, executable, &actions, nil, &argv, &envp)
    close(stdin.read)
    close(stdout.write)
    close(stderr.write)
    guard status == 0 else {
      close(stdin.write)
      close(stdout.read)
      close(stderr.read)
      throw failure(executable, status)
    }
    return (process, stdin.write, stdout.read, stderr.read)
  }

  deinit {
    for descriptor in [input, output, error] where descriptor >= 0 { close(descriptor) }
    if !isReaped {
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
  }

  /// A pipe that children do not inherit except as the streams they are given.
  private static func openPipe(_ ends: inout [Int32]) -> Bool {
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return true
  }

  private static func failure(_ executable: String, _ code: Int32) -> GitError {
    GitError(
      .noGit, "run \(executable)", String(cString: strerror(code)),
      hints: ["install git, or put it into PATH"])
  }

  /// Writes all input while reading both outputs to their ends, so that no pipe fills up.
  func exchange(_ bytes: [UInt8]) throws -> (output: [UInt8], error: [UInt8]) {
    var written = 0
    var collected: [UInt8] = []
    var complaints: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    if bytes.isEmpty { closeInput() } else { setNonBlocking(input) }
    while output >= 0 || error >= 0 {
      var polled = [
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: error, events: Int16(POLLIN), revents: 0),
        pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
      ]
      if poll(&polled, 3, -1) < 0 {
        if errno == EINTR { continue }
        throw GitError(.generic, "talk to git", String(cString: strerror(errno)))
      }
      if polled[2].revents != 0, input >= 0 {
        let count = bytes[written...].withUnsafeBytes { rest in
          ignoringBrokenPipe { write(input, rest.baseAddress, rest.count) }
        }
        if count > 0 { written += count }
        if written == bytes.count || (count < 0 && errno != EAGAIN && errno != EINTR) {
          closeInput()
        }
      }
      if polled[0].revents != 0 { drain(&output, into: &collected, &buffer) }
      if polled[1].revents != 0 { drain(&error, into: &complaints, &buffer) }
    }
    return (collected, complaints)
  }

  /// Sends a request and reads until the answer is whole, for a child that answers one by one.
  func send(_ bytes: [UInt8]) throws {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { rest in
        ignoringBrokenPipe { write(input, rest.baseAddress, rest.count) }
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw GitError(.generic, "talk to git", String(cString: strerror(errno)))
      }
      written += count
    }
  }

  /// Reads some bytes of the child's output; empty at its end.
  func receive() throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(output, &buffer, buffer.count)
      if count >= 0 { return Array(buffer[..<count]) }
      if errno != EINTR {
        throw GitError(.generic, "talk to git", String(cString: strerror(errno)))
      }
    }
  }

  /// What a child that has ended wrote to its standard error.
  func complaint() -> String {
    closeInput()
    var words: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while error >= 0 { drain(&error, into: &words, &buffer) }
    return String(decoding: words, as: UTF8.self).split(separator: "\n").joined(separator: "; ")
  }

  func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// The exit status; 128 and the signal's number for a child that a signal ended.
  func wait() throws -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      if errno != EINTR {
        throw GitError(.generic, "wait for git", String(cString: strerror(errno)))
      }
    }
    isReaped = true
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  private func drain(_ descriptor: inout Int32, into bytes: inout [UInt8], _ buffer: inout [UInt8])
  {
    let count = read(descriptor, &buffer, buffer.count)
    if count > 0 {
      bytes.append(contentsOf: buffer[..<count])
    } else if count == 0 || errno != EINTR {
      close(descriptor)
      descriptor = -1
    }
  }

  private func setNonBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
  }

  /// A child that ends early must not end us: EPIPE instead of SIGPIPE, for this thread only.
  private func ignoringBrokenPipe(_ body: () -> Int) -> Int {
    var broken = sigset_t()
    var previous = sigset_t()
    sigemptyset(&broken)
    sigaddset(&broken, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &broken, &previous)
    let count = body()
    let code = errno
    if count < 0, code == EPIPE {
      var none = timespec()
      while sigtimedwait(&broken, nil, &none) < 0, errno == EINTR {}
    }
    pthread_sigmask(SIG_SETMASK, &previous, nil)
    errno = code
    return count
  }
}
