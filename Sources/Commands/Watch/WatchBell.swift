import Dispatch
import Files
import Glibc
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
    let name = SystemPath.bytes(String(path.dropLast(WatchFolder.ending.count)) + ".sock")
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return -1 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return -1 }
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard isConnected else {
      close(descriptor)
      return -1
    }
    return descriptor
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
