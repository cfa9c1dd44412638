import Foundation
import Glibc

/// The speaker's notes on a second terminal: a local socket that only its owner can read.
enum NotesSocket {
  /// In $XDG_RUNTIME_DIR; without one, in a folder of the person's own below /tmp.
  static var path: String {
    if let folder = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], folder.hasPrefix("/") {
      return folder + "/anode-notes.sock"
    }
    let folder = "/tmp/anode-\(getuid())"
    mkdir(folder, 0o700)
    return folder + "/notes.sock"
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

/// What tells a lesson's progress to whoever follows. Failures end the notes and nothing else.
@MainActor final class NotesServer {
  private let listener: Int32
  private var clients: [Int32] = []
  private var last = ""

  /// Opens the socket; does without where that cannot be.
  init() {
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard listener >= 0 else { return }
    unlink(NotesSocket.path)
    let mask = umask(0o177)
    _ = NotesSocket.withAddress { bind(listener, $0, $1) }
    umask(mask)
    listen(listener, 4)
  }

  /// Tells the page to those who are there, and to those who come.
  func tell(_ page: String) {
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
    unlink(NotesSocket.path)
  }
}

/// What follows a lesson.
enum NotesClient {
  /// Shows each page as it comes, until the lesson ends.
  static func follow() throws {
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
          page.append(byte)
          continue
        }
        let text = String(decoding: page, as: UTF8.self)
        try StandardOutput.write((isTerminal ? "\u{1B}[2J\u{1B}[H" : "") + text + "\n")
        page = []
      }
    }
  }
}
