import Glibc
import Synchronization

/// Memory through which a terminal on this machine is given pictures: whoever has read it removes
/// its name.
enum SharedMemory {
  /// Names in use: more than pictures that are on their way at once.
  static let count = 32

  /// Whether names may be made. Pictures are made on another thread than the one that leaves the
  /// terminal: none may come after the last were removed.
  private static let isOpen = Mutex(false)

  /// From now on names can be made.
  static func open() { isOpen.withLock { $0 = true } }

  /// From now on there are no names, and none can be made.
  static func close() {
    isOpen.withLock {
      $0 = false
      clear()
    }
  }

  /// A name, 0 ..< `count`.
  static func name(_ number: Int) -> String { "/anode-\(getpid())-\(number)" }

  /// Makes it, with these bytes; false where there is no shared memory, or it is closed.
  static func write(_ bytes: UnsafeRawBufferPointer, to name: String) -> Bool {
    isOpen.withLock { $0 ? make(name, of: bytes) : false }
  }

  private static func make(_ name: String, of bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    shm_unlink(name)
    let file = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0o600)
    guard file >= 0 else { return false }
    defer { Glibc.close(file) }
    // Written, not mapped: a full disk is an error then, and no signal.
    guard ftruncate(file, bytes.count) == 0 else { return false }
    var done = 0
    while done < bytes.count {
      let written = Glibc.write(file, base + done, bytes.count - done)
      guard written > 0 else {
        shm_unlink(name)
        return false
      }
      done += written
    }
    return true
  }

  /// Removes names that no terminal has taken.
  static func clear() {
    for number in 0..<count { shm_unlink(name(number)) }
    shm_unlink(question)
  }

  /// The one that the terminal is asked about.
  static var question: String { "/anode-\(getpid())-ask" }
}
