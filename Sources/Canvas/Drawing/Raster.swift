import Math

/// Numbers on a regular raster, shown as colours within a rectangle of cells.
package struct Raster: Sendable, Equatable {
  /// Where it is shown, in cells.
  package var rect: Rect
  package var width: Int
  package var height: Int
  /// The numbers, row by row, one channel after another: `channels × height × width`.
  package var values: [Float]
  /// Is the first row the lowest? Otherwise it is the top one.
  package var isUpward = false
  /// What a number's colour is.
  package var scale: Scale
  /// What lies between two numbers.
  package var sampling: Sampling

  /// How numbers become colours.
  package enum Scale: Sendable, Equatable {
    /// Outputs of a model: the theme's colours of the two classes, dark at 0, full at ±1.
    case outputs(Theme)
    /// The same for activations that are full at ±`full`; letters by strength where there is no
    /// colour.
    case signed(Theme, full: Float)
    /// Outputs of several classes, a channel each: the colour of the greatest, the stronger the
    /// farther it is above the next.
    case classes(Theme, count: Int)
    /// Numbers of a range, in bands of equal height: between two of them runs a contour.
    case numbers(Theme, ClosedRange<Float>)
    /// Shares 0…1 of ink on a ground.
    case ink(Color?, on: Color?, isMono: Bool)
    /// Three channels 0…1: red, green, blue.
    case colors(isMono: Bool)
  }

  /// How a place between numbers is read.
  package enum Sampling: Sendable, Equatable {
    /// In proportion to the four nearest: what varies smoothly.
    case smooth
    /// The mean of the numbers that it covers: pixels.
    case area
  }

  /// A raster of one channel, or of three with `Scale.colors`.
  package init(
    _ values: [Float], width: Int, height: Int, in rect: Rect, scale: Scale, sampling: Sampling
  ) {
    self.values = values
    self.width = width
    self.height = height
    self.rect = rect
    self.scale = scale
    self.sampling = sampling
  }

  /// Channels of the scale.
  package var channels: Int {
    switch scale {
    case .colors: 3
    case .classes(_, let count): count
    case .outputs, .signed, .numbers, .ink: 1
    }
  }

  /// Bands that numbers are shown in.
  private static var bands: Float { 12 }
  /// Are there as many numbers as there should be?
  package var isComplete: Bool {
    width > 0 && height > 0 && values.count >= width * height * channels
  }

  /// The number at a place 0…1 across and down, between the four nearest in proportion.
  package func value(_ across: Float, _ down: Float, channel: Int = 0) -> Float {
    let x = min(max(0, across * Float(width) - 0.5), Float(width - 1))
    let along = isUpward ? 1 - down : down
    let y = min(max(0, along * Float(height) - 0.5), Float(height - 1))
    let (i, j) = (Int(x), Int(y))
    let (i1, j1) = (min(i + 1, width - 1), min(j + 1, height - 1))
    let (u, v) = (x - Float(i), y - Float(j))
    let start = channel * width * height
    func at(_ i: Int, _ j: Int) -> Float { values[start + j * width + i] }
    let first = at(i, j) + (at(i1, j) - at(i, j)) * u
    let second = at(i, j1) + (at(i1, j1) - at(i, j1)) * u
    return first + (second - first) * v
  }

  /// The mean of a channel over the pixels that begin within the part from (column, row) on, or the
  /// pixel that it lies in.
  package func mean(
    _ channel: Int, _ column: Float, _ row: Float, _ across: Float, _ down: Float
  ) -> Float {
    let columns = Self.span(column, across, width)
    let rows = Self.span(row, down, height)
    let start = channel * width * height
    var sum: Float = 0
    for y in rows {
      let line = isUpward ? height - 1 - y : y
      for x in columns { sum += values[start + line * width + x] }
    }
    return sum / Float(columns.count * rows.count)
  }

  private static func span(_ start: Float, _ size: Float, _ limit: Int) -> Range<Int> {
    let from = min(limit - 1, max(0, Int((start + 0.001).rounded(.down))))
    let to = min(limit, max(from + 1, Int((start + size - 0.001).rounded(.up))))
    return from..<(size <= 1 ? from + 1 : to)
  }

  /// The raster seen as one of `wide` × `high` points: each point's colour, and how strong it is
  /// where there is no colour, row by row from the top.
  package func forEachTone(
    wide: Int, high: Int, _ body: (_ x: Int, _ y: Int, _ color: Color?, _ strength: Float) -> Void
  ) {
    // The scale is looked at once, not at every point.
    switch scale {
    case .outputs(let theme):
      forEachValue(wide, high) { x, y, value in body(x, y, theme.mapColor(value), value) }
    case .classes(let theme, _):
      forEachPlace(wide, high) { x, y, across, down in
        let choice = choice(across, down)
        body(
          x, y, theme.mapColor(ofClass: choice.number, sureness: choice.sureness), choice.sureness)
      }
    case .numbers(let theme, let range):
      forEachValue(wide, high) { x, y, value in
        let share = Self.share(value, range)
        body(x, y, theme.faded(theme.numberColor(share), 0.35), share)
      }
    case .signed(let theme, let full):
      forEachValue(wide, high) { x, y, value in
        let value = value / max(full, 1e-6)
        body(x, y, theme.mapColor(min(max(value, -1), 1)), abs(value))
      }
    case .ink(let ink, let ground, _):
      forEachValue(wide, high) { x, y, value in
        let share = value.isFinite ? min(max(value, 0), 1) : 0
        // Levels, not shades: fewer colours to be sent, and no difference that an eye sees.
        let level = (share * 12).rounded() / 12
        body(x, y, ink.flatMap { ink in ground.map { $0.mixed(with: ink, level) } }, share)
      }
    case .colors(let isMono):
      let (across, down) = (Float(width) / Float(wide), Float(height) / Float(high))
      for y in 0..<high {
        for x in 0..<wide {
          func level(_ channel: Int) -> UInt8 {
            let value = mean(channel, Float(x) * across, Float(y) * down, across, down)
            return value.isFinite ? UInt8((min(max(value, 0), 1) * 15).rounded() / 15 * 255) : 0
          }
          let (red, green, blue) = (level(0), level(1), level(2))
          let brightness = (Float(red) + Float(green) + Float(blue)) / 765
          body(x, y, isMono ? nil : Color(red, green, blue), brightness)
        }
      }
    }
  }

  /// The colour at a place 0…1 across and down, of what models say.
  package func color(_ across: Float, _ down: Float) -> Color? {
    switch scale {
    case .outputs(let theme): return theme.mapColor(value(across, down))
    case .signed(let theme, let full): return theme.mapColor(value(across, down) / max(full, 1e-6))
    case .classes(let theme, _):
      let choice = choice(across, down)
      return theme.mapColor(ofClass: choice.number, sureness: choice.sureness)
    case .numbers(let theme, let range):
      return theme.faded(theme.numberColor(Self.share(value(across, down), range)), 0.35)
    case .ink, .colors: return nil
    }
  }

  /// The greatest channel at a place, and how sure that is: 0 where the next is as great, 1 where it
  /// is far below; of two classes twice the probability less 1.
  package func choice(_ across: Float, _ down: Float) -> (number: Int, sureness: Float) {
    var (number, most, next) = (0, -Float.infinity, -Float.infinity)
    for channel in 0..<channels {
      let value = value(across, down, channel: channel)
      guard value.isFinite else { return (0, .nan) }
      if value > most {
        (number, next, most) = (channel, most, value)
      } else {
        next = max(next, value)
      }
    }
    let gap = Float(Elementary.exp(-Double(most - next)))
    return (number, (1 - gap) / (1 + gap))
  }

  /// A number's share of a range, in the middle of its band.
  private static func share(_ value: Float, _ range: ClosedRange<Float>) -> Float {
    guard value.isFinite else { return .nan }
    let share = (value - range.lowerBound) / max(range.upperBound - range.lowerBound, 1e-9)
    return (min(max(0, (share * bands).rounded(.down)), bands - 1) + 0.5) / bands
  }

  /// `wide` × `high` places, each 0…1 across and down, row by row from the top.
  private func forEachPlace(
    _ wide: Int, _ high: Int, _ body: (_ x: Int, _ y: Int, _ across: Float, _ down: Float) -> Void
  ) {
    for y in 0..<high {
      for x in 0..<wide {
        body(x, y, (Float(x) + 0.5) / Float(wide), (Float(y) + 0.5) / Float(high))
      }
    }
  }

  /// The numbers of its first channel, seen as `wide` × `high` points, row by row from the top.
  package func forEachValue(
    _ wide: Int, _ high: Int, _ body: (_ x: Int, _ y: Int, _ value: Float) -> Void
  ) {
    switch sampling {
    case .smooth:
      forEachPlace(wide, high) { x, y, across, down in body(x, y, value(across, down)) }
    case .area:
      let (across, down) = (Float(width) / Float(wide), Float(height) / Float(high))
      for y in 0..<high {
        for x in 0..<wide {
          body(x, y, mean(0, Float(x) * across, Float(y) * down, across, down))
        }
      }
    }
  }

  /// Is there no colour?
  var isMono: Bool {
    switch scale {
    case .outputs(let theme), .signed(let theme, _), .classes(let theme, _),
      .numbers(let theme, _):
      theme.isMono
    case .ink(_, _, let isMono), .colors(let isMono): isMono
    }
  }
}
