/// Turns styles into ECMA-48 "select graphic rendition" sequences that change only what changes.
struct RenditionEncoder: Sendable {
  let depth: ColorDepth
  /// The nearest of a palette is expensive to find, and a screen has few colours.
  private var known: [Color: UInt32] = [:]

  init(_ depth: ColorDepth) {
    self.depth = depth
  }

  /// The pen that draws a style.
  mutating func pen(_ style: Style) -> Pen {
    Pen(
      foreground: code(style.foreground), background: code(style.background),
      isBold: style.isBold, isUnderlined: style.isUnderlined, isReversed: style.isReversed)
  }

  /// What sets the pen from one state to another; empty when they are the same.
  func change(from old: Pen, to new: Pen) -> String {
    if old == new { return "" }
    var codes: [String] = []
    if old.isBold != new.isBold { codes.append(new.isBold ? "1" : "22") }
    if old.isUnderlined != new.isUnderlined { codes.append(new.isUnderlined ? "4" : "24") }
    if old.isReversed != new.isReversed { codes.append(new.isReversed ? "7" : "27") }
    if old.foreground != new.foreground { codes.append(parameter(new.foreground, base: 30)) }
    if old.background != new.background { codes.append(parameter(new.background, base: 40)) }
    if new == Pen(), codes.count > 1 { return "\u{1B}[0m" }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  private mutating func code(_ color: Color?) -> UInt32? {
    guard let color, depth != .none else { return nil }
    if let code = known[color] { return code }
    let code: UInt32
    switch depth {
    case .full:
      code = UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
    case .indexed: code = UInt32(color.xterm256)
    case .ansi, .none: code = UInt32(color.ansi16)
    }
    // A recording of hours must not gather every colour there is.
    if known.count >= 4096 { known.removeAll(keepingCapacity: true) }
    known[color] = code
    return code
  }

  private func parameter(_ code: UInt32?, base: UInt32) -> String {
    guard let code else { return String(base + 9) }
    switch depth {
    case .full: return "\(base + 8);2;\(code >> 16);\(code >> 8 & 0xFF);\(code & 0xFF)"
    case .indexed: return "\(base + 8);5;\(code)"
    case .ansi, .none: return String(code < 8 ? base + code : base + 60 + code - 8)
    }
  }
}

/// What a terminal's pen is set to: a style in the colours that a depth has.
struct Pen: Hashable, Sendable {
  /// Colour of the glyph: an index, or 24 bits; nil is the terminal's own.
  var foreground: UInt32?
  /// Colour behind it.
  var background: UInt32?
  var isBold = false
  var isUnderlined = false
  /// Are the two colours exchanged?
  var isReversed = false
}
