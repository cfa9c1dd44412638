import Glibc
import NeuralODE

/// What follows a lesson.
enum NotesClient {
  /// A page as it may be written to a terminal: what controls one is shown as a question mark, but
  /// for the ends of lines.
  static func shown(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0).harmless }
      .joined(separator: "\n")
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
          // A page is a screenful; one without an end is not a page.
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
