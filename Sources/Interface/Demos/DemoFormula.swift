import Canvas
import LiveSession

/// An equation above a caption, with metrics of a side in braces: `NFE = 2 + 6·{steps(left)} =
/// {nfe(left)}`. The rest is shown as written, or in ASCII on terminals without Unicode.
package struct DemoFormula: Sendable, Equatable {
  private enum Piece: Sendable, Equatable {
    case text(String)
    case number(DemoMetric, Side)
  }
  private let pieces: [Piece]

  /// A syntax error; `offset` counts characters from 0.
  struct Failure: Error {
    var offset: Int
    var expected: String
  }

  init(_ text: String) throws(Failure) {
    var pieces: [Piece] = []
    let characters = Array(text)
    var start = 0
    while start < characters.count {
      if characters[start] == "{" {
        guard let end = characters[start...].firstIndex(of: "}") else {
          throw Failure(offset: start, expected: "a closing brace")
        }
        let name = String(characters[start + 1..<end])
        guard let (metric, side) = Self.metric(name) else {
          throw Failure(
            offset: start + 1, expected: "a number of a side in braces, such as {nfe(left)}")
        }
        pieces.append(.number(metric, side))
        start = end + 1
      } else {
        let end = characters[start...].firstIndex(of: "{") ?? characters.count
        pieces.append(.text(String(characters[start..<end])))
        start = end
      }
    }
    self.pieces = pieces
  }

  /// `nfe(left)` as a metric and its side.
  private static func metric(_ text: String) -> (DemoMetric, Side)? {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")"),
      let metric = DemoMetric(rawValue: String(text[..<open])),
      let side = Side(rawValue: String(text[text.index(after: open)...].dropLast()))
    else { return nil }
    return (metric, side)
  }

  package var isEmpty: Bool { pieces.isEmpty }

  /// The formula with the runs' present numbers; "?" for unknown ones.
  func text(left: Snapshot?, right: Snapshot?, glyphs: GlyphSet) -> String {
    let text = pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .number(let metric, let side):
        (side == .left ? left : right).flatMap { metric.measured($0) }.map { metric.text($0) }
          ?? (metric == .seconds ? "-" : "?")
      }
    }.joined()
    return glyphs == .unicode ? text : Self.plain(text)
  }

  /// In ASCII, with program notation.
  static func plain(_ text: String) -> String {
    text.map { plainNames[$0] ?? String($0) }.joined()
  }

  private static let plainNames: [Character: String] = [
    "\u{B7}": "*", "\u{D7}": "x", "\u{2192}": "->", "\u{3C6}": "phi", "\u{3B8}": "theta",
    "\u{3C3}": "sigma", "\u{3C0}": "pi", "\u{394}": "D", "\u{2202}": "d", "\u{222B}": "int ",
    "\u{2016}": "|", "\u{2212}": "-", "\u{2264}": "<=", "\u{2265}": ">=", "\u{2248}": "~",
    "\u{B2}": "^2", "\u{211D}": "R", "\u{2208}": " in ", "\u{2260}": "!=", "\u{2080}": "_0",
    "\u{2081}": "_1", "\u{2082}": "_2", "\u{1D48}": "^d", "\u{1D56}": "^p", "\u{207A}": "+",
    "\u{B1}": "+-", "\u{2211}": "sum ", "\u{2099}": "_n", "\u{1D62}": "_i", "\u{2026}": "...",
    "\u{2032}": "'", "\u{177}": "y", "\u{3C1}": "rho", "\u{2207}": "grad ",
    "\u{3BB}": "lambda", "\u{221A}": "sqrt ",
  ]
}

extension DemoMetric {
  func text(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    switch self {
    case .hidden: return NumberText.fixed(value, 3)
    case .loss, .testLoss, .within, .beyond, .lipschitz, .seconds: return NumberText.short(value)
    case .accuracy, .testAccuracy:
      return "\(NumberText.fixed(value * 100, value < 0.9995 ? 1 : 0)) %"
    case .solveError: return ModelPanel.percent(value)
    case .output: return NumberText.fixed(value, 2)
    case .tolerance: return NumberText.setting(value)
    case .epoch: return NumberText.fixed(value, 1)
    case .nfe, .backward, .growth, .probeNFE, .steps, .rejected, .winding, .failed, .evaluations,
      .parameters, .p, .iteration:
      return NumberText.fixed(value, 0)
    }
  }
}
