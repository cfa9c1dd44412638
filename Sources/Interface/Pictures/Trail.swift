import Canvas

/// What lies above what in a picture.
enum Layers {
  /// Floor, axes.
  static let floor: UInt8 = 0
  /// The vector field.
  static let field: UInt8 = 1
  /// Trajectories.
  static let trails: UInt8 = 2
  /// Where the readout divides the space.
  static let decision: UInt8 = 3
  /// Where the points are.
  static let points: UInt8 = 4
  /// The way of the input pointed at.
  static let probe: UInt8 = 5
}

/// A letter to be put above the dots: a point's mark, an axis's name.
struct Mark {
  var text: String
  /// In units of the drawing.
  var x: Float
  var y: Float
  var style: Style

  /// Would it cover a point, one of the cells that `points` gives as row · 4096 + column?
  func covers(_ points: Set<Int>) -> Bool {
    guard x.isFinite, y.isFinite, abs(x) < 8000, abs(y) < 8000 else { return false }
    let width = TextRow.width(of: text)
    return (0..<max(1, width)).contains { points.contains(Int(y) / 4 * 4096 + Int(x) / 2 + $0) }
  }
}

/// How a way looks along its length: thin and faint where it began, thick and bright at its head,
/// where the point is now. A viewer sees at once which way is forward.
struct Trail {
  /// Pieces of a way that look alike: so many that the taper seems smooth, so few that one ink does
  /// for most of a stroke.
  static let stages = 8
  /// The stages' widths in sixteenths of a unit.
  static let weights: [UInt8] = [3, 4, 5, 6, 7, 8, 9, 11]

  /// The inks of the stages, the oldest first.
  let inks: [Ink]

  /// The trail of a colour.
  ///
  /// - Parameter fades: shares of the background in the colour, of the oldest part first. Few of
  ///   them, for each is a colour to be sent.
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

  /// Which stage that piece is of.
  static func stage(_ number: Int, of count: Int) -> Int {
    min(stages - 1, max(0, number * stages / max(1, count)))
  }
}
