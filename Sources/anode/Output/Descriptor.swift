import Glibc

/// Writing to descriptors.
enum Descriptor {
  /// Writes all of a text; 0, or errno.
  static func write(_ descriptor: Int32, _ text: String) -> Int32 {
    var text = text
    return text.withUTF8 { write(descriptor, UnsafeRawBufferPointer($0)) }
  }

  /// Writes all bytes; 0, or errno.
  static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int32 {
    guard let base = bytes.baseAddress else { return 0 }
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(descriptor, base + done, bytes.count - done)
      if count >= 0 {
        done += count
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  /// Writes a line to standard error; a failure of that is ignored, having nowhere to go.
  static func complain(_ line: String) { _ = write(STDERR_FILENO, line + "\n") }
}
