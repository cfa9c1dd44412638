import Solvers

/// The map from features φ(x) to outputs, the last of a model's parameters: affine, or with a hidden
/// layer. Confined to one queue.
final class Readout<Scalar: LaneScalar> {
  /// Features read.
  var inputs: Int { (hidden ?? last).inputs }
  /// The only map; nil if there is a hidden layer.
  var plane: AffineLayer<Scalar>? { hidden == nil ? last : nil }

  private let last: AffineLayer<Scalar>
  private let hidden: AffineLayer<Scalar>?
  private let activation: Activation
  /// The hidden layer's values, its slopes or the values again, and its cotangent.
  private let (values, gates, cotangent):
    (
      AlignedBuffer<Scalar>, AlignedBuffer<Scalar>, AlignedBuffer<Scalar>
    )

  /// A model's readout for batches of up to `samples`; nil if it has none.
  init?(
    _ model: ModelConfiguration, layout: ParameterLayout, inputs d: Int, outputs: Int,
    parameters: AlignedBuffer<Scalar>, samples: Int
  ) {
    guard model.hasReadout else { return nil }
    let features = model.readFeatures(inputs: d)
    let units = model.readoutLayer?.units
    let lastStart = layout.count - outputs * ((units ?? features) + 1)
    last = AffineLayer(
      inputs: units ?? features, outputs: outputs, parameters: parameters, start: lastStart)
    hidden = units.map {
      AffineLayer(
        inputs: features, outputs: $0, parameters: parameters,
        start: lastStart - $0 * (features + 1))
    }
    activation = model.readoutLayer?.activation ?? .relu
    let shape = BatchShape(features: units ?? 1, samples: samples, of: Scalar.self)
    let count = units == nil ? 1 : shape.count
    (values, gates, cotangent) = (
      AlignedBuffer(count: count), AlignedBuffer(count: count), AlignedBuffer(count: count)
    )
  }

  /// Outputs (outputs × samples) of features (features × samples).
  func apply(_ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, blocks: Int) {
    guard let hidden else { return last.apply(x, into: y, blocks: blocks) }
    hidden.apply(x, into: values.base, blocks: blocks)
    Scalar.kernels.apply(
      .activation(activation), to: values.base, into: values.base, gates: gates.base,
      count: hidden.outputs * blocks * Scalar.laneCount)
    last.apply(values.base, into: y, blocks: blocks)
  }

  /// Writes the cotangent of x, the last batch that the readout was applied to, and adds the
  /// gradient to the model's.
  func pullback(
    _ outputCotangent: UnsafePointer<Scalar>, x: UnsafePointer<Scalar>,
    into inputCotangent: UnsafeMutablePointer<Scalar>,
    addingTo gradient: UnsafeMutablePointer<Scalar>, blocks: Int
  ) {
    guard let hidden else {
      return last.pullback(
        outputCotangent, x: x, into: inputCotangent, addingTo: gradient, blocks: blocks)
    }
    last.pullback(
      outputCotangent, x: values.base, into: cotangent.base, addingTo: gradient, blocks: blocks)
    let slopes = Scalar.kernels.keepsSlope(activation) ? gates : values
    Scalar.kernels.apply(
      .gate(activation), to: cotangent.base, into: cotangent.base, gates: slopes.base,
      count: hidden.outputs * blocks * Scalar.laneCount)
    hidden.pullback(
      cotangent.base, x: x, into: inputCotangent, addingTo: gradient, blocks: blocks)
  }
}
