import Glibc
import Threads

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
