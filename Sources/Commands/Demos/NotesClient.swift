import Platform
import NeuralODE

enum NotesClient {
  /// A page that is safe for a terminal: control characters become question marks, except newlines.
  static func shown(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).harmless }
      .joined(separator: "\n")
  }

  /// Shows each page as it arrives, until the lesson ends.
  static func follow() throws {
    if let objection = NotesSocket.objection(to: NotesSocket.folder), objection != "is not there" {
      throw InputErrors(NotesSocket.folder, "\(objection); notes are not read from there")
    }
    let descriptor = LocalSocket.open(Array(NotesSocket.path.utf8), connect)
    guard descriptor >= 0 else {
      throw InputErrors(NotesSocket.path, "no lesson is running; start one on another terminal")
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
          // A page is a screenful; drop the rest of an endless one.
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
