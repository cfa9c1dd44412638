import Foundation

/// The drawings of views as text, compared with a committed file.
struct GoldenDrawings {
  private(set) var text = ""
  private let url: URL

  /// Whether committed texts are replaced, not compared (`make golden`).
  static let areUpdated = ProcessInfo.processInfo.environment["ANODE_UPDATE_GOLDEN"] != nil

  init(_ name: String) {
    url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Drawings").appendingPathComponent(name + ".txt")
  }

  mutating func add(_ name: String, _ content: String) { text += "== \(name)\n" + content }

  /// Describes the first difference from the committed drawings; nil if there is none.
  func difference() throws -> String? {
    if Self.areUpdated {
      try text.write(to: url, atomically: true, encoding: .utf8)
      return nil
    }
    guard let golden = try? String(contentsOf: url, encoding: .utf8) else {
      return "\(url.lastPathComponent) is missing"
    }
    guard golden != text else { return nil }
    let wanted = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let found = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(wanted, found).enumerated().first { $1.0 != $1.1 }?.offset
    let place = line ?? min(wanted.count, found.count)
    let view = wanted.prefix(place + 1).last { $0.hasPrefix("== ") } ?? ""
    return """
      \(url.lastPathComponent), line \(place + 1), at '\(view.dropFirst(3))':
      wanted \(place < wanted.count ? wanted[place] : "nothing more")
      found  \(place < found.count ? found[place] : "nothing more")
      """
  }
}
