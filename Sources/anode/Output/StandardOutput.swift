import Glibc

/// Output that could not be written.
package enum OutputError: Error, Equatable, CustomStringConvertible {
  /// Nobody reads it any more: no failure, but no reason to go on.
  case closed
  /// The system's reason (errno).
  case failed(Int32)

  /// For the person.
  package var description: String {
    switch self {
    case .closed: "standard output is closed"
    case .failed(let code):
      "cannot write standard output: \(systemMessage(code))"
    }
  }
}

/// Standard output without a buffer: what is written is written, or an error is thrown.
package enum StandardOutput {
  /// Writes all of a text.
  package static func write(_ text: String) throws(OutputError) {
    let code = Descriptor.write(STDOUT_FILENO, text)
    if code == EPIPE { throw .closed }
    if code != 0 { throw .failed(code) }
  }
}

/// The system's words for an errno.
func systemMessage(_ code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "error \(code)"
}

/// Writing to descriptors.
enum Descriptor {
  /// Writes all of a text; 0, or errno.
  static func write(_ descriptor: Int32, _ text: String) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
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
  }

  /// Writes a line to standard error; a failure of that is ignored, having nowhere to go.
  static func complain(_ line: String) { _ = write(STDERR_FILENO, line + "\n") }
}
