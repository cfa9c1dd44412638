import NeuralODE

/// Where in the input space a person points, and what they paint there.
package struct Pointing: Sendable, Equatable {
  /// The place of the input plane that is pointed at.
  package internal(set) var pointer: SIMD2<Float>?
  /// Which of the images looked at is advected by the flow.
  package internal(set) var chosenImage = 0
  /// What a drag over an input map does.
  package internal(set) var brush: Brush?
  /// Where a drag was last, and what it holds.
  var drag: Drag?
  /// Half-width of the input plane that maps show, and its number of axes, as snapshots tell.
  var plane = InputFrame()

  /// The next brush, after the last of them none.
  mutating func nextBrush(among all: [Brush]) {
    guard let now = brush, let index = all.firstIndex(of: now) else {
      brush = all.first
      return
    }
    brush = index + 1 < all.count ? all[index + 1] : nil
  }

  /// Points at a place, or at the nearest one that is in the plane.
  mutating func move(to place: SIMD2<Float>) {
    let limit = plane.extent
    var place = place.clamped(
      lowerBound: SIMD2(-limit, -limit), upperBound: SIMD2(limit, limit))
    if plane.axes == 1 { place.y = 0 }
    pointer = place
  }

  /// What a drag over an input map leaves behind.
  package enum Brush: Sendable, Hashable {
    /// Points of class +1.
    case positive
    /// Points of class −1.
    case negative
    /// Points of a class by its number, where there are several.
    case numbered(Int)
    /// No points.
    case eraser

    /// Those that there are: of several classes one for each.
    static func all(_ data: DatasetConfiguration) -> [Brush] {
      data.problem.target == .classes
        ? data.classNames.indices.map { .numbered($0) } + [.eraser]
        : [.positive, .negative, .eraser]
    }

    /// What it paints, in a word.
    func name(_ data: DatasetConfiguration) -> String {
      switch self {
      case .positive: "+1"
      case .negative: "\u{2212}1"
      case .numbered(let number):
        data.classNames.indices.contains(number) ? data.classNames[number] : String(number + 1)
      case .eraser: "nothing"
      }
    }
  }

  /// The part of the input plane that maps show.
  struct InputFrame: Sendable, Equatable {
    var extent: Float = 2
    var axes = 2
  }

  /// What a drag of the mouse holds.
  struct Drag: Sendable, Equatable {
    enum Target: Sendable { case camera, playHead, paint, pointer }
    var target: Target
    var panel: Panel
    var x: Int
    var y: Int
  }
}
