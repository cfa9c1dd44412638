/// The model's output on a square lattice over the input space (2 dimensions), or on a line (1
/// dimension).
package struct InputMap: Sendable {
  /// Cells along x.
  package var width = 0
  /// Cells along y (1 for a one-dimensional input).
  package var height = 1
  /// Half-width of the square: it spans −extent…extent on both axes.
  package var extent: Float = 2
  /// Outputs by row, from the least y upwards; targets are ±1. Not a number where a solve failed.
  package var values: [Float] = []

  /// An empty map.
  package init() {}
}
