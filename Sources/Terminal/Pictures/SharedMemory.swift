import Glibc

/// Memory through which a terminal on this machine is given pictures: whoever has read it removes
/// its name.
enum SharedMemory {
  /// Names in use: more than pictures that are on their way at once.
  static let count = 32

  /// A name, 0 ..< `count`.
  static func name(_ number: Int) -> String { "/anode-\(getpid())-\(number)" }

  /// Makes it, with these bytes; false where there is no shared memory.
  static func write(_ bytes: UnsafeRawBufferPointer, to name: String) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    shm_unlink(name)
    let file = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0o600)
    guard file >= 0 else { return false }
    defer { close(file) }
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
