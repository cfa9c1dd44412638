import Canvas

/// Reduces cells to the terminal's capabilities.
struct CellEncoder {
  let capabilities: Capabilities
  var dots = DotGlyphs.braille

  func encode(_ cell: Cell) -> ScreenCell {
    var attributes: UInt64 = 0
    if cell.style.isBold { attributes |= ScreenCell.bold }
    if cell.style.isReversed { attributes |= ScreenCell.reversed }
    if cell.style.isUnderlined { attributes |= ScreenCell.underlined }
    var foreground = index(cell.style.foreground)
    var background = index(cell.style.background)
    if foreground == background, foreground >= 0, cell.style.foreground != cell.style.background,
      capabilities.colorDepth != .full, !(0x2580...0x259f).contains(cell.glyph.value)
    {
      // If both colours map to one index, the glyph would vanish. Not for blocks: these are pixels.
      foreground = isDark(background) ? 15 : 0
    }
    if capabilities.colorDepth == .ansi, capabilities.paletteSize < 16 {
      if foreground >= 8 {
        foreground -= 8
        attributes |= ScreenCell.bold
        // Bold black on black is invisible on terminals that do not brighten bold.
        if foreground == 0, background <= 0 { foreground = 7; attributes &= ~ScreenCell.bold }
      }
      if background >= 8 { background -= 8 }
    }
    if capabilities.colorDepth != .none, !capabilities.hasDefaultColors {
      if foreground < 0 { foreground = 7 }
      if background < 0 { background = 0 }
    }
    let glyph = glyph(cell.glyph)
    // A blank shows only its background.
    if glyph == 0x20, attributes & (ScreenCell.reversed | ScreenCell.underlined) == 0 {
      (foreground, attributes) = (-1, 0)
    }
    return ScreenCell(
      glyph: glyph, foreground: foreground, background: background,
      attributes: attributes)
  }

  private func index(_ color: Color?) -> Int {
    guard let color else { return -1 }
    switch capabilities.colorDepth {
    case .none: return -1
    case .ansi: return Int(color.ansi16)
    case .indexed: return Int(color.xterm256)
    case .full:
      // The first eight numbers are the palette's.
      return max(8, Int(color.pixel & 0xFF_FFFF))
    }
  }

  private func isDark(_ index: Int) -> Bool {
    if index < 16 { return index < 7 || index == 8 }
    if index >= 232 { return index < 244 }
    let green = (index - 16) / 6 % 6
    return green < 3
  }

  /// A glyph of width one that the terminal can show. Control characters would move the cursor, and
  /// wide or combining ones would shift the rest of the row.
  private func glyph(_ scalar: Unicode.Scalar) -> UInt32 {
    let value = scalar.value
    if value >= 0x20, value < 0x7f { return value }
    if value < 0xa0 { return 0x20 }
    if !capabilities.hasQuadrants, (0x2596...0x259f).contains(value) { return Self.half(value) }
    if capabilities.isUTF8 {
      let shown = dots.glyph(for: scalar)
      return TextRow.columns(of: shown) == 1 ? shown.value : 0x3f
    }
    return GlyphSet.ascii.fold(scalar).value
  }

  /// The half block nearest to a quadrant glyph.
  private static func half(_ value: UInt32) -> UInt32 {
    switch value {
    case 0x2598, 0x259b, 0x259c, 0x259d: 0x2580
    case 0x259a, 0x259e: 0x258c
    default: 0x2584
    }
  }
}
