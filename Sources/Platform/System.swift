import CSystem

/// The system's message for an errno.
package func systemMessage(_ code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "error \(code)"
}

/// Calls `body`; its error, as text, becomes the one that `failure` makes of it.
package func retelling<Value, Failure: Error>(
  _ failure: (String) -> Failure, _ body: () throws -> Value
) throws(Failure) -> Value {
  do { return try body() } catch { throw failure("\(error)") }
}

/// The path of this program's file, with links resolved; nil if the system does not say.
package var programPath: String? {
  guard let path = shim_program_path() else { return nil }
  defer { free(path) }
  return String(cString: path)
}

/// The size of the terminal behind a descriptor, in cells and pixels; nil if it has none or the
/// system does not know it.
package func windowSize(of descriptor: Int32) -> winsize? {
  var window = winsize()
  guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
  else { return nil }
  return window
}

/// Opens the terminal of standard output again, under its own name: macOS cannot poll /dev/tty.
///
/// - Returns: a descriptor; -1 if there is no terminal.
package func openTerminal(_ flags: Int32) -> Int32 {
  var name = [CChar](repeating: 0, count: 256)
  let flags = flags | O_NOCTTY | O_CLOEXEC
  return ttyname_r(STDOUT_FILENO, &name, name.count) == 0
    ? open(name, flags) : open("/dev/tty", flags)
}

package enum Clock {
  private static let origin = ContinuousClock.now

  /// Seconds since the first call; never goes back.
  package static var now: Double { origin.duration(to: .now) / .seconds(1) }

  /// Processor seconds of this thread, whatever other threads do.
  package static var ofThread: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Writes all bytes to a descriptor. Neither allocates nor locks, so a signal handler can call it.
///
/// - Parameter patience: milliseconds to wait for a descriptor that takes nothing; -1: no limit.
/// - Returns: 0, or errno.
package func writeAll(
  _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, patience: Int32 = -1
) -> Int32 {
  guard let base = bytes.baseAddress else { return 0 }
  var done = 0
  while done < bytes.count {
    let count = write(descriptor, base + done, bytes.count - done)
    if count >= 0 {
      done += count
    } else if errno == EAGAIN {
      var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      if poll(&ready, 1, patience) == 0 { return EAGAIN }
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}

/// Writes a text; see above.
package func writeAll(_ descriptor: Int32, _ text: String, patience: Int32 = -1) -> Int32 {
  var text = text
  return text.withUTF8 { writeAll(descriptor, UnsafeRawBufferPointer($0), patience: patience) }
}
