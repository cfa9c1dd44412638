/// Text as glyphs one column wide, for cells.
package enum TextRow {
  /// Drops control, combining and invisible characters, and replaces characters two columns wide by
  /// "?", so that no cell disturbs its neighbours.
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

  /// Columns in a grid.
  package static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + min(1, columns(of: $1)) }
  }

  /// Columns of a character in a terminal: 0 (control characters, too), 1 or 2.
  package static func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x20 || (value >= 0x7F && value < 0xA0) { return 0 }
    if value < 0x300 { return value == 0xAD ? 0 : 1 }
    // Fast path for box drawing, blocks and braille, the most common glyphs here.
    if value >= 0x2500 && value < 0x2600 || value >= 0x2800 && value < 0x2900 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .surrogate, .lineSeparator,
      .paragraphSeparator:
      return 0
    default: break
    }
    switch value {
    case 0x1160...0x11FF: return 0
    // East Asian wide and full width (UAX #11). Emoji by default are wide too, except the halves
    // of flags.
    case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
      0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1B000...0x1B2FF,
      0x1F200...0x1F265, 0x20000...0x3FFFD:
      return 2
    case 0x1F1E6...0x1F1FF: return 1
    default: return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}
