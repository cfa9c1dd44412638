import NeuralODE

/// The plane through the input space that maps show and a person points into: the space itself
/// where it has one or two dimensions, otherwise that of the two leading principal axes of the
/// data.
package struct InputPlane: Sendable, Equatable {
  /// What is at (0, 0), `dimension` numbers.
  package var origin: [Float]
  /// Directions of the one or two axes, `dimension` numbers each.
  package var axes: [[Float]]
  /// Half-width of the square of the plane that is shown.
  package var extent: Float

  /// Dimension d of the inputs.
  package var dimension: Int { origin.count }

  /// The space of d ≤ 2 dimensions itself.
  init(dimension: Int, extent: Float) {
    origin = Array(repeating: 0, count: dimension)
    axes = (0..<min(2, dimension)).map { k in (0..<dimension).map { $0 == k ? 1 : 0 } }
    self.extent = extent
  }

  /// The plane in which the inputs of a data set spread most.
  init(_ dataset: Dataset) {
    let d = dataset.dimension
    let inputs = dataset.inputs.map { Float($0) }
    self.init(dimension: d, extent: 2)
    if d > 2, dataset.count > 1 {
      let principal = Projection.principal(features: d, of: inputs, near: nil)
      origin = principal.origin
      axes = Array(principal.axes.prefix(2))
    }
    let reach = coordinates(of: inputs).reduce(Float(0)) { max($0, abs($1)) }
    if reach > 1.9 || (reach > 0 && reach < 0.8) { extent = min(max(reach * 1.1, 0.1), 1e4) }
  }

  /// The input at a place of the plane.
  package func input(at x: Float, _ y: Float) -> [Float] {
    origin.indices.map { i in
      origin[i] + axes[0][i] * x + (axes.count > 1 ? axes[1][i] * y : 0)
    }
  }

  /// Where inputs (one after another) lie in the plane: two numbers each; the second is 0 where
  /// there is one dimension.
  package func coordinates(of inputs: [Float]) -> [Float] {
    let d = dimension
    var result: [Float] = []
    result.reserveCapacity(inputs.count / d * 2)
    for start in stride(from: 0, to: inputs.count - d + 1, by: d) {
      for k in 0..<2 {
        guard k < axes.count else {
          result.append(0)
          continue
        }
        var sum: Float = 0
        for i in 0..<d { sum += axes[k][i] * (inputs[start + i] - origin[i]) }
        result.append(sum)
      }
    }
    return result
  }
}
