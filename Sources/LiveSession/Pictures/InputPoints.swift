import NeuralODE

/// Points of the training set as they lie in the input plane, for the map: not more than can be
/// seen.
package struct InputPoints: Sendable, Equatable {
  /// Two numbers a point.
  package var positions: [Float] = []
  /// Target of each: ±1, the number of its class, or a number.
  package var labels: [Float] = []
  /// Points.
  package var count: Int { labels.count }

  /// No points.
  package init() {}

  /// Evenly chosen points of a data set.
  init(_ dataset: Dataset, plane: InputPlane, most: Int = 500) {
    let step = max(1, (dataset.count + most - 1) / most)
    for row in stride(from: 0, to: dataset.count, by: step) {
      let d = dataset.dimension
      positions += plane.coordinates(
        of: dataset.inputs[row * d..<(row + 1) * d].map { Float($0) })
      labels.append(dataset.label(row))
    }
  }
}
