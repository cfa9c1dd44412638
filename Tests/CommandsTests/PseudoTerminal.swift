import Foundation
import Glibc

/// How a process ended.
enum Outcome: Equatable {
  case exited(Int32)
  case killed(Int32)

  init(status: Int32) {
    self = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .killed(status & 0x7f)
  }
}

/// A failure of the test's own machinery.
struct PseudoTerminalError: Error, CustomStringConvertible {
  let description: String
}

/// The program under test: next to the test runner, or named by ANODE_BINARY.
let anodeBinary: String = {
  if let named = ProcessInfo.processInfo.environment["ANODE_BINARY"] { return named }
  let runner = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
  return URL(fileURLWithPath: runner).deletingLastPathComponent()
    .appendingPathComponent("anode").path
}()

/// A program in its own terminal: the test types and looks. Waits are for conditions, with limits
/// generous enough for a busy machine.
final class PseudoTerminal {
  /// The program's process.
  let process: pid_t
  /// All output read so far.
  private(set) var output: [UInt8] = []
  private let master: Int32
  private var outcome: Outcome?
  private var isClosed = false
  /// The working folder, which is removed with its files.
  private let folder: TemporaryFolder

  /// The time limit for a condition.
  static let limit = 60 * Thorough.slowness

  /// Starts a command (a path and its arguments) in a terminal of the given size.
  init(
    _ command: [String] = [anodeBinary], environment: [String: String] = [:], width: Int = 80,
    height: Int = 24
  ) throws {
    folder = try TemporaryFolder()
    // Swift's Glibc module lacks posix_openpt and relatives; this does the same. O_CLOEXEC always:
    // another test can start a program at any time.
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var locked: Int32 = 0
    var number: Int32 = -1
    let (setLock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))  // TIOCSPTLCK, TIOCGPTN
    guard master >= 0, ioctl(master, setLock, &locked) == 0, ioctl(master, getNumber, &number) == 0
    else { throw PseudoTerminalError(description: "no pseudo terminal: errno \(errno)") }
    let name = "/dev/pts/\(number)"
    var window = winsize(
      ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &window)

    // A new session: the first terminal it opens becomes its controlling one.
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let command = ["/usr/bin/env", "-C", folder.url.path] + command
    process = try spawn(command, environment, actions, newSession: true)
  }

  deinit {
    if status() == nil {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    hangUp()
  }

  /// Output as text, one character for each byte.
  var text: String { String(decoding: output.map { UInt16($0) }, as: UTF16.self) }

  func type(_ text: String) { type(Array(text.utf8)) }

  /// Types bytes, and reads meanwhile so neither side blocks.
  func type(_ bytes: [UInt8]) {
    var rest = bytes[...]
    let end = Date().addingTimeInterval(Self.limit)
    while !rest.isEmpty, Date() < end {
      var ready = pollfd(fd: master, events: Int16(POLLIN | POLLOUT), revents: 0)
      guard poll(&ready, 1, 100) > 0 else { continue }
      if ready.revents & Int16(POLLIN) != 0 { _ = readSome() }
      if ready.revents & Int16(POLLOUT) != 0 {
        let count = Array(rest.prefix(1024)).withUnsafeBytes {
          write(master, $0.baseAddress, $0.count)
        }
        if count <= 0 { return }
        rest = rest.dropFirst(count)
      } else if ready.revents & Int16(POLLHUP) != 0 {
        return
      }
    }
  }

  /// Gives the terminal a new size.
  func resize(_ width: Int, _ height: Int) {
    var window = winsize(
      ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &window)
  }

  /// Reads until the condition on the output since `mark` holds; false if it never does.
  ///
  /// Long output is checked again only after it has grown by a fraction or when no more comes,
  /// since pictures arrive faster than each piece could be checked.
  func wait(since mark: Int = 0, for condition: (String) -> Bool) -> Bool {
    func holds() -> Bool {
      condition(String(decoding: output.dropFirst(mark).map { UInt16($0) }, as: UTF16.self))
    }
    let end = Date().addingTimeInterval(Self.limit)
    var next = 0
    while Date() < end {
      if output.count >= next {
        if holds() { return true }
        next = output.count + max(1, (output.count - mark) / 16)
      }
      if !readSome(milliseconds: 100) {
        next = output.count
        if status() != nil, !readSome(milliseconds: 0) { return holds() }
      }
    }
    return holds()
  }

  /// Reads until the program is silent for some time; false if it never is.
  func waitForSilence(seconds: Double) -> Bool {
    let end = Date().addingTimeInterval(Self.limit)
    while Date() < end {
      if !readSome(milliseconds: Int32(seconds * 1000)) { return true }
    }
    return false
  }

  /// Waits without reading until the kernel's buffer is full and the program stops writing; false
  /// if it continues or that is unknown.
  func waitUntilFull() -> Bool {
    let end = Date().addingTimeInterval(Self.limit)
    var last: Int?
    while Date() < end {
      guard let all = try? String(contentsOfFile: "/proc/\(process)/io", encoding: .utf8),
        let line = all.split(separator: "\n").first(where: { $0.hasPrefix("wchar: ") }),
        let written = Int(line.dropFirst(7))
      else { return false }
      // Its threads wake each other with single bytes, a few hundred a second.
      if let last, written - last < 500 { return true }
      last = written
      usleep(300_000)
    }
    return false
  }

  /// Types a key until it ends the program, and returns how; nil if it does not. A partial terminal
  /// answer swallows keys for a second.
  func ended(byTyping key: String) -> Outcome? {
    let end = Date().addingTimeInterval(Self.limit)
    while Date() < end {
      // In a restored terminal, the key would be a signal.
      if !isCooked { type(key) }
      if let outcome = ended(within: 3) { return outcome }
    }
    return nil
  }

  /// Reads until the program ends, and returns how; nil if it does not.
  func ended(within seconds: Double = PseudoTerminal.limit) -> Outcome? {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      let hasRead = readSome(milliseconds: 20)
      if !hasRead, let outcome = status() {
        while readSome(milliseconds: 0) {}
        return outcome
      }
    }
    return nil
  }

  /// Does not wait; nil while it runs.
  func status() -> Outcome? {
    var status: Int32 = 0
    if outcome == nil, waitpid(process, &status, WNOHANG) == process {
      outcome = Outcome(status: status)
    }
    return outcome
  }

  /// Whether the terminal edits lines and echoes, as a shell expects.
  var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(master, &modes) == 0 else { return false }
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return modes.c_lflag & wanted == wanted && modes.c_iflag & tcflag_t(ICRNL) != 0
  }

  /// Reads at most so many bytes, as a slow connection does.
  func read(atMost count: Int) {
    var bytes = [UInt8](repeating: 0, count: count)
    var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard !isClosed, poll(&ready, 1, 0) > 0 else { return }
    let got = Glibc.read(master, &bytes, count)
    if got > 0 { output += bytes[..<got] }
  }

  /// Reads for some time and discards it, for hours of output.
  func drain(seconds: Double) {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end, status() == nil {
      _ = readSome(milliseconds: 50)
      output = []
    }
  }

  /// Hangs up.
  func hangUp() {
    if !isClosed { close(master) }
    isClosed = true
  }

  /// Reads what arrives within some milliseconds; false if nothing does.
  func readSome(milliseconds: Int32 = 0) -> Bool {
    guard !isClosed else { return false }
    var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, milliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = Glibc.read(master, &bytes, bytes.count)
    guard count > 0 else {
      // The other end is closed.
      usleep(5000)
      return false
    }
    output += bytes[..<count]
    return true
  }
}

