import FoundationEssentials
import Glibc

/// The speaker's notes on a second terminal: a local socket in a folder that is the person's own
/// and nobody else's.
enum NotesSocket {
  /// Where it would be: in $XDG_RUNTIME_DIR, or without one in a folder below /tmp, whose name
  /// anybody could have taken first.
  static var folder: String {
    if let folder = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], folder.hasPrefix("/") {
      return folder
    }
    return "/tmp/anode-\(getuid())"
  }

  /// Where the socket is.
  static var path: String { folder + "/anode-notes.sock" }

  /// Makes the folder, if it is not there. Whether it can be trusted is another question.
  static func makeFolder() { mkdir(folder, 0o700) }

  /// Why a folder cannot be trusted, in words that go on from its name; nil when it is a real
  /// folder of this person's that nobody else can enter. Whoever else could make a socket there
  /// could write on the speaker's terminal.
  static func objection(to folder: String) -> String? {
    var status = stat()
    guard lstat(folder, &status) == 0 else { return "is not there" }
    guard status.st_mode & S_IFMT == S_IFDIR else { return "is no folder" }
    guard status.st_uid == getuid() else { return "belongs to somebody else" }
    guard status.st_mode & 0o077 == 0 else { return "is open to others" }
    return nil
  }

  /// Takes the socket away, and nothing else that may have its name.
  static func remove() {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK,
      status.st_uid == getuid()
    else { return }
    unlink(path)
  }

  /// The address of the socket; nil when the path is too long for one.
  static func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result?
  {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard bytes.count < room else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
