import Solvers

/// The start h(0) of a batch's states: inputs, and the coordinates that a model adds to them.
/// Confined to one queue.
final class FlowStart<Scalar: LaneScalar> {
  private let inputs: Int
  /// The trained map to the added coordinates; nil if they start at 0.
  private let map: AffineLayer<Scalar>?
  /// The batch's inputs, d × samples with the batch's stride, for the field or the map's gradient;
  /// nil if neither needs them.
  private let kept: AlignedBuffer<Scalar>?

  /// The start of a model's states for batches of up to `samples`; `field` is nil for a ResNet.
  init(
    _ model: ModelConfiguration, inputs d: Int, parameters: AlignedBuffer<Scalar>, samples: Int,
    field: ModelField<Scalar>?
  ) {
    inputs = d
    let added = model.features(inputs: d) - d
    // Tensors of the start come after the field's.
    map =
      model.family.form?.startModule != nil && added > 0
      ? AffineLayer(
        inputs: d, outputs: added, parameters: parameters,
        start: field?.parameterCounts.reduce(0, +) ?? 0) : nil
    let shape = BatchShape(features: d, samples: samples, of: Scalar.self)
    kept = field?.controls ?? (map == nil ? nil : AlignedBuffer(count: shape.count))
  }

  /// Writes the added coordinates after the inputs, which are the first rows of `state`.
  func begin(_ state: UnsafeMutablePointer<Scalar>, shape: BatchShape) {
    kept?.base.update(from: state, count: inputs * shape.stride)
    let added = state + inputs * shape.stride
    if let map {
      map.apply(state, into: added, blocks: shape.blocks)
    } else {
      Scalar.zero(added, count: shape.count - inputs * shape.stride)
    }
  }

  /// Makes one input that of every sample of a batch; missing coordinates are 0.
  func keep(_ input: [Float], forAll shape: BatchShape) {
    guard let kept else { return }
    for i in 0..<inputs {
      let value = i < input.count ? input[i] : 0
      for sample in 0..<shape.stride { kept.base[i * shape.stride + sample] = Scalar(value) }
    }
  }

  /// Adds the trained map's gradient, from the cotangent of the last batch's h(0), to the model's.
  func pullback(
    _ cotangent: UnsafePointer<Scalar>, shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) {
    guard let map, let kept else { return }
    map.addGradient(
      cotangent + inputs * shape.stride, x: kept.base, to: gradient, blocks: shape.blocks)
  }
}
