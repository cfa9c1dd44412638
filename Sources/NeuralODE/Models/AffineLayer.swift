import Solvers

/// A trained affine map of a batch, of a readout or a start: weights (`outputs × inputs`) and then
/// biases among a model's parameters. Confined to one queue.
final class AffineLayer<Scalar: LaneScalar> {
  let inputs: Int
  let outputs: Int
  private let parameters: AlignedBuffer<Scalar>
  /// Start of the weights in the parameters and in a gradient.
  private let start: Int
  private let transposed: AlignedBuffer<Scalar>
  /// Lane accumulators of the biases' gradient.
  private let sums: AlignedBuffer<Scalar>

  init(inputs: Int, outputs: Int, parameters: AlignedBuffer<Scalar>, start: Int) {
    self.inputs = inputs
    self.outputs = outputs
    self.parameters = parameters
    self.start = start
    transposed = AlignedBuffer(count: inputs * outputs)
    sums = AlignedBuffer(count: outputs * Scalar.laneCount)
  }

  /// `outputs × inputs`, row-major.
  var weights: UnsafePointer<Scalar> { UnsafePointer(parameters.base + start) }
  var bias: UnsafePointer<Scalar> { weights + outputs * inputs }

  /// Outputs (outputs × samples) of x (inputs × samples).
  func apply(_ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, blocks: Int) {
    Scalar.kernels.transpose(
      weights, rows: outputs, columns: inputs, stride: inputs, into: transposed.base)
    Scalar.kernels.affine(
      AffineMap(
        y: y, x: x, weights: transposed.base, stride: outputs, bias: bias, outputs: outputs,
        inputs: inputs), blocks: blocks)
  }

  /// Adds the layer's gradient to the model's `gradient`.
  func addGradient(
    _ cotangent: UnsafePointer<Scalar>, x: UnsafePointer<Scalar>,
    to gradient: UnsafeMutablePointer<Scalar>, blocks: Int
  ) {
    let gradient = gradient + start
    sums.zero()
    Scalar.addOuterProduct(
      to: gradient, rows: cotangent, rowCount: outputs, columns: x, columnCount: inputs,
      blocks: blocks)
    Scalar.kernels.accumulateRowSums(
      sums.base, times: nil, t: 0, rows: cotangent, rowCount: outputs, rowPitch: blocks,
      blocks: blocks)
    Scalar.kernels.reduceLanes(
      sums.base, count: outputs, into: gradient + outputs * inputs, pitch: 1)
  }

  /// Writes the cotangent of x, and adds the layer's gradient to the model's `gradient`.
  func pullback(
    _ cotangent: UnsafePointer<Scalar>, x: UnsafePointer<Scalar>,
    into inputCotangent: UnsafeMutablePointer<Scalar>,
    addingTo gradient: UnsafeMutablePointer<Scalar>, blocks: Int
  ) {
    addGradient(cotangent, x: x, to: gradient, blocks: blocks)
    Scalar.kernels.affine(
      AffineMap(
        y: inputCotangent, x: cotangent, weights: weights, stride: inputs, outputs: inputs,
        inputs: outputs), blocks: blocks)
  }
}
