import CellGraphics
import Foundation

@testable import Interface

/// What a demo looks like, mark by mark, beside what it looked like when it was last looked at:
/// every cell's character, numbers and pictures included. A run is the same run on every machine,
/// and a demo's clock is virtual, so that nothing is masked.
struct GoldenScreens {
  private(set) var text = ""
  private let url: URL

  /// Committed texts are replaced, not compared.
  static let areUpdated = ProcessInfo.processInfo.environment["ANODE_UPDATE_SCREENS"] != nil

  init(demo: String) {
    url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Screens").appendingPathComponent(demo)
      .deletingPathExtension().appendingPathExtension("txt")
  }

  /// Drawings in place of screens.
  init(drawings name: String) {
    url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Drawings").appendingPathComponent(name + ".txt")
  }

  mutating func add(_ name: String, _ duel: LockstepDuel) { add(name, duel.draw().plainText) }

  mutating func add(_ name: String, _ content: String) { text += "== \(name)\n" + content }

  /// Where the screens first differ from the committed ones, in words; nil when they do not.
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
    let screen = wanted.prefix(place + 1).last { $0.hasPrefix("== ") } ?? ""
    return """
      \(url.lastPathComponent), line \(place + 1), at '\(screen.dropFirst(3))':
      wanted \(place < wanted.count ? wanted[place] : "nothing more")
      found  \(place < found.count ? found[place] : "nothing more")
      """
  }
}
