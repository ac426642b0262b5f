import FoundationEssentials
import Glibc

/// What one run of a process took, counted by the operating system.
struct Run {
  let milliseconds: Double
  /// Peak memory of the largest process in the tree, in megabytes.
  let megabytes: Double
  let status: Int32
}

/// Starts processes and measures them from outside.
enum Measure {
  /// The exit status of a command, whatever it is.
  static func status(_ words: [String], in directory: String) throws -> Int32 {
    try run(words, in: directory, allowing: Set(0...255)).status
  }

  /// Runs a command to its end with its output thrown away; a failure ends the measurement.
  static func run(
    _ words: [String], in directory: String, environment: [String: String] = Place.environment,
    allowing statuses: Set<Int32> = [0]
  ) throws -> Run {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    let complaints = "/tmp/bench-\(getpid()).err"
    posix_spawn_file_actions_addopen(&actions, 2, complaints, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    // One process at a time: the folder is ours to change.
    guard chdir(directory) == 0 else { throw Failed(description: "cannot enter \(directory)") }
    defer { unlink(complaints) }
    var argv = words.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var process = pid_t()
    let begin = now()
    guard posix_spawnp(&process, words[0], &actions, nil, &argv, &envp) == 0 else {
      throw Failed(description: "cannot start \(words[0])")
    }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, 0, &usage) == process else {
      throw Failed(description: "cannot wait for \(words[0])")
    }
    let end = now()
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    guard statuses.contains(code) else {
      let text =
        FileManager.default.contents(atPath: complaints).map {
          String(decoding: $0, as: UTF8.self)
        } ?? ""
      throw Failed(description: "\(words.joined(separator: " ")) exited with \(code)\n\(text)")
    }
    return Run(
      milliseconds: end - begin, megabytes: Double(usage.ru_maxrss) / 1024, status: code)
  }

  /// Milliseconds on a clock that only runs forward.
  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }

  struct Failed: Error, CustomStringConvertible { let description: String }
}

/// Two commands run in turns, so that a machine whose speed drifts is fair to both.
struct Pairs {
  private(set) var a: [Run] = []
  private(set) var b: [Run] = []

  init(_ count: Int, _ first: (Int) throws -> Run, _ second: (Int) throws -> Run) rethrows {
    for round in 0...count {
      let (x, y) = (try first(round), try second(round))
      // The first round fills caches.
      if round > 0 {
        a.append(x)
        b.append(y)
      }
    }
  }

  var ratio: String { Stats.text(zip(a, b).map { $0.milliseconds / $1.milliseconds }, 2) }

  func line(_ name: String, _ other: String) -> String {
    """
    \(name): \(Stats.text(a.map(\.milliseconds), 1)) ms, peak \(Stats.text(a.map(\.megabytes), 1)) MB
      \(other): \(Stats.text(b.map(\.milliseconds), 1)) ms, peak \(Stats.text(b.map(\.megabytes), 1)) MB
      ratio: \(ratio)
    """
  }
}

enum Stats {
  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
  }

  /// "median (min–max)"
  static func text(_ values: [Double], _ digits: Int) -> String {
    "\(number(median(values), digits)) (\(number(values.min() ?? 0, digits))–\(number(values.max() ?? 0, digits)))"
  }

  /// A number with as many digits behind the point.
  static func number(_ value: Double, _ digits: Int) -> String {
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((value * Double(scale)).rounded())
    if digits == 0 { return String(scaled) }
    let rest = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: digits - rest.count) + rest
  }
}

/// Prints a line at once, also into a pipe: measuring takes minutes.
func say(_ line: String) { put(line, to: STDOUT_FILENO) }

/// Says what is wrong, for whoever started the measurement.
func complain(_ line: String) { put(line, to: STDERR_FILENO) }

private func put(_ line: String, to descriptor: Int32) {
  let bytes = Array((line + "\n").utf8)
  _ = write(descriptor, bytes, bytes.count)
}
