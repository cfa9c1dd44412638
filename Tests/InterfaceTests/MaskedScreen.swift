import Foundation

@testable import Interface

/// A screen of a duel as text that is the same on every machine.
///
/// What training comes to differs between CPUs by rounding, and what is drawn and written with it. Compared are frames,
/// titles, names of views, captions, messages, key hints, play heads and settings, cell by cell. The rest is masked:
///
/// - pictures, charts and maps are left out, but for words of four letters and more, which stand at the left;
/// - measured numbers are `#`, and stand at the left of their place;
/// - what is said differently as numbers come out (growth, steps, whether a flow is integrated, how a run failed) is one
///   word for all of its forms.
struct MaskedScreen {
  private var rows: [[Character]]

  init(_ duel: LockstepDuel) {
    let grid = duel.draw()
    rows = (0..<grid.height).map { y in
      (0..<grid.width).map { x in Character(grid[x, y].glyph) }
    }
    let layout = duel.state.layout
    mask(layout.title) { Self.replaced(Self.progress, "epoch #", in: Self.spaced($0)) }
    for (panel, snapshot) in [
      (Panel.left, duel.snapshots.left), (.right, duel.snapshots.right),
    ] {
      guard let rect = layout.rect(of: panel) else { continue }
      let parts = ModelPanelLayout(rect)
      if snapshot.status == .healthy {
        mask(parts.picture, Self.words)
        mask(parts.numbers, Self.numbers)
      } else {
        // How it fails depends on the machine, and with it how much its words cover.
        mask(parts.pictureAndNumbers) { _ in "failed" }
      }
      mask(parts.light, Self.light)
    }
    for panel in [Panel.nfe, .loss] {
      guard let rect = layout.rect(of: panel) else { continue }
      mask(Rect(x: rect.x + 2, y: rect.y, width: rect.width - 4, height: 1), padding: "─") {
        // The title is as long as the last values beside it allow.
        $0.contains("NFE") ? " NFE " : $0.contains("loss") ? " loss " : $0
      }
      mask(rect.inset(1, 1)) { _ in "" }
    }
    if let rect = layout.rect(of: .maps) { mask(rect.inset(1, 1), Self.words) }
  }

  /// A line a row, without blanks at their ends.
  var text: String {
    rows.map { row in
      String(row.reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  private mutating func mask(
    _ rect: Rect, padding: Character = " ", _ masked: (String) -> String
  ) {
    for y in rect.y..<rect.maxY {
      let text = masked(String(rows[y][rect.x..<rect.maxX])).prefix(rect.width)
      let cells = Array(text) + Array(repeating: padding, count: rect.width - text.count)
      rows[y].replaceSubrange(rect.x..<rect.maxX, with: cells)
    }
  }

  private static var progress: Regex<Substring> { /epoch [0-9.]+.*?(?=  |$)/ }
  private static var number: Regex<Substring> { /[+\-−]?[0-9][0-9.]*(?:e-?[0-9]+)?/ }
  private static var growth: Regex<Substring> { /[▲▼] .*|as at the start|unchanged|\+0/ }
  private static var steps: Regex<Substring> {
    /[0-9]+ steps, [0-9]+ rejected|[0-9]+ \+ [0-9]+ rejected|[0-9]+\+[0-9]+ steps/
  }

  private static func replaced(
    _ pattern: Regex<Substring>, _ text: String, in row: String
  ) -> String {
    row.replacing(pattern, with: text)
  }

  /// Gaps are two blanks wide.
  private static func spaced(_ row: String) -> String {
    row.replacing(/[ ]{2,}/, with: "  ")
  }

  private static func trimmed(_ row: String) -> String {
    row.trimmingCharacters(in: .whitespaces)
  }

  private static func words(_ row: String) -> String {
    row.split { !$0.isASCII || !$0.isLetter }.filter { $0.count >= 4 }.joined(separator: " ")
  }

  private static func numbers(_ row: String) -> String {
    let words = String(
      row.map { "\u{2580}"..."\u{28FF}" ~= $0 && $0 != "▲" && $0 != "▼" ? " " : $0 })
    let text = replaced(steps, "steps", in: replaced(growth, "growth", in: trimmed(words)))
    return replaced(number, "#", in: text)
  }

  private static func light(_ row: String) -> String {
    if row.contains("integrated: ") || row.contains("integrated ") && !row.contains("?") {
      return "integrated or not"
    }
    return trimmed(row)
  }
}

/// What a demo looks like, mark by mark, beside what it looked like when it was last looked at.
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

  mutating func add(_ name: String, _ duel: LockstepDuel) {
    text += "== \(name)\n" + MaskedScreen(duel).text
  }

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
