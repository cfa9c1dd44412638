import CellGraphics

/// Nearest colours of the palettes that terminals have.
enum ColorIndex {
  /// Index in xterm's palette of 256, from the cube and the greys only: the first sixteen are the person's own theme.
  static func xterm256(_ color: Color) -> Int {
    let levels = (level(color.red), level(color.green), level(color.blue))
    let cube = Color(steps[levels.0], steps[levels.1], steps[levels.2])
    let mean = (Int(color.red) + Int(color.green) + Int(color.blue)) / 3
    let rung = min(max((mean - 3) / 10, 0), 23)
    let grey = UInt8(8 + 10 * rung)
    return distance(color, Color(grey, grey, grey)) < distance(color, cube)
      ? 232 + rung : 16 + 36 * levels.0 + 6 * levels.1 + levels.2
  }

  /// Index among the sixteen ANSI colours.
  static func ansi16(_ color: Color) -> Int {
    var best = 0
    for index in 1..<16 where distance(color, ansi[index]) < distance(color, ansi[best]) {
      best = index
    }
    return best
  }

  /// Component values of the cube.
  private static let steps: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static func level(_ component: UInt8) -> Int {
    component < 48 ? 0 : component < 115 ? 1 : (Int(component) - 35) / 40
  }

  /// xterm's defaults; themes differ, hues rarely do.
  private static let ansi: [Color] = [
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
  ].map { Color(hex: $0) }

  /// Squared distance with the eye's weights ("redmean", T. Riemersma, https://www.compuphase.com/cmetric.htm).
  private static func distance(_ a: Color, _ b: Color) -> Int {
    let mean = (Int(a.red) + Int(b.red)) / 2
    let red = Int(a.red) - Int(b.red)
    let green = Int(a.green) - Int(b.green)
    let blue = Int(a.blue) - Int(b.blue)
    return (512 + mean) * red * red + 1024 * green * green + (767 - mean) * blue * blue
  }
}
