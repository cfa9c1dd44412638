/// ASCII in the place of other glyphs: a last resort that keeps a screen readable without UTF-8.
enum AsciiGlyph {
  static func nearest(_ value: UInt32) -> UInt32 {
    if let known = known[value] { return known }
    switch value {
    case 0x2500...0x257f: return ascii("+")
    case 0x2800: return ascii(" ")
    case 0x2801...0x28ff:
      // Braille: one character for few, some and many dots.
      let dots = (value - 0x2800).nonzeroBitCount
      return dots < 3 ? ascii(".") : dots < 6 ? ascii(":") : ascii("#")
    case 0x2580...0x259f, 0x1fb00...0x1fbff: return ascii("#")
    case 0x25a0...0x25ff: return ascii("o")
    case 0x2070...0x2079: return ascii("0") + (value - 0x2070)
    case 0x2080...0x2089: return ascii("0") + (value - 0x2080)
    default: return ascii("?")
    }
  }

  private static func ascii(_ scalar: Unicode.Scalar) -> UInt32 { scalar.value }

  private static let known: [UInt32: UInt32] = {
    let pairs: [(String, Unicode.Scalar)] = [
      ("─━┄┅┈┉╌╍═╴╶╸╺", "-"), ("│┃┆┇┊┋╎╏║╵╷╹╻", "|"), ("╱", "/"), ("╲", "\\"), ("╳×", "x"),
      ("\u{a0}░", " "), ("▒", "."), ("▪●◉⬤⏺", "o"), ("○◌", "o"), ("·•∙⋅", "."), ("‘’′", "'"),
      ("“”″", "\""), ("…", "."), ("–—−", "-"), ("←◀◂", "<"), ("→▶▸⏵", ">"), ("↑▲▴", "^"),
      ("↓▼▾", "v"), ("±", "~"), ("≈", "~"), ("≤", "<"), ("≥", ">"), ("√✓✔", "v"), ("✗✘", "x"),
      ("°", "o"), ("¹", "1"), ("²", "2"), ("³", "3"), ("ₐ", "a"), ("ₓ", "x"), ("ₜ", "t"),
      ("φ", "f"), ("θ", "h"), ("π", "p"), ("σ", "s"), ("ε", "e"), ("Δ", "d"),
    ]
    var table: [UInt32: UInt32] = [:]
    for (glyphs, replacement) in pairs {
      for scalar in glyphs.unicodeScalars { table[scalar.value] = replacement.value }
    }
    return table
  }()
}
