import Foundation
import Testing

@testable import anode

/// The recordings that come with the program are what it records.
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
    // As `make casts` records them.
    process.arguments = [
      "record", Self.folder.appendingPathComponent(name + ".demo").path, "--output", file.path,
      "--fps", "8", "--size", "100x30",
    ]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let committed = try Data(contentsOf: Self.folder.appendingPathComponent(name + ".cast"))
    let found = try Data(contentsOf: file)
    // Not the bytes themselves: a failure would print them.
    let place = zip(committed, found).enumerated().first { $1.0 != $1.1 }?.offset
    #expect(place == nil && committed.count == found.count, "\(name) differs at byte \(place ?? 0)")
  }
}
