import Dispatch
import Files
import Platform

/// Waits for another program to write: on its socket beside the file, or else by looking at the
/// file five times a second.
struct WatchBell: Sendable {
  private let path: String
  /// Standard input or the writer's socket; −1 for neither.
  private var descriptor: Int32
  private let isInput: Bool
  private var mark: WatchFile.Mark
  private var silence = 0

  /// Milliseconds of one look.
  private static let patience: Int32 = 200
  /// Looks after which it rings in any case: the program may be gone.
  private static let mostSilence = 10

  init(_ path: String) {
    self.path = path
    isInput = path == InputFile.standardInput
    descriptor = isInput ? dup(STDIN_FILENO) : -1
    mark = WatchFile.Mark(path)
  }

  /// Waits a fifth of a second at most; returns whether something may have been written.
  mutating func wait() -> Bool {
    silence += 1
    if descriptor < 0, !isInput { descriptor = Self.connection(to: path) }
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var hasRung = false
    if poll(&ready, 1, Self.patience) > 0 {
      hasRung = true
      if isInput {
        // What waits is read elsewhere: do not ask for it without a rest.
        usleep(20_000)
      } else {
        var bytes = [UInt8](repeating: 0, count: 256)
        if read(descriptor, &bytes, bytes.count) <= 0 {
          close(descriptor)
          descriptor = -1
        }
      }
    }
    let now = WatchFile.Mark(path)
    hasRung = hasRung || now != mark || silence >= Self.mostSilence
    mark = now
    if hasRung { silence = 0 }
    return hasRung
  }

  /// The socket of a writer that says when it has written; −1 without one.
  private static func connection(to path: String) -> Int32 {
    guard path.hasSuffix(WatchFolder.ending) else { return -1 }
    let name = String(path.dropLast(WatchFolder.ending.count)) + ".sock"
    return LocalSocket.open(SystemPath.bytes(name), connect)
  }

  /// Calls `ring` on a thread of its own, until the program ends, whenever something may have been
  /// written.
  func ring(_ ring: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "anode.watch").async {
      var bell = self
      while true { if bell.wait() { ring() } }
    }
  }
}
