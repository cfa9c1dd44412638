import Glibc

/// What other threads signal to wake a thread that polls a terminal. Signals that come before it
/// wakes are one.
///
/// A pipe: Swift's Glibc module has no eventfd.
package final class WakeDescriptor: Sendable {
  /// The end that is polled; readable after a signal.
  package let readEnd: Int32
  private let writeEnd: Int32

  /// A descriptor that nobody has signalled.
  package init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .systemCall("pipe", errno) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Wakes whoever polls. Never waits: a pipe that is full has been signalled.
  package func signal() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes all signals; true when there was one.
  func drain() -> Bool {
    var bytes: (UInt64, UInt64) = (0, 0)
    var wasSignalled = false
    while read(readEnd, &bytes, MemoryLayout.size(ofValue: bytes)) > 0 { wasSignalled = true }
    return wasSignalled
  }
}
