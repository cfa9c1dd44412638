import Glibc

/// The system's words for an errno.
func systemMessage(_ code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "error \(code)"
}

/// The value of an environment variable; nil when unset or empty.
func environment(_ name: String) -> String? {
  guard let value = getenv(name) else { return nil }
  let text = String(cString: value)
  return text.isEmpty ? nil : text
}

private let clockOrigin = ContinuousClock.now

/// Seconds since the program first asked; they only grow.
func monotonicSeconds() -> Double { clockOrigin.duration(to: .now) / .seconds(1) }

/// Writes all bytes to a descriptor; false when it does not take them.
@discardableResult
func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Bool {
  guard let base = bytes.baseAddress else { return true }
  var done = 0
  while done < bytes.count {
    let count = write(descriptor, base + done, bytes.count - done)
    if count > 0 {
      done += count
    } else if errno == EAGAIN {
      var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      if poll(&ready, 1, 1000) <= 0 { return false }
    } else if errno != EINTR {
      return false
    }
  }
  return true
}
