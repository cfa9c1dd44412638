import Canvas
import Foundation
import Testing

@testable import Commands

/// Every demo plays to its end, its expectations hold, and its screens equal the stored recording
/// to the byte.
@Suite("Recordings can be reproduced") struct RecordedDemoTests {
  private static let folder = packageRoot.appendingPathComponent("demos")

  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".demo") }.map { String($0.dropLast(5)) }.sorted()

  @Test(
    "a demo recorded on this machine is the committed recording, byte for byte",
    arguments: names)
  func recorded(name: String) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-recorded-\(UUID().uuidString).cast")
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: anodeBinary)
    // With the options of `make golden`.
    process.arguments = [
      "record", Self.folder.appendingPathComponent(name + ".demo").path, "--output", file.path,
      "--fps", "8", "--size", "100x30",
    ]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let committed = try Data(
      contentsOf: Self.folder.appendingPathComponent(name + ".cast"))
    let found = try Data(contentsOf: file)
    guard found != committed else { return }
    Issue.record("\(name): \(try Self.difference(of: committed, found))")
  }

  /// The first difference of two recordings, in words.
  private static func difference(of committed: Data, _ found: Data) throws -> String {
    var wanted = RecordingPlayback(try Asciicast(bytes: Array(committed)))
    var given = RecordingPlayback(try Asciicast(bytes: Array(found)))
    for frame in 0...Int(8 * max(wanted.duration, given.duration)) {
      wanted.seek(to: Double(frame) / 8)
      given.seek(to: Double(frame) / 8)
      let rows = zip(
        wanted.grid.plainText.split(separator: "\n"), given.grid.plainText.split(separator: "\n"))
      guard let (row, lines) = rows.enumerated().first(where: { $1.0 != $1.1 }) else { continue }
      return """
        at \(Double(frame) / 8) s, row \(row + 1):
        wanted \(lines.0)
        found  \(lines.1)
        """
    }
    return "colours, markers or times"
  }
}
