import Foundation
import Testing

/// The tutorial's steps: a key, two or more spaces, and the resulting text on the screen.
@Suite("The tutorial can be typed along") struct TutorialTests {
  private static let keys = [
    "space": " ", "Enter": "\r", "Esc": "\u{1B}", "Tab": "\t", "Shift-Tab": "\u{1B}[Z",
    "→": "\u{1B}[C",
  ]

  /// The lines of the page's blocks: the keys and the texts.
  private static func steps() throws -> [(key: String, seen: String)] {
    let page = try String(
      contentsOf: packageRoot.appendingPathComponent("docs/tutorial.md"), encoding: .utf8)
    var (steps, isInside): ([(String, String)], Bool) = ([], false)
    for line in page.split(separator: "\n") {
      if line.hasPrefix("```") {
        isInside = line == "```anode"
      } else if isInside {
        let gap = try #require(line.range(of: #" {2,}"#, options: .regularExpression))
        steps.append((String(line[..<gap.lowerBound]), String(line[gap.upperBound...])))
      }
    }
    return steps
  }

  @Test("each key shows what the page says")
  func typed() throws {
    var terminal: PseudoTerminal?
    var seen = 0
    for (key, text) in try Self.steps() {
      if key.hasPrefix("$ ") {
        let words = key.split(separator: " ").dropFirst(2).map(String.init)
        terminal = try PseudoTerminal([anodeBinary] + words, width: 100, height: 30)
      } else if key.hasPrefix(":") {
        terminal?.type(key + "\r")
      } else {
        terminal?.type(Self.keys[key] ?? key)
      }
      if text == "$" {
        #expect(terminal?.ended() == .exited(0), "\(key)")
        continue
      }
      // Too soon after Esc, the next key would join it.
      let isShown = terminal?.wait { output in
        shows(output, text) && (key != "Esc" || !shows(output, "Esc closes"))
      }
      #expect(isShown == true, "\(key): \(text)")
      seen += 1
    }
    #expect(seen > 25)
  }
}
