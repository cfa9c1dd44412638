/// The model's output on a square lattice over the input space (2 dimensions), or on a line (1
/// dimension).
package struct InputMap: Sendable {
  /// Cells along x.
  package var width = 0
  /// Cells along y (1 for a one-dimensional input).
  package var height = 1
  /// Half-width of the square: it spans −extent…extent on both axes.
  package var extent: Float = 2
  /// Numbers to an output: 1, or as many as there are classes.
  package var outputs = 1
  /// Outputs by row, from the least y upwards, one output's map after another: `outputs × height ×
  /// width`. Not a number where a solve failed.
  package var values: [Float] = []
  /// The range of the numbers that are learned, where numbers are.
  package var range: ClosedRange<Float>?

  /// An empty map.
  package init() {}
}
