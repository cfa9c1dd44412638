/// How many colours a terminal shows.
public enum ColorDepth: Sendable, CaseIterable {
  /// 24 bits.
  case full
  /// xterm's 256.
  case indexed
  /// The sixteen of ANSI.
  case ansi
  /// None: weight, underline and reversal only.
  case none
}

extension CellGrid {
  /// The picture with ECMA-48 "select graphic rendition" sequences, a line a row, changing only what changes.
  public func ansiText(_ depth: ColorDepth = .full) -> String {
    var text = ""
    for y in 0..<height {
      var current = Style()
      for x in 0..<width {
        let cell = self[x, y]
        if cell.style != current {
          text += Self.rendition(from: current, to: cell.style, depth)
          current = cell.style
        }
        text.unicodeScalars.append(cell.glyph)
      }
      if current != Style() { text += "\u{1B}[0m" }
      text += "\n"
    }
    return text
  }

  private static func rendition(from old: Style, to new: Style, _ depth: ColorDepth) -> String {
    var codes: [String] = []
    if old.isBold && !new.isBold { codes.append("22") }
    if !old.isBold && new.isBold { codes.append("1") }
    if old.isUnderlined != new.isUnderlined { codes.append(new.isUnderlined ? "4" : "24") }
    if old.isReversed != new.isReversed { codes.append(new.isReversed ? "7" : "27") }
    if depth != .none {
      if old.foreground != new.foreground {
        codes.append(code(new.foreground, depth, base: 30))
      }
      if old.background != new.background {
        codes.append(code(new.background, depth, base: 40))
      }
    }
    return codes.isEmpty ? "" : "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  private static func code(_ color: Color?, _ depth: ColorDepth, base: Int) -> String {
    guard let color else { return String(base + 9) }
    switch depth {
    case .full: return "\(base + 8);2;\(color.red);\(color.green);\(color.blue)"
    case .indexed: return "\(base + 8);5;\(color.xterm256)"
    case .ansi, .none:
      let index = Int(color.ansi16)
      return String(index < 8 ? base + index : base + 60 + index - 8)
    }
  }
}
