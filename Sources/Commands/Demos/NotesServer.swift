import CSystem
import Platform

/// Sends a lesson's progress to its followers. Failures end only the notes.
@MainActor final class NotesServer {
  private let listener: Int32
  private var clients: [Int32] = []
  private var last = ""

  /// Opens the socket, unless that fails or others could use it.
  init() {
    NotesSocket.makeFolder()
    guard NotesSocket.objection(to: NotesSocket.folder) == nil else {
      listener = -1
      return
    }
    NotesSocket.remove()
    let mask = umask(0o177)
    listener = LocalSocket.open(Array(NotesSocket.path.utf8), bind)
    umask(mask)
    guard listener >= 0 else { return }
    _ = fcntl(listener, F_SETFL, O_NONBLOCK)
    listen(listener, 4)
  }

  /// Sends the page to all current and new clients.
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
        shim_send(client, $0.baseAddress, $0.count)
      }
      if sent < 0 { Platform.close(client) }
      return sent < 0
    }
  }

  func close() {
    guard listener >= 0 else { return }
    for client in clients { Platform.close(client) }
    Platform.close(listener)
    NotesSocket.remove()
  }
}