/// Runs a program without input, and returns both of its outputs.
func runSeparately(
  _ arguments: [String], program: String = anodeBinary, in folder: String? = nil,
  environment: [String: String] = [:]
) throws -> (outcome: Outcome, output: String, complaint: String) {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = arguments
  if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let (output, complaint) = (Pipe(), Pipe())
  process.standardOutput = output
  process.standardError = complaint
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  let error = String(
    decoding: complaint.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  let status = process.terminationStatus
  return (process.terminationReason == .exit ? .exited(status) : .killed(status), text, error)
}

/// Starts a command with default signals, and the given environment over a plain one.
func spawn(
  _ command: [String], _ environment: [String: String], _ actions: posix_spawn_file_actions_t,
  newSession: Bool
) throws -> pid_t {
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var signals = sigset_t()
  sigfillset(&signals)
  posix_spawnattr_setsigdefault(&attributes, &signals)
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  let setSession = 0x80  // POSIX_SPAWN_SETSID
  posix_spawnattr_setflags(
    &attributes,
    Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (newSession ? Int32(setSession) : 0)))
  var variables = [
    "PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
    "SWIFT_BACKTRACE": "enable=no",
  ]
  // Sanitizers report to the files in their options.
  for name in ["LD_LIBRARY_PATH", "HOME", "TSAN_OPTIONS", "ASAN_OPTIONS"] {
    variables[name] = ProcessInfo.processInfo.environment[name]
  }
  variables.merge(environment) { $1 }
  var arguments = command.map { strdup($0) } + [nil]
  var strings =
    variables.filter { !$0.value.isEmpty }.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { (arguments + strings).forEach { free($0) } }
  var process: pid_t = 0
  var actions = actions
  let code = posix_spawn(&process, command[0], &actions, &attributes, &arguments, &strings)
  guard code == 0 else {
    throw PseudoTerminalError(description: "cannot start \(command[0]): errno \(code)")
  }
  return process
}

/// Runs a command without a terminal; returns its end, and both outputs together.
func runWithoutTerminal(
  _ arguments: [String], input: String = "/dev/null", output: String? = nil,
  environment: [String: String] = [:]
) throws -> (outcome: Outcome, text: String) {
  var ends: [Int32] = [-1, -1]
  guard pipe(&ends) == 0 else { throw PseudoTerminalError(description: "no pipe: errno \(errno)") }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
  if let output {
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY, 0)
  } else {
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
  }
  posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
  let process = try spawn([anodeBinary] + arguments, environment, actions, newSession: true)
  close(ends[1])
  var text: [UInt8] = []
  var bytes = [UInt8](repeating: 0, count: 4096)
  var (status, hasEnded): (Int32, Bool) = (0, false)
  // Not until the pipe's end, since another test's new program can hold it open.
  while true {
    var ready = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    if poll(&ready, 1, hasEnded ? 0 : 20) > 0 {
      let count = read(ends[0], &bytes, bytes.count)
      if count <= 0 { break }
      text += bytes[..<count]
    } else if hasEnded {
      break
    } else {
      hasEnded = waitpid(process, &status, WNOHANG) == process
    }
  }
  close(ends[0])
  if !hasEnded { waitpid(process, &status, 0) }
  return (Outcome(status: status), String(decoding: text, as: UTF8.self))
}
