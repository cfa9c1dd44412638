import Platform

/// Lets other threads wake a thread that polls a terminal; signals before it wakes are merged. A
/// pipe, which every system has.
package final class WakeDescriptor: Sendable {
  /// Readable after a signal.
  package let readEnd: Int32
  private let writeEnd: Int32

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

  /// Never waits: if the pipe is full, it has been signalled.
  package func signal() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// Clears all signals; true if there was one.
  func drain() -> Bool {
    var bytes: (UInt64, UInt64) = (0, 0)
    var wasSignalled = false
    while read(readEnd, &bytes, MemoryLayout.size(ofValue: bytes)) > 0 { wasSignalled = true }
    return wasSignalled
  }
}
