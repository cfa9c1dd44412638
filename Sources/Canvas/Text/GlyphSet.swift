/// The characters an output can show: a terminal without a UTF-8 locale shows the same picture,
/// coarser.
package enum GlyphSet: String, Sendable, CaseIterable {
  /// Box drawing, braille, blocks and mathematical letters.
  case unicode
  /// Printable ASCII only.
  case ascii

  /// The glyph if the set has it, otherwise the nearest one.
  package func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if self == .unicode || (scalar.value >= 0x20 && scalar.value < 0x7F) { return scalar }
    if let plain = Self.plain[scalar] { return plain }
    switch scalar.value {
    case 0x2080...0x2089: return Unicode.Scalar(UInt8(0x30 + scalar.value - 0x2080))
    case 0x2070, 0x2074...0x2079: return Unicode.Scalar(UInt8(0x30 + scalar.value - 0x2070))
    case 0x2500...0x257F: return "+"
    case 0x2801...0x28FF: return BrailleCanvas.coarse(UInt8(scalar.value - 0x2800))
    case 0x2580...0x259F, 0x1FB00...0x1FB3B, 0x1CD00...0x1CDE5: return "#"
    default: return "?"
    }
  }

  private static let plain: [Unicode.Scalar: Unicode.Scalar] = [
    "─": "-", "│": "|", "●": "o", "…": "~", "✓": "v", "✗": "x", "▲": "^", "▼": "v", "▶": ">",
    "❚": "|", "·": "-", "×": "x", "−": "-", "–": "-", "—": "-", "ℝ": "R", "⁺": "+", "²": "2",
    "³": "3", "¹": "1", "→": ">", "←": "<", "↑": "^", "↓": "v", "≥": ">", "≤": "<", "φ": "f",
    "±": "~", "°": "o", "\u{2800}": " ", "\u{A0}": " ", "’": "'", "‘": "'", "“": "\"", "”": "\"",
    "○": "o", "↔": "-", "⇥": ">", "λ": "l", "∂": "d", "‖": "|", "ö": "o",
  ]
}

/// Glyphs of frames, charts and marks. An output without them folds them into those that it has.
package enum Glyph {
  package static let horizontal: Unicode.Scalar = "─"
  package static let vertical: Unicode.Scalar = "│"
  package static let tickLeft: Unicode.Scalar = "┤"
  package static let tickRight: Unicode.Scalar = "├"
  package static let tickBelow: Unicode.Scalar = "┬"
  /// At the bottom left.
  package static let axisCorner: Unicode.Scalar = "└"
  /// The play head, a legend's mark.
  package static let bullet: Unicode.Scalar = "●"
  package static let ellipsis: Unicode.Scalar = "…"
  package static let check: Unicode.Scalar = "✓"
  package static let cross: Unicode.Scalar = "✗"
  package static let up: Unicode.Scalar = "▲"
  package static let down: Unicode.Scalar = "▼"
  package static let play: Unicode.Scalar = "▶"
  /// One of two bars.
  package static let pause: Unicode.Scalar = "❚"
  /// Between items of a line.
  package static let separator: Unicode.Scalar = "·"
  package static let block: Unicode.Scalar = "█"
}

extension CellGrid {
  /// Folds every glyph: guarantees that an ASCII screen is ASCII.
  package func folded(into glyphs: GlyphSet) -> CellGrid {
    guard glyphs == .ascii else { return self }
    var result = self
    for y in 0..<height {
      for x in 0..<width {
        let glyph = self[x, y].glyph
        if glyph.value >= 0x7F { result[x, y].glyph = glyphs.fold(glyph) }
      }
    }
    return result
  }
}
