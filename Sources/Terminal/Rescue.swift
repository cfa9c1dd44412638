import Platform

/// Read by signal handlers. A `let` pointer avoids exclusivity checks there; `installHandlers`
/// touches it first, so lazy initialisation is done.
nonisolated(unsafe) let rescue: UnsafeMutablePointer<RescueState> = {
  let state = UnsafeMutablePointer<RescueState>.allocate(capacity: 1)
  state.initialize(to: RescueState())
  return state
}()

/// Restores the terminal with async-signal-safe calls only. Can be called at any time, from any
/// thread, and repeatedly.
func rescueTerminal() {
  guard rescue.pointee.isArmed != 0 else { return }
  rescue.pointee.isArmed = 0
  // tcsetattr would stop a background process.
  var blocked = sigset_t()
  var before = sigset_t()
  sigemptyset(&blocked)
  sigaddset(&blocked, SIGTTOU)
  pthread_sigmask(SIG_BLOCK, &blocked, &before)
  if let bytes = rescue.pointee.bytes {
    // A terminal that accepts no output (Ctrl-S, a dead line) must not block the exit.
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

/// Redirects standard error to a file if it is a terminal: messages would garble the screen and be
/// lost with it.
func holdErrors() {
  guard rescue.pointee.standardError < 0, isatty(STDERR_FILENO) == 1 else { return }
  let file = openTemporary()
  guard file >= 0 else { return }
  rescue.pointee.standardError = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
  rescue.pointee.heldErrors = file
  dup2(file, STDERR_FILENO)
}

/// Restores standard error and writes the last 16 kB of the file. Async-signal-safe.
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
      offset += off_t(count)
    }
  }
  close(standardError)
  close(file)
}

/// An unlinked temporary file; -1 on failure.
private func openTemporary() -> Int32 {
  var template = Array("/tmp/anode-XXXXXX".utf8CString)
  let file = template.withUnsafeMutableBufferPointer { buffer in
    buffer.baseAddress.map { mkstemp($0) } ?? -1
  }
  if file >= 0 {
    unlink(template)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    // Writes always append, even between reads.
    _ = fcntl(file, F_SETFL, O_APPEND)
  }
  return file
}

/// The data a signal handler needs to restore the terminal, prepared in advance.
struct RescueState {
  /// Whether there is anything to undo.
  var isArmed: Int32 = 0
  var input: Int32 = 0
  var output: Int32 = 1
  /// The original terminal modes.
  var saved = termios()
  /// The output that undoes the setup.
  var bytes: UnsafeMutablePointer<UInt8>?
  var count = 0
  /// The original standard error, and the file that replaces it; -1 if not redirected.
  var standardError: Int32 = -1
  var heldErrors: Int32 = -1
  /// Handlers write signal numbers to it for the main loop.
  var pipe: Int32 = -1
  /// The signal that ends the process; 0 for none.
  var ending: Int32 = 0
  /// Whether any thread is handling a crash; the main loop must then ignore the replaced input.
  var isCrashing: Int32 = 0
}

extension Terminal {
  /// Prepares the handler's output again, with pictures to remove.
  func arm() {
    Self.arm(
      hasMouse: capabilities.hasMouse, isSynchronized: isSynchronized, hasPictures: hasPictures)
  }

  /// Prepares the output with which a signal handler undoes the setup.
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
    // If replaced, the new text is longer, so a handler in between stays within its bounds.
    rescue.pointee.bytes = copy
    rescue.pointee.count = bytes.count
    rescue.pointee.isArmed = 1
  }

  /// Removes terminfo's `$<5>` delays, which no current terminal needs.
  nonisolated static func withoutDelays(_ text: String) -> String {
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
