import NeuralODE

/// The cross hair, the brush, and the image chosen.
package struct Pointing: Sendable, Equatable {
  /// The cross hair, in the input plane.
  package internal(set) var pointer: SIMD2<Float>?
  /// Index of the image carried by the flow.
  package internal(set) var chosenImage = 0
  package internal(set) var brush: Brush?
  var drag: Drag?
  /// From snapshots.
  var plane = InputFrame()

  /// Takes the next brush; after the last, none.
  mutating func nextBrush(among all: [Brush]) {
    guard let now = brush, let index = all.firstIndex(of: now) else {
      brush = all.first
      return
    }
    brush = index + 1 < all.count ? all[index + 1] : nil
  }

  /// Moves the cross hair to a place, or to the nearest one in the plane.
  mutating func move(to place: SIMD2<Float>) {
    let limit = plane.extent
    var place = place.clamped(
      lowerBound: SIMD2(-limit, -limit), upperBound: SIMD2(limit, limit))
    if plane.axes == 1 { place.y = 0 }
    pointer = place
  }

  /// The points that a drag over an input map paints.
  package enum Brush: Sendable, Hashable {
    /// Class +1.
    case positive
    /// Class −1.
    case negative
    /// A class by its number, counted from 0, where there are several.
    case numbered(Int)
    case eraser

    static func all(_ data: DatasetConfiguration) -> [Brush] {
      data.problem.target == .classes
        ? data.classNames.indices.map { .numbered($0) } + [.eraser]
        : [.positive, .negative, .eraser]
    }

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
    /// Half its width.
    var extent: Float = 2
    var axes = 2
  }

  /// A drag of the mouse, and the cell where it was last.
  struct Drag: Sendable, Equatable {
    enum Target: Sendable { case camera, playHead, paint, pointer }
    var target: Target
    var panel: Panel
    var x: Int
    var y: Int
  }
}
