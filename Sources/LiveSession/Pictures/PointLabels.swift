import NeuralODE

/// What the labels of points in a picture are.
package enum PointLabels: Sendable, Equatable {
  /// Targets ±1: the sign is the class.
  case signs
  /// Numbers of classes, which have these names.
  case classes([String])
  /// Levels 0…count − 1 of the number that a point has for a target, from the least to the greatest.
  case levels(Int)

  /// Levels that numbers are shown in: as many shades as are told apart.
  static let levelCount = 12

  /// Names of the classes, where they are several.
  package var classNames: [String] { if case .classes(let names) = self { names } else { [] } }
}

/// Numbers that are learned, and the levels that they are shown in.
struct NumberScale: Sendable, Equatable {
  /// The least and the greatest.
  let range: ClosedRange<Float>

  /// The range of some numbers; one around 0 where there is none.
  init(_ numbers: some Sequence<Double>) {
    let finite = numbers.filter(\.isFinite)
    let (low, high) = (Float(finite.min() ?? -1), Float(finite.max() ?? 1))
    range = low < high ? low...high : low - 1...low + 1
  }

  /// The level of a number.
  func level(_ number: Float) -> Float {
    let share = (number - range.lowerBound) / (range.upperBound - range.lowerBound)
    let count = Float(PointLabels.levelCount)
    return min(max(0, (share * count).rounded(.down)), count - 1)
  }
}
