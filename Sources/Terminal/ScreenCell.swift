import CNcurses
import CellGraphics

/// A cell as the terminal can show it: what is compared between frames. Cells that differ only in what the terminal
/// cannot show are equal, and cost no output.
struct ScreenCell: Hashable {
  /// Glyph (21 bits), colours + 1 (9 bits each), attributes (3 bits).
  private let bits: UInt64

  init(glyph: UInt32, foreground: Int, background: Int, attributes: UInt64) {
    bits =
      UInt64(glyph) | UInt64(foreground + 1) << 21 | UInt64(background + 1) << 30 | attributes << 39
  }

  /// What an erased screen shows.
  static let blank = ScreenCell(glyph: 0x20, foreground: -1, background: -1, attributes: 0)

  var glyph: UInt32 { UInt32(bits & 0x1fffff) }
  /// Index in the palette; -1 is the terminal's own colour.
  var foreground: Int { Int(bits >> 21 & 0x1ff) - 1 }
  var background: Int { Int(bits >> 30 & 0x1ff) - 1 }
  var attributes: UInt64 { bits >> 39 }
  var isBold: Bool { attributes & Self.bold != 0 }
  var isReversed: Bool { attributes & Self.reversed != 0 }
  var isUnderlined: Bool { attributes & Self.underlined != 0 }

  static let bold: UInt64 = 1
  static let reversed: UInt64 = 2
  static let underlined: UInt64 = 4
}

/// Translates cells to what the terminal can show.
struct CellEncoder {
  let capabilities: Capabilities

  func encode(_ cell: Cell) -> ScreenCell {
    var attributes: UInt64 = 0
    if cell.style.isBold { attributes |= ScreenCell.bold }
    if cell.style.isReversed { attributes |= ScreenCell.reversed }
    if cell.style.isUnderlined { attributes |= ScreenCell.underlined }
    var foreground = index(cell.style.foreground)
    var background = index(cell.style.background)
    if foreground == background, foreground >= 0, cell.style.foreground != cell.style.background,
      !(0x2580...0x259f).contains(cell.glyph.value)
    {
      // Two colours that fell together would hide the glyph; a block is no glyph but two pixels of a picture.
      foreground = isDark(background) ? 15 : 0
    }
    if capabilities.colorDepth == .ansi, capabilities.paletteSize < 16 {
      if foreground >= 8 {
        foreground -= 8
        attributes |= ScreenCell.bold
        // Bright black on black: bold black is invisible on terminals that do not brighten bold.
        if foreground == 0, background <= 0 { foreground = 7; attributes &= ~ScreenCell.bold }
      }
      if background >= 8 { background -= 8 }
    }
    return ScreenCell(
      glyph: glyph(cell.glyph), foreground: foreground, background: background,
      attributes: attributes)
  }

  private func index(_ color: Color?) -> Int {
    guard let color else { return -1 }
    switch capabilities.colorDepth {
    case .none: return -1
    case .ansi: return Int(color.ansi16)
    case .indexed, .full: return Int(color.xterm256)
    }
  }

  private func isDark(_ index: Int) -> Bool {
    if index < 16 { return index < 7 || index == 8 }
    if index >= 232 { return index < 244 }
    let green = (index - 16) / 6 % 6
    return green < 3
  }

  /// A glyph of width one that the terminal can show: a control character would move the cursor, and a wide or
  /// combining one would shift the rest of its row.
  private func glyph(_ scalar: Unicode.Scalar) -> UInt32 {
    let value = scalar.value
    if value >= 0x20, value < 0x7f { return value }
    if value < 0xa0 { return 0x20 }
    if capabilities.isUTF8 { return shim_glyph_width(wchar_t(value)) == 1 ? value : 0x3f }
    return AsciiGlyph.nearest(value)
  }
}

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
