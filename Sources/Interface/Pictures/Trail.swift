import Canvas

/// The layers of a picture, the lowest first.
enum Layers {
  static let floor: UInt8 = 0
  static let field: UInt8 = 1
  static let trails: UInt8 = 2
  /// The readout plane.
  static let decision: UInt8 = 3
  static let points: UInt8 = 4
  /// The path of the input pointed at.
  static let probe: UInt8 = 5
}

/// Text above the dots, placed in units of the drawing: a point's letter, an axis's name.
struct Mark {
  var text: String
  var x: Float
  var y: Float
  var style: Style

  /// The cells that it takes, without clipping.
  private var cells: Rect {
    guard x.isFinite, y.isFinite, abs(x) < 8000, abs(y) < 8000 else {
      return Rect(x: 0, y: 0, width: 0, height: 0)
    }
    return Rect(
      x: Int((x / 2).rounded(.down)), y: Int((y / 4).rounded(.down)),
      width: TextRow.width(of: text), height: 1)
  }

  /// Whether all of it is inside a picture of this many units.
  func isWithin(wide: Int, high: Int) -> Bool {
    let cells = cells
    return cells.width > 0 && cells.x >= 0 && cells.y >= 0 && 2 * cells.maxX <= wide
      && 4 * cells.maxY <= high
  }

  /// Whether both share a cell, or have no blank between them.
  func touches(_ other: Mark) -> Bool {
    let (a, b) = (cells, other.cells)
    return a.y == b.y && a.x <= b.maxX && b.x <= a.maxX
  }

  /// Whether it would cover one of `points`, cells as row · 4096 + column.
  func covers(_ points: Set<Int>) -> Bool {
    let cells = cells
    return (0..<cells.width).contains { points.contains(cells.y * 4096 + cells.x + $0) }
  }
}

/// The inks of a path: thin and faint at its start, thick and bright at the point's present place,
/// which shows the direction.
struct Trail {
  /// Enough for a smooth taper, few enough that most strokes need one ink.
  static let stages = 8
  /// Widths of the stages, sixteenths of a unit.
  static let weights: [UInt8] = [3, 4, 5, 6, 7, 8, 9, 11]

  /// The inks of the stages, the oldest first.
  let inks: [Ink]

  /// - Parameter fades: shares of the background in the colour, the oldest piece's first. Few,
  ///   since each is a colour to send.
  init(_ color: Color?, _ theme: Theme, fades: [Float], layer: UInt8 = Layers.trails) {
    inks = (0..<Self.stages).map { stage in
      let fade = fades.isEmpty ? 0 : fades[stage * fades.count / Self.stages]
      var ink = Ink(theme.faded(color, fade), layer: layer, rank: UInt8(stage))
      ink.weight = Self.weights[stage]
      return ink
    }
  }

  /// The ink of the piece that ends at frame `number`, of `count` pieces until now.
  func ink(_ number: Int, of count: Int) -> Ink { inks[Self.stage(number, of: count)] }

  static func stage(_ number: Int, of count: Int) -> Int {
    min(stages - 1, max(0, number * stages / max(1, count)))
  }
}
