import Foundation
import Glibc

/// The speaker's notes on a second terminal: a local socket in a folder that is the person's own and nobody else's.
enum NotesSocket {
  /// Where it would be: in $XDG_RUNTIME_DIR, or without one in a folder below /tmp, whose name anybody could have taken first.
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

  /// Why a folder cannot be trusted, in words that go on from its name; nil when it is a real folder of this person's that
  /// nobody else can enter. Whoever else could make a socket there could write on the speaker's terminal.
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

/// Shows a lesson's progress to those who follow it. Failures end the notes and nothing else.
@MainActor final class NotesServer {
  private let listener: Int32
  private var clients: [Int32] = []
  private var last = ""

  /// Opens the socket; does without where that cannot be, or where others could.
  init() {
    NotesSocket.makeFolder()
    guard NotesSocket.objection(to: NotesSocket.folder) == nil else {
      listener = -1
      return
    }
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard listener >= 0 else { return }
    NotesSocket.remove()
    let mask = umask(0o177)
    _ = NotesSocket.withAddress { bind(listener, $0, $1) }
    umask(mask)
    listen(listener, 4)
  }

  /// Shows the page to those who are there, and to those who come.
  func show(_ page: String) {
    guard listener >= 0 else { return }
    var isNew = page != last
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { break }
      _ = fcntl(client, F_SETFL, O_NONBLOCK)
      clients.append(client)
      isNew = true
    }
    guard isNew else { return }
    last = page
    clients.removeAll { client in
      let sent = Array((page + "\u{0C}").utf8).withUnsafeBytes {
        send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent < 0 { Glibc.close(client) }
      return sent < 0
    }
  }

  /// Takes the socket away.
  func close() {
    guard listener >= 0 else { return }
    for client in clients { Glibc.close(client) }
    Glibc.close(listener)
    NotesSocket.remove()
  }
}

/// What follows a lesson.
enum NotesClient {
  /// A page as it may be written to a terminal: what controls one is shown as a question mark, but for the ends of lines.
  static func shown(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
          return isControl && scalar != "\n" ? "?" : scalar
        }))
  }

  /// Shows each page as it comes, until the lesson ends.
  static func follow() throws {
    if let objection = NotesSocket.objection(to: NotesSocket.folder), objection != "is not there" {
      throw InputErrors(
        errors: [
          InputError(
            path: NotesSocket.folder, reason: "\(objection), and notes are read from no such place")
        ])
    }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let isConnected = NotesSocket.withAddress { connect(descriptor, $0, $1) } == 0
    guard descriptor >= 0, isConnected else {
      throw InputErrors(
        errors: [
          InputError(
            path: NotesSocket.path, reason: "no lesson is running; start one on another terminal")
        ])
    }
    defer { close(descriptor) }
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var page: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { return }
      for byte in bytes[..<count] {
        guard byte == 0x0C else {
          // A page is a screenful; what has no end is none.
          if page.count < 1 << 16 { page.append(byte) }
          continue
        }
        let text = shown(String(decoding: page, as: UTF8.self))
        try StandardOutput.write((isTerminal ? "\u{1B}[2J\u{1B}[H" : "") + text + "\n")
        page = []
      }
    }
  }
}
