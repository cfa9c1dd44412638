import Glibc
import Platform

/// Pictures on their way to the terminal, a piece at a time, as fast as it takes them: the screen
/// never waits for them, and they never come between the bytes of anything else.
struct PictureOutput {
  /// A second description of the terminal, which does not block; −1 where there is none.
  private let descriptor: Int32
  private var pieces: [[UInt8]] = []
  private var next = 0
  /// Bytes of the next piece that have been written.
  private var offset = 0
  private var started = 0.0

  /// Pictures through the terminal of standard output.
  init() {
    var name = [CChar](repeating: 0, count: 256)
    descriptor =
      ttyname_r(STDOUT_FILENO, &name, name.count) == 0
      ? open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1
  }

  /// Where to wait for the terminal to take more; −1 when nothing is to be written.
  var waiting: Int32 { isEmpty ? -1 : descriptor }
  var isEmpty: Bool { next >= pieces.count }
  /// Can anything be written at all?
  var isUsable: Bool { descriptor >= 0 }
  /// Seconds since the first piece of those under way.
  func age(_ now: Double) -> Double { isEmpty ? 0 : now - started }

  /// Takes pictures to be written. Those before them have to be through.
  mutating func begin(_ pieces: [[UInt8]], at time: Double) {
    (self.pieces, next, offset, started) = (pieces, 0, 0, time)
  }

  /// Writes what the terminal takes now.
  mutating func write() {
    while !isEmpty {
      let done = pieces[next].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
      }
      if done < 0, errno == EINTR { continue }
      guard done > 0 else {
        // A terminal that is gone is noticed elsewhere.
        if done < 0, errno != EAGAIN { pieces = [] }
        return
      }
      offset += done
      if offset == pieces[next].count { (next, offset) = (next + 1, 0) }
    }
    pieces = []
    next = 0
  }

  /// Ends the piece that is under way, so that something else can be written.
  mutating func finishPiece() {
    guard offset > 0, !isEmpty else { return }
    pieces[next].withUnsafeBytes { bytes in
      let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
      _ = writeAll(STDOUT_FILENO, rest, patience: 1000)
    }
    (next, offset) = (next + 1, 0)
  }

  /// Gives up what is under way. A piece that was cut has to be ended by the caller: ESC \ .
  ///
  /// - Returns: was one cut?
  mutating func abandon() -> Bool {
    defer { (pieces, next, offset) = ([], 0, 0) }
    return offset > 0 && !isEmpty
  }
}
