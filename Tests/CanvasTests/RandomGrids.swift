import Canvas

/// SplitMix64 (Steele, Lea, Flood, DOI 10.1145/2714064.2660195).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension CellGrid {
  /// A grid of letters, dots, frames and wide glyphs; neighbours often share a style.
  static func random(width: Int, height: Int, using generator: inout SplitMix64) -> CellGrid {
    var grid = CellGrid(width: width, height: height)
    var style = Style()
    for y in 0..<height {
      for x in 0..<width {
        if Int.random(in: 0..<5, using: &generator) == 0 { style = .random(using: &generator) }
        grid[x, y] = Cell(.random(using: &generator), style)
      }
    }
    return grid.tidied
  }

  /// The grid with some cells changed.
  func changed(using generator: inout SplitMix64) -> CellGrid {
    var grid = self
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      let (x, y) = (
        Int.random(in: 0...width, using: &generator), Int.random(in: 0...height, using: &generator)
      )
      grid[x, y] = Cell(.random(using: &generator), .random(using: &generator))
    }
    return grid.tidied
  }

  /// The grid with a blank after each wide glyph; one without room is replaced.
  private var tidied: CellGrid {
    var grid = self
    for y in 0..<height {
      var x = 0
      while x < width {
        if TextRow.columns(of: grid[x, y].glyph) == 2 {
          if x + 1 < width {
            grid[x + 1, y] = Cell(" ", grid[x, y].style)
            x += 1
          } else {
            grid[x, y].glyph = "w"
          }
        }
        x += 1
      }
    }
    return grid
  }
}

extension Unicode.Scalar {
  fileprivate static func random(using generator: inout SplitMix64) -> Unicode.Scalar {
    let glyphs: [Unicode.Scalar] = [
      " ", " ", " ", " ", "a", "Z", "~", "0", "⣿", "⠁", "▀", "│", "╭", "é", "ℝ", "φ", "漢", "🙂",
    ]
    return glyphs.randomElement(using: &generator) ?? " "
  }
}

extension Style {
  fileprivate static func random(using generator: inout SplitMix64) -> Style {
    func color() -> Color? {
      Bool.random(using: &generator)
        ? nil : Color(hex: UInt32.random(in: 0...0xFFFFFF, using: &generator))
    }
    var style = Style(color(), on: color(), bold: Int.random(in: 0..<4, using: &generator) == 0)
    style.isReversed = Int.random(in: 0..<6, using: &generator) == 0
    style.isUnderlined = Int.random(in: 0..<6, using: &generator) == 0
    return style
  }
}
