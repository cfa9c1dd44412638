/// Encodes changes of style as ECMA-48 "select graphic rendition" sequences.
struct RenditionEncoder: Sendable {
  let depth: ColorDepth
  /// A cache: finding the nearest palette colour is slow, and a screen has few colours.
  private var known: [Color: UInt32] = [:]

  init(_ depth: ColorDepth) {
    self.depth = depth
  }

  mutating func pen(_ style: Style) -> Pen {
    Pen(
      foreground: code(style.foreground), background: code(style.background),
      isBold: style.isBold, isUnderlined: style.isUnderlined, isReversed: style.isReversed)
  }

  /// Empty if the pens are equal.
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
    // Bounds the cache in recordings of hours.
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

/// A style in the colours of a depth: an index, or 24 bits; nil is the terminal's own.
struct Pen: Hashable, Sendable {
  var foreground: UInt32?
  var background: UInt32?
  var isBold = false
  var isUnderlined = false
  var isReversed = false
}
