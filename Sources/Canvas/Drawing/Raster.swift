import Math

/// Numbers on a regular grid, shown as colours.
package struct Raster: Sendable, Equatable {
  /// In cells.
  package var rect: Rect
  package var width: Int
  package var height: Int
  /// `channels × height × width`.
  package var values: [Float]
  /// Whether the first row is the bottom one.
  package var isUpward = false
  package var scale: Scale
  package var sampling: Sampling

  /// How numbers become colours.
  package enum Scale: Sendable, Equatable {
    /// Outputs of a model: the theme's colours of the two classes, dark at 0, full at ±1.
    case outputs(Theme)
    /// Activations: the same colours, full at ±`full`; without colour, letters by strength.
    case signed(Theme, full: Float)
    /// Outputs of several classes, a channel each: the colour of the greatest, stronger with its
    /// margin over the next.
    case classes(Theme, count: Int)
    /// A range in bands of equal height, with contours between them.
    case numbers(Theme, ClosedRange<Float>)
    /// Shares 0…1 of ink on a background.
    case ink(Color?, on: Color?, isMono: Bool)
    /// Channels red, green, blue, each 0…1.
    case colors(isMono: Bool)
  }

  package enum Sampling: Sendable, Equatable {
    /// Bilinear.
    case smooth
    /// The mean of the numbers covered, for pixels.
    case area
  }

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

  package var channels: Int {
    switch scale {
    case .colors: 3
    case .classes(_, let count): count
    case .outputs, .signed, .numbers, .ink: 1
    }
  }

  /// Bands of `Scale.numbers`.
  private static var bands: Float { 12 }
  package var isComplete: Bool {
    width > 0 && height > 0 && values.count >= width * height * channels
  }

  /// The number at a place 0…1 across and down, bilinear.
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

  /// The mean of a channel over the pixels in a rectangle `across` × `down` at (column, row), at
  /// least one.
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

  /// Resamples to `wide` × `high` points, row by row from the top: colours, and strengths for
  /// displays without colour.
  package func forEachTone(
    wide: Int, high: Int, _ body: (_ x: Int, _ y: Int, _ color: Color?, _ strength: Float) -> Void
  ) {
    switch scale {
    case .outputs(let theme):
      forEachValue(wide, high) { x, y, value in body(x, y, theme.mapColor(value), value) }
    case .classes(let theme, _):
      forEachPlace(wide, high) { x, y, across, down in
        let choice = choice(across, down)
        body(
          x, y, theme.mapColor(ofClass: choice.number, margin: choice.margin), choice.margin)
      }
    case .numbers(let theme, let range):
      forEachValue(wide, high) { x, y, value in
        let share = Self.share(value, range)
        body(x, y, theme.wash(theme.numberColor(share), 0.35), share)
      }
    case .signed(let theme, let full):
      forEachValue(wide, high) { x, y, value in
        let value = value / max(full, 1e-6)
        body(x, y, theme.mapColor(min(max(value, -1), 1)), abs(value))
      }
    case .ink(let ink, let ground, _):
      forEachValue(wide, high) { x, y, value in
        let share = value.isFinite ? min(max(value, 0), 1) : 0
        // Few levels: fewer colours to send, and no visible difference.
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

  /// The colour at a place 0…1 across and down; nil for scales of images.
  package func color(_ across: Float, _ down: Float) -> Color? {
    switch scale {
    case .outputs(let theme): return theme.mapColor(value(across, down))
    case .signed(let theme, let full): return theme.mapColor(value(across, down) / max(full, 1e-6))
    case .classes(let theme, _):
      let choice = choice(across, down)
      return theme.mapColor(ofClass: choice.number, margin: choice.margin)
    case .numbers(let theme, let range):
      return theme.wash(theme.numberColor(Self.share(value(across, down), range)), 0.35)
    case .ink, .colors: return nil
    }
  }

  /// The greatest channel at a place and its margin: 0 if the next is equal, 1 if it is far below.
  /// For two classes, the margin is twice the probability minus 1.
  package func choice(_ across: Float, _ down: Float) -> (number: Int, margin: Float) {
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
    let odds = Float(Elementary.exp(-Double(most - next)))
    return (number, (1 - odds) / (1 + odds))
  }

  /// A number's share of a range, rounded to the middle of its band.
  private static func share(_ value: Float, _ range: ClosedRange<Float>) -> Float {
    guard value.isFinite else { return .nan }
    let share = (value - range.lowerBound) / max(range.upperBound - range.lowerBound, 1e-9)
    return (min(max(0, (share * bands).rounded(.down)), bands - 1) + 0.5) / bands
  }

  /// Visits `wide` × `high` places, each 0…1 across and down, row by row from the top.
  private func forEachPlace(
    _ wide: Int, _ high: Int, _ body: (_ x: Int, _ y: Int, _ across: Float, _ down: Float) -> Void
  ) {
    for y in 0..<high {
      for x in 0..<wide {
        body(x, y, (Float(x) + 0.5) / Float(wide), (Float(y) + 0.5) / Float(high))
      }
    }
  }

  /// The first channel resampled to `wide` × `high` points, row by row from the top.
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

  var isMono: Bool {
    switch scale {
    case .outputs(let theme), .signed(let theme, _), .classes(let theme, _),
      .numbers(let theme, _):
      theme.isMono
    case .ink(_, _, let isMono), .colors(let isMono): isMono
    }
  }
}
