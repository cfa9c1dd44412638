import CellGraphics

/// The colours of sixel pictures, the same for all of them, so that nothing flickers: those that a
/// theme has to keep, each in steps from the first, and a coarse cube of all colours for photographs.
struct SixelPalette: Sendable {
  /// At most 255, the first of them the background.
  let colors: [Color]
  /// The nearest of them to a colour of 5 bits a component.
  private let nearest: [UInt8]

  /// How many more shares of the steps a colour of maps has.
  private static let finerSteps = 3

  /// Colours within a limit.
  ///
  /// - Parameters:
  ///   - wanted: the background, the two colours of maps, and then others to keep, the most wanted first.
  ///   - count: how many the terminal has.
  init(_ wanted: [Color], count: Int) {
    let count = min(max(count, 2), 255)
    let ground = wanted.first ?? Color(0, 0, 0)
    var colors = [ground]
    func add(_ color: Color) {
      if colors.count < count, !colors.contains(color) { colors.append(color) }
    }
    for color in wanted.dropFirst() { add(color) }
    if count >= 200 {
      let levels: [UInt8] = [0, 85, 170, 255]
      for red in levels {
        for green in levels { for blue in levels { add(Color(red, green, blue)) } }
      }
    }
    // Of the first two maps are made, and these want finer steps.
    let kept = wanted.dropFirst()
    let shares = kept.count + 2 * Self.finerSteps
    let share = (count - colors.count) / max(1, shares)
    for (index, color) in kept.enumerated() {
      let steps = share * (index < 2 ? 1 + Self.finerSteps : 1)
      for step in 0..<steps {
        add(ground.mixed(with: color, Float(step + 1) / Float(steps + 1)))
      }
    }
    self.colors = colors
    nearest = (0..<(1 << 15)).map { Self.nearest(to: $0, colors) }
  }

  /// The number of the colour nearest to one of 5 bits a component.
  private static func nearest(to packed: Int, _ colors: [Color]) -> UInt8 {
    let red = (packed >> 10 & 31) * 255 / 31
    let green = (packed >> 5 & 31) * 255 / 31
    let blue = (packed & 31) * 255 / 31
    var best = (distance: Int.max, index: 0)
    for (index, color) in colors.enumerated() {
      let dr = red - Int(color.red)
      let dg = green - Int(color.green)
      let db = blue - Int(color.blue)
      // An eye sees green best and blue least.
      let distance: Int = 3 * (dr * dr) + 6 * (dg * dg) + 2 * (db * db)
      if distance < best.distance { best = (distance, index) }
    }
    return UInt8(best.index)
  }

  /// The index of the colour nearest to a pixel's.
  func index(_ pixel: UInt32) -> UInt8 {
    let red = (pixel >> 9) & 0x7C00
    let green = (pixel >> 6) & 0x3E0
    let blue = (pixel >> 3) & 0x1F
    return nearest[Int(red | green | blue)]
  }
}
