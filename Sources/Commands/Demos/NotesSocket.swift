import FoundationEssentials
import Platform

/// The local socket for the speaker's notes, in a private folder of the user.
enum NotesSocket {
  /// $XDG_RUNTIME_DIR, or a folder in /tmp, whose name another user could have taken first.
  static var folder: String {
    if let folder = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], folder.hasPrefix("/") {
      return folder
    }
    return "/tmp/anode-\(getuid())"
  }

  static var path: String { folder + "/anode-notes.sock" }

  /// Makes the folder if it is missing; `objection` checks it.
  static func makeFolder() { mkdir(folder, 0o700) }

  /// Why a folder cannot be trusted, as a predicate; nil for a real folder of this user that nobody
  /// else can enter. Anyone who can make a socket there could write to the speaker's terminal.
  static func objection(to folder: String) -> String? {
    var status = stat()
    guard lstat(folder, &status) == 0 else { return "is not there" }
    guard status.st_mode & S_IFMT == S_IFDIR else { return "is not a folder" }
    guard status.st_uid == getuid() else { return "belongs to another user" }
    guard status.st_mode & 0o077 == 0 else { return "is open to others" }
    return nil
  }

  /// Removes the socket, but not another file with its name.
  static func remove() {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK,
      status.st_uid == getuid()
    else { return }
    unlink(path)
  }
}
