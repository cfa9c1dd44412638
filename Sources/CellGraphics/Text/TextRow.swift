/// Text as a row of glyphs each one column wide: what can be put into cells.
package enum TextRow {
  /// The glyphs of `text`: control, combining and invisible characters are dropped, and a character
  /// that a terminal draws two columns wide becomes "?", so that no cell ever disturbs its
  /// neighbours.
  package static func glyphs(of text: String) -> [Unicode.Scalar] {
    var row: [Unicode.Scalar] = []
    row.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch columns(of: scalar) {
      case 0: continue
      case 1: row.append(scalar)
      default: row.append("?")
      }
    }
    return row
  }

  /// Columns that `text` takes in a grid.
  package static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + min(1, columns(of: $1)) }
  }

  /// Columns a terminal gives to a character: 0, 1 or 2. Control characters have none.
  package static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x20 || (value >= 0x7F && value < 0xA0) { return 0 }
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    // Braille, box drawing, blocks and arrows are most of what is written here.
    if value >= 0x2500 && value < 0x2600 || value >= 0x2800 && value < 0x2900 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .surrogate, .lineSeparator,
      .paragraphSeparator:
      return 0
    default: break
    }
    switch value {
    case 0x1160...0x11FF: return 0
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0, 0x23F3,
      0x2614...0x2615, 0x2648...0x2653, 0x267F, 0x2693, 0x26A1, 0x26AA...0x26AB, 0x26BD...0x26BE,
      0x26C4...0x26C5, 0x26CE, 0x26D4, 0x26EA, 0x26F2...0x26F3, 0x26F5, 0x26FA, 0x26FD, 0x2705,
      0x270A...0x270B, 0x2728, 0x274C, 0x274E, 0x2753...0x2755, 0x2757, 0x2795...0x2797, 0x27B0,
      0x27BF, 0x2B1B...0x2B1C, 0x2B50, 0x2B55, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18AFF,
      0x1B000...0x1B2FF, 0x1F004, 0x1F0CF, 0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320,
      0x1F32D...0x1F64F, 0x1F680...0x1F6FF, 0x1F7E0...0x1F7EB, 0x1F90C...0x1FAFF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
