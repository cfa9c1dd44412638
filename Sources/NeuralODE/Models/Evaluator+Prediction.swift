import Solvers

extension Evaluator {
  /// A model's answer for a batch of inputs.
  public struct Prediction: Sendable {
    /// samples × outputs.
    public var outputs: [Scalar] = []
    /// φ(x), samples × the features that are read.
    public var features: [Scalar] = []
    /// Cost of the solve.
    public var statistics = SolveStatistics()
  }

  /// Features and outputs of samples (`samples × d`) in one solve, in full precision.
  ///
  /// - Precondition: no more than `capacity` samples.
  public func predict(_ samples: [Double]) throws(SolveFailure) -> Prediction {
    let shape = BatchShape(
      features: features, samples: samples.count / inputs, of: Scalar.self)
    state.zero()
    for sample in 0..<shape.samples {
      for i in 0..<inputs {
        state.base[i * shape.stride + sample] = Scalar(samples[sample * inputs + i])
      }
    }
    flow?.field.begin(at: [])
    start.begin(state.base, shape: shape)
    var result = Prediction()
    result.statistics = try solve(shape)
    let read = model.readFeatures(inputs: inputs)
    let answer = answer(shape)
    for sample in 0..<shape.samples {
      for i in 0..<read { result.features.append(state.base[i * shape.stride + sample]) }
      for i in 0..<outputs { result.outputs.append(answer[i * shape.stride + sample]) }
    }
    return result
  }
}
