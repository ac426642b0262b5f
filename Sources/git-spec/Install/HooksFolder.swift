#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import Git
internal import Specs

/// The folder where git looks for hooks, and the primitive changes made in it.
struct HooksFolder {
  let path: String
  let isInsideRepository: Bool

  /// Asks git itself, because only git knows every scope of core.hooksPath.
  init(_ repository: Repository, directory: String) throws {
    let setting = try repository.run(["config", "--get", "core.hooksPath"])
    if setting.status == 0, setting.line.isEmpty {
      throw Failure(
        .configuration, "core.hooksPath is empty, so git looks for hooks at the root of the disk",
        hints: ["`git config --unset core.hooksPath`, or set it to a folder"])
    }
    let answer = try repository.run(["rev-parse", "--git-path", "hooks"])
    guard answer.status == 0 else {
      throw Failure(.git, "git does not say where hooks are", causes: [answer.error])
    }
    let top = repository.layout.workTree ?? directory
    let line = answer.line
    path = Self.normalized(line.hasPrefix("/") ? line : top + "/" + line)
    let places =
      [repository.layout.commonDirectory, repository.layout.gitDirectory]
      + (repository.layout.workTree.map { [$0] } ?? [])
    let real = Surroundings.real(path)
    isInsideRepository = places.map(Surroundings.real).contains {
      real == $0 || real.hasPrefix($0 + "/")
    }
  }

  /// The path without `.`, `..` and doubled slashes.
  private static func normalized(_ path: String) -> String {
    var words: [Substring] = []
    for word in path.split(separator: "/") where word != "." {
      if word == ".." { _ = words.popLast() } else { words.append(word) }
    }
    return "/" + words.joined(separator: "/")
  }

  var exists: Bool { Surroundings.isFolder(path) }

  func file(_ hook: HookName) -> String { "\(path)/\(hook.rawValue)" }
  func kept(_ hook: HookName) -> String { file(hook) + Shim.keptSuffix }

  /// The text of a hook's file; nil when there is none.
  func text(_ path: String) -> String? {
    guard let bytes = FileBytes.read(path) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Gives a hook its second name; the first goes on to exist until the shim replaces it.
  func keep(_ hook: HookName) throws {
    let (from, to) = (file(hook), kept(hook))
    if linkat(AT_FDCWD, from, AT_FDCWD, to, 0) == 0 { return }
    if errno == EEXIST {
      if isSame(from, to) { return }  // An install before this one was stopped here.
      throw Failure(
        .file, "\(to) exists already and is not the hook that is kept",
        hints: ["look at both files and remove or rename one of them"])
    }
    guard [EPERM, ENOTSUP, EOPNOTSUPP, EXDEV, ENOSYS, EMLINK].contains(errno) else {
      throw trouble("keep", from)
    }
    // A file system without hard links: the same content under a second name.
    var target = [CChar](repeating: 0, count: 4096)
    let length = readlink(from, &target, target.count - 1)
    if length > 0 {
      guard symlink(target, to) == 0 else { throw trouble("keep", from) }
      return
    }
    guard let bytes = FileBytes.read(from) else { throw trouble("read", from) }
    var status = stat()
    guard stat(from, &status) == 0 else { throw trouble("read", from) }
    try AtomicFile.replace(Array(to.utf8), with: bytes, mode: status.st_mode & 0o7777)
  }

  /// Whether two names lead to one file, or to files of one content.
  private func isSame(_ a: String, _ b: String) -> Bool {
    var first = stat()
    var second = stat()
    guard lstat(a, &first) == 0, lstat(b, &second) == 0 else { return false }
    if first.st_ino == second.st_ino, first.st_dev == second.st_dev { return true }
    return FileBytes.read(a) == FileBytes.read(b) && first.st_mode == second.st_mode
  }

  func write(_ text: String, as hook: HookName, mode: mode_t) throws {
    // A link in the hook's place is replaced, never written through.
    let temporary = file(hook) + ".git-spec-\(getpid()).tmp"
    unlink(temporary)
    try AtomicFile.replace(Array(temporary.utf8), with: Array(text.utf8), mode: mode)
    guard rename(temporary, file(hook)) == 0 else {
      let failure = trouble("replace", file(hook))
      unlink(temporary)
      throw failure
    }
  }

  /// Puts the kept hook back in its place, or removes the shim when there was none.
  func restore(_ hook: HookName) throws {
    var status = stat()
    if lstat(kept(hook), &status) == 0 {
      guard rename(kept(hook), file(hook)) == 0 else { throw trouble("put back", file(hook)) }
    } else if unlink(file(hook)) != 0, errno != ENOENT {
      throw trouble("remove", file(hook))
    }
  }

  /// Removes what a process that was killed left behind.
  func removeLeftovers() {
    guard let folder = opendir(path) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasSuffix(".tmp"), let range = name.firstRange(of: ".git-spec-"),
        let process = pid_t(name[range.upperBound...].prefix { $0.isNumber }),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink("\(path)/\(name)")
    }
  }

  func make() throws {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw trouble("make", path) }
  }

  func removeIfEmpty() { rmdir(path) }

  private func trouble(_ operation: String, _ path: String) -> Failure {
    let reason = String(cString: strerror(errno))
    return Failure(
      .file, "cannot \(operation) \(path)", causes: [reason],
      hints: errno == EACCES || errno == EROFS
        ? ["make the folder writable, or name another one with `git config core.hooksPath`"] : [])
  }
}
