@testable import Files
import Foundation
import Testing

@testable import Commands

@Suite("A speaker's notes") struct NotesTests {
  private func folder(_ mode: mode_t) throws -> String {
    let path = FileManager.default.temporaryDirectory.path + "/anode-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    chmod(path, mode)
    return path
  }

  @Test(
    "are given and taken in a real folder of one's own that nobody else can enter, and in no other")
  func trust() throws {
    let own = try folder(0o700)
    let open = try folder(0o755)
    let link = own + "/link"
    defer { for path in [own, open] { try? FileManager.default.removeItem(atPath: path) } }
    #expect(NotesSocket.objection(to: own) == nil)
    #expect(NotesSocket.objection(to: open) == "is open to others")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: own)
    #expect(NotesSocket.objection(to: link) == "is not a folder")
    #expect(NotesSocket.objection(to: own + "/nothing") == "is not there")
    #expect(NotesSocket.objection(to: "/proc/self/status") == "is not a folder")
    if getuid() != 0 { #expect(NotesSocket.objection(to: "/root") != nil) }
  }

  @Test("show what controls a terminal harmlessly")
  func controls() {
    #expect(
      NotesClient.shown("NOW a\u{1B}[2J\u{9B}31m\u{7}\n\u{3C6}(x)") == "NOW a?[2J?31m?\n\u{3C6}(x)")
  }
}
