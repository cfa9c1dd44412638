import Glibc

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
