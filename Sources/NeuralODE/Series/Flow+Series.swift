import Solvers

/// A flow that is looked at on its way, and not only where it ends.
extension Flow {
  /// States at several times of one solve, which ends at the last of them.
  ///
  /// - Parameters:
  ///   - state: states at time 0 (features × samples); afterwards those at the last time.
  ///   - times: ascending, from 0 or later.
  ///   - outputs: receives the state at each of `times`, one after another.
  ///   - record: keep what `backward` needs.
  @_specialize(where Field == ModelField<Float>)
  @_specialize(where Field == ModelField<Double>)
  func forward(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, times: [Double],
    outputs: UnsafeMutablePointer<Scalar>, record: Bool
  ) throws(SolveFailure) {
    try solver.solve(
      from: 0, to: times.last ?? 0, initial: state, final: state, shape: shape,
      record: recording(record), times: times, output: outputs)
  }

  /// Turns cotangents of the states at the times of the last recorded solve into that of its
  /// initial states, written to `cotangent`, and adds the parameters' gradient to `gradient`.
  ///
  /// - Returns: function evaluations that took: 0 where the forward pass kept them all.
  @_specialize(where Field == ModelField<Float>)
  @_specialize(where Field == ModelField<Double>)
  func backward(
    _ cotangent: UnsafeMutablePointer<Scalar>, outputCotangents: UnsafePointer<Scalar>,
    outputs: UnsafePointer<Scalar>, times: [Double], shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) -> Int {
    switch method {
    case .backpropagation, .checkpointed:
      // Nothing depends on the state at the end but what is read off there.
      Scalar.zero(cotangent, count: shape.count)
      field.zeroGradient()
      backpropagation.run(cotangent, outputCotangents: outputCotangents)
      field.addGradient(to: gradient)
      return solver.replayedEvaluations
    case .adjoint, .adjointSeminorm:
      try adjoint.run(
        outputCotangents: outputCotangents, outputs: outputs, times: times, shape: shape,
        initialCotangent: cotangent, addingTo: gradient)
      return adjoint.statistics.evaluations
    }
  }
}
