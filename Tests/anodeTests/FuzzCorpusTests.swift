import Foundation
import Testing

/// What the fuzzers begin from and what they have found, without the fuzzers.
@MainActor @Suite("Every file of the fuzzers' corpora is read, or refused with an error")
struct FuzzCorpusTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fuzz/Corpus")

  private static func files(_ format: FuzzFormat) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: folder.appendingPathComponent(format.name), includingPropertiesForKeys: nil)
  }

  @Test("Each format has files that were written whole, and takes them")
  func corpus() throws {
    for format in FuzzFormat.all {
      let files = try Self.files(format)
      let taken = try files.filter { format.read([UInt8](try Data(contentsOf: $0))) }
        .map(\.lastPathComponent)
      #expect(!taken.isEmpty, "\(format.name)")
      // What fuzzers have found says so in its name; it may be whole or not.
      let refused = Set(files.map(\.lastPathComponent)).subtracting(taken)
        .filter { !$0.hasPrefix("found-") }
      #expect(refused.isEmpty, "\(format.name)")
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
