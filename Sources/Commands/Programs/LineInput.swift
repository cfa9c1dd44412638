import Platform
import NeuralODE

/// Reads lines from a descriptor, with a limit on the wait.
struct LineInput {
  private(set) var isAtEnd = false
  private let descriptor: Int32
  private var pending: [UInt8] = []

  init(_ descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

  /// Lines that arrive within `seconds`, without empty ones; at the end of the input, also a last
  /// line without an ending.
  mutating func lines(waiting seconds: Double) -> [String] {
    guard !isAtEnd else {
      usleep(useconds_t(seconds * 1e6))
      return []
    }
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, Int32(seconds * 1000)) > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &bytes, bytes.count)
    if count < 0, errno == EINTR { return [] }
    isAtEnd = count <= 0
    pending += bytes[..<max(0, count)]
    let end = isAtEnd ? pending.count : pending.lastIndex(of: 10).map { $0 + 1 } ?? 0
    let text = String(decoding: pending[..<end], as: UTF8.self)
    pending.removeFirst(end)
    if pending.count > 1 << 16 { pending = [] }
    return TextLines.of(text).map(\.trimmingBlanks).filter { !$0.isEmpty }
  }

  /// Waits for input, at most a second.
  func wait() {
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&ready, 1, 1000)
  }
}
