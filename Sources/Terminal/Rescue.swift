import Glibc
import Platform

/// Read by signal handlers: a `let` of a pointer, so that neither lazy initialisation (touched in
/// `installHandlers`) nor exclusivity checks stand in a handler's way.
nonisolated(unsafe) let rescue: UnsafeMutablePointer<RescueState> = {
  let state = UnsafeMutablePointer<RescueState>.allocate(capacity: 1)
  state.initialize(to: RescueState())
  return state
}()

/// Gives the terminal back by async-signal-safe means alone: poll, write, tcsetattr, and what
/// `releaseErrors` calls.
///
/// Safe to call at any time, from any thread, more than once.
func rescueTerminal() {
  guard rescue.pointee.isArmed != 0 else { return }
  rescue.pointee.isArmed = 0
  // A process in the background would be stopped by tcsetattr.
  var blocked = sigset_t()
  var before = sigset_t()
  sigemptyset(&blocked)
  sigaddset(&blocked, SIGTTOU)
  pthread_sigmask(SIG_BLOCK, &blocked, &before)
  if let bytes = rescue.pointee.bytes {
    // A terminal that takes nothing (Ctrl-S, a dead line) must not keep a dying process.
    var ready = pollfd(fd: rescue.pointee.output, events: Int16(POLLOUT), revents: 0)
    if poll(&ready, 1, 300) > 0 {
      let all = UnsafeRawBufferPointer(start: bytes, count: rescue.pointee.count)
      _ = writeAll(rescue.pointee.output, all, patience: 1000)
    }
  }
  tcsetattr(rescue.pointee.input, TCSANOW, &rescue.pointee.saved)
  releaseErrors()
  pthread_sigmask(SIG_SETMASK, &before, nil)
}

/// Holds what is written to standard error back while the screen is drawn, if it is a terminal: a
/// message there would spoil the picture, and be lost with it.
func holdErrors() {
  guard rescue.pointee.standardError < 0, isatty(STDERR_FILENO) == 1 else { return }
  let file = openTemporary()
  guard file >= 0 else { return }
  rescue.pointee.standardError = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
  rescue.pointee.heldErrors = file
  dup2(file, STDERR_FILENO)
}

/// Gives standard error back and writes what was held, its last 16 kB at most. Async-signal-safe.
func releaseErrors() {
  let standardError = rescue.pointee.standardError
  let file = rescue.pointee.heldErrors
  guard standardError >= 0, file >= 0 else { return }
  rescue.pointee.standardError = -1
  rescue.pointee.heldErrors = -1
  dup2(standardError, STDERR_FILENO)
  let size = lseek(file, 0, SEEK_END)
  var offset = max(0, size - 16_384)
  withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 1) { buffer in
    while offset < size {
      let count = pread(file, buffer.baseAddress, buffer.count, offset)
      if count <= 0 { break }
      let read = UnsafeRawBufferPointer(rebasing: buffer[0..<count])
      _ = writeAll(STDERR_FILENO, read, patience: 1000)
      offset += count
    }
  }
  close(standardError)
  close(file)
}

/// A file without a name, for this process alone; -1 when there is no place for one.
private func openTemporary() -> Int32 {
  var template = Array("/tmp/anode-XXXXXX".utf8CString)
  let file = template.withUnsafeMutableBufferPointer { buffer in
    buffer.baseAddress.map { mkstemp($0) } ?? -1
  }
  if file >= 0 {
    unlink(template)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    // Writers append, whoever reads in between.
    _ = fcntl(file, F_SETFL, O_APPEND)
  }
  return file
}

/// What a signal handler needs to give the terminal back: plain data, prepared while nothing is
/// wrong.
struct RescueState {
  /// Is there anything to undo?
  var isArmed: Int32 = 0
  /// Descriptors of the terminal.
  var input: Int32 = 0
  var output: Int32 = 1
  /// Terminal modes as they were found.
  var saved = termios()
  /// What undoes all that entering wrote.
  var bytes: UnsafeMutablePointer<UInt8>?
  var count = 0
  /// Standard error as it was found, and the file that stands in for it while the screen is drawn;
  /// -1 when not.
  var standardError: Int32 = -1
  var heldErrors: Int32 = -1
  /// Where handlers write the number of a signal for the main loop.
  var pipe: Int32 = -1
  /// The signal that asked for the end; 0 for none.
  var ending: Int32 = 0
  /// Is a crash being handled, on whatever thread? The main loop must not take its traces for
  /// events then.
  var isCrashing: Int32 = 0
}

extension Terminal {
  /// Prepares anew what a signal handler writes, where there is more to undo.
  func arm() {
    Self.arm(
      hasMouse: capabilities.hasMouse, isSynchronized: isSynchronized, hasPictures: hasPictures)
  }

  /// Prepares what a signal handler writes to undo what opening writes.
  static func arm(hasMouse: Bool, isSynchronized: Bool, hasPictures: Bool) {
    var text = hasPictures ? picturesOff : ""
    if isSynchronized { text += "\u{1b}[?2026l\u{1b}[?2004l" }
    if hasMouse { text += mouseOff }
    let leave = capability("rmcup") == nil ? "clear" : "rmcup"
    for name in ["sgr0", "op", leave, "cnorm"] {
      text += capability(name).map(withoutDelays) ?? ""
    }
    let bytes = Array(text.utf8)
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
    copy.initialize(from: bytes, count: bytes.count)
    // Once more, it is longer than before, so that a handler in between reads no more than there is.
    rescue.pointee.bytes = copy
    rescue.pointee.count = bytes.count
    rescue.pointee.isArmed = 1
  }

  /// terminfo's `$<5>` asks for a pause, which only a terminal of the last century needs.
  private static func withoutDelays(_ text: String) -> String {
    var result = ""
    var isDelay = false
    var previous: Character = " "
    for character in text {
      if character == "<", previous == "$" {
        isDelay = true
        result.removeLast()
      } else if !isDelay {
        result.append(character)
      } else if character == ">" {
        isDelay = false
      }
      previous = character
    }
    return result
  }
}
