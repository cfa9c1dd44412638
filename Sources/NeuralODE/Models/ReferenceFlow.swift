import Solvers

/// The flow of a model in Double, for tolerances that Float cannot meet. Confined to its owner.
final class ReferenceFlow {
  /// The most samples solved at a time.
  let capacity: Int
  private let inputs: Int
  private let features: Int
  private let parameters: AlignedBuffer<Double>
  private let flow: Flow<ModelField<Double>>
  private let start: FlowStart<Double>
  private let state: AlignedBuffer<Double>

  init(
    _ model: ModelConfiguration, inputs d: Int, parameters: Int, end: Double, hasOffsets: Bool,
    capacity: Int
  ) {
    self.capacity = capacity
    inputs = d
    features = model.features(inputs: d)
    self.parameters = AlignedBuffer(count: parameters)
    let shape = BatchShape(features: features, samples: capacity, of: Double.self)
    let field = ModelField(
      model, inputs: d, parameters: self.parameters, samples: capacity, hasOffsets: hasOffsets)
    flow = Flow(field, training: TrainingConfiguration(), shape: shape, end: end)
    start = FlowStart(
      model, inputs: d, parameters: self.parameters, samples: capacity, field: field)
    state = AlignedBuffer(count: shape.count)
  }

  /// Features (samples × features) by dopri5 with the current weights.
  ///
  /// - Parameter offsets: as in `Evaluator.trajectories`.
  /// - Throws: `SolveFailure` when the tolerance cannot be met within 10,000 steps.
  func solve<Scalar: LaneScalar>(
    _ samples: [Float], offsets: [Double], parameters source: AlignedBuffer<Scalar>,
    tolerance: Double
  ) throws(SolveFailure) -> [Float] {
    for i in 0..<source.count { parameters.base[i] = Double(source.base[i]) }
    let shape = BatchShape(
      features: features, samples: samples.count / inputs, of: Double.self)
    flow.field.begin(at: offsets)
    Double.kernels.load(samples, dimension: inputs, shape: shape, into: state.base)
    start.begin(state.base, shape: shape)
    try flow.solve(
      state.base, shape: shape, from: 0, to: flow.end,
      options: SolverOptions(tolerance: tolerance, rightEnd: .clip, maximumSteps: 10_000))
    var result = [Float](repeating: 0, count: shape.samples * features)
    Double.kernels.unload(state.base, dimension: features, shape: shape, into: &result)
    return result
  }
}
