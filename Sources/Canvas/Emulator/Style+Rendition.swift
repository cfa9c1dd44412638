extension Style {
  /// Applies a "select graphic rendition" sequence; skips attributes that cells lack.
  mutating func apply(_ sequence: ControlSequence) {
    let values = sequence.values.isEmpty ? [0] : sequence.values
    var index = 0
    while index < values.count {
      // Subparameters belong to the previous parameter.
      var end = index + 1
      while end < values.count && sequence.isJoined[end] { end += 1 }
      let code = max(0, values[index])
      switch code {
      case 38, 48, 58:
        let joined = Array(values[(index + 1)..<end])
        let (color, used) =
          joined.isEmpty
          ? Self.separated(Array(values[end...].prefix(4))) : (Self.joined(joined), 0)
        if let color, code == 38 { foreground = color }
        if let color, code == 48 { background = color }
        end += used
      case 4: isUnderlined = end - index < 2 || values[index + 1] != 0
      default: apply(code)
      }
      index = end
    }
  }

  private mutating func apply(_ code: Int) {
    switch code {
    case 0: self = Style()
    case 1: isBold = true
    case 7: isReversed = true
    case 21: isUnderlined = true
    case 22: isBold = false
    case 24: isUnderlined = false
    case 27: isReversed = false
    case 30...37: foreground = .xterm(UInt8(code - 30))
    case 39: foreground = nil
    case 40...47: background = .xterm(UInt8(code - 40))
    case 49: background = nil
    case 90...97: foreground = .xterm(UInt8(code - 90 + 8))
    case 100...107: background = .xterm(UInt8(code - 100 + 8))
    default: break
    }
  }

  /// The colour of `38;5;n` or `38;2;r;g;b` from the values after the 38, and how many it used.
  private static func separated(_ values: [Int]) -> (Color?, used: Int) {
    switch values.first {
    case 5: return (values.count > 1 ? indexed(values[1]) : nil, min(2, values.count))
    case 2:
      return (
        values.count > 3 ? direct(values[1], values[2], values[3]) : nil, min(4, values.count)
      )
    default: return (nil, 0)
    }
  }

  /// The colour of `38:5:n`, `38:2:r:g:b` or, by the standard (ISO 8613-6), `38:2:space:r:g:b`.
  private static func joined(_ values: [Int]) -> Color? {
    switch values.first {
    case 5: return values.count > 1 ? indexed(values[1]) : nil
    case 2 where values.count >= 5: return direct(values[2], values[3], values[4])
    case 2 where values.count == 4: return direct(values[1], values[2], values[3])
    default: return nil
    }
  }

  private static func indexed(_ index: Int) -> Color? {
    UInt8(exactly: max(0, index)).map { .xterm($0) }
  }

  private static func direct(_ red: Int, _ green: Int, _ blue: Int) -> Color {
    func byte(_ value: Int) -> UInt8 { UInt8(clamping: value) }
    return Color(byte(red), byte(green), byte(blue))
  }
}
