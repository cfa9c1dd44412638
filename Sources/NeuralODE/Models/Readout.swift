import Solvers

/// The affine map from features φ(x) to outputs. Its weights (`outputs × features`) and biases are
/// the last of a model's parameters. Confined to one queue.
final class Readout<Scalar: LaneScalar> {
  let features: Int
  let outputs: Int
  private let parameters: AlignedBuffer<Scalar>
  /// Start of the weights in the parameters and in a gradient.
  private let start: Int
  private let transposed: AlignedBuffer<Scalar>
  /// Lane accumulators of the biases' gradient.
  private let sums: AlignedBuffer<Scalar>

  /// nil if the model has no readout.
  init?(
    _ model: ModelConfiguration, layout: ParameterLayout, inputs d: Int, outputs: Int,
    parameters: AlignedBuffer<Scalar>
  ) {
    guard model.hasReadout else { return nil }
    features = model.features(inputs: d)
    self.outputs = outputs
    self.parameters = parameters
    start = layout.count - outputs * (features + 1)
    transposed = AlignedBuffer(count: features * outputs)
    sums = AlignedBuffer(count: outputs * Scalar.laneCount)
  }

  /// `outputs × features`, row-major.
  var weights: UnsafePointer<Scalar> { UnsafePointer(parameters.base + start) }
  var bias: UnsafePointer<Scalar> { weights + outputs * features }

  /// Outputs (outputs × samples) of features (features × samples).
  func apply(
    _ state: UnsafePointer<Scalar>, into output: UnsafeMutablePointer<Scalar>, blocks: Int
  ) {
    Scalar.kernels.transpose(
      weights, rows: outputs, columns: features, stride: features, into: transposed.base)
    Scalar.kernels.affine(
      AffineMap(
        y: output, x: state, weights: transposed.base, stride: outputs, bias: bias,
        outputs: outputs, inputs: features), blocks: blocks)
  }

  /// Writes the cotangent of the features `state` and adds the readout's gradient to the model's
  /// `gradient`.
  func pullback(
    _ outputCotangent: UnsafePointer<Scalar>, state: UnsafePointer<Scalar>,
    into stateCotangent: UnsafeMutablePointer<Scalar>,
    addingTo gradient: UnsafeMutablePointer<Scalar>, blocks: Int
  ) {
    let gradient = gradient + start
    sums.zero()
    Scalar.addOuterProduct(
      to: gradient, rows: outputCotangent, rowCount: outputs, columns: state,
      columnCount: features, blocks: blocks)
    Scalar.kernels.accumulateRowSums(
      sums.base, times: nil, t: 0, rows: outputCotangent, rowCount: outputs, rowPitch: blocks,
      blocks: blocks)
    Scalar.kernels.reduceLanes(
      sums.base, count: outputs, into: gradient + outputs * features, pitch: 1)
    Scalar.kernels.affine(
      AffineMap(
        y: stateCotangent, x: outputCotangent, weights: weights, stride: features,
        outputs: features, inputs: outputs), blocks: blocks)
  }
}
