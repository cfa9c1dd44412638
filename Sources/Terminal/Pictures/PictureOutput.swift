import Glibc
import Platform

/// Sends pictures to the terminal piece by piece, without blocking the screen and without
/// interrupting other output.
struct PictureOutput {
  /// A second, non-blocking descriptor of the terminal; −1 if there is none.
  private let descriptor: Int32
  private var pieces: [[UInt8]] = []
  private var next = 0
  /// Bytes written of the next piece.
  private var offset = 0
  private var started = 0.0

  /// Uses the terminal of standard output.
  init() {
    var name = [CChar](repeating: 0, count: 256)
    descriptor =
      ttyname_r(STDOUT_FILENO, &name, name.count) == 0
      ? open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1
  }

  /// The descriptor to poll for output; −1 if nothing is pending.
  var waiting: Int32 { isEmpty ? -1 : descriptor }
  var isEmpty: Bool { next >= pieces.count }
  var isUsable: Bool { descriptor >= 0 }
  /// Seconds since `begin`; 0 if nothing is pending.
  func age(_ now: Double) -> Double { isEmpty ? 0 : now - started }

  /// The previous pictures must be sent.
  mutating func begin(_ pieces: [[UInt8]], at time: Double) {
    (self.pieces, next, offset, started) = (pieces, 0, 0, time)
  }

  /// Writes as much as the terminal accepts now.
  mutating func write() {
    while !isEmpty {
      let done = pieces[next].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
      }
      if done < 0, errno == EINTR { continue }
      guard done > 0 else {
        // `Terminal.poll` notices a terminal that is gone.
        if done < 0, errno != EAGAIN { pieces = [] }
        return
      }
      offset += done
      if offset == pieces[next].count { (next, offset) = (next + 1, 0) }
    }
    pieces = []
    next = 0
  }

  /// Finishes the current piece, so that other output can follow.
  mutating func finishPiece() {
    guard offset > 0, !isEmpty else { return }
    pieces[next].withUnsafeBytes { bytes in
      let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      _ = writeAll(STDOUT_FILENO, rest, patience: 1000)
    }
    (next, offset) = (next + 1, 0)
  }

  /// Drops pending pictures. Returns whether a piece was cut; if so, the caller ends it with ESC \.
  mutating func abandon() -> Bool {
    defer { (pieces, next, offset) = ([], 0, 0) }
    return offset > 0 && !isEmpty
  }
}
