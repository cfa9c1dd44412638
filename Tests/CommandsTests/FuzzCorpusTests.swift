import Foundation
import Testing

/// Runs the fuzzers' seeds and findings without the fuzzers.
@MainActor @Suite("Every file of the fuzzers' corpora is read, or refused with an error")
struct FuzzCorpusTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fuzz/Corpus")

  private static func files(_ format: FuzzFormat) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: folder.appendingPathComponent(format.name), includingPropertiesForKeys: nil)
  }

  @Test("Each format has files that are whole, and takes them; others say so in their names")
  func corpus() throws {
    for format in FuzzFormat.all {
      let files = try Self.files(format)
      var taken = 0
      for file in files {
        let name = file.lastPathComponent
        let isTaken = format.read([UInt8](try Data(contentsOf: file)))
        taken += isTaken ? 1 : 0
        // Findings can be valid or not.
        guard !name.hasPrefix("found-") else { continue }
        #expect(isTaken != name.hasPrefix("refused-"), "\(format.name)/\(name)")
      }
      #expect(taken > 0, "\(format.name)")
    }
  }

  @Test("A beginning of each file is read, or refused with an error")
  func cut() throws {
    for format in FuzzFormat.all {
      for file in try Self.files(format) {
        let bytes = [UInt8](try Data(contentsOf: file))
        for share in 0..<24 { _ = format.read(Array(bytes.prefix(bytes.count * share / 24))) }
      }
    }
  }
}
