import Solvers

extension Flow {
  /// Solves to the last of several times and writes the state at each.
  ///
  /// - Parameters:
  ///   - state: states at time 0 (features × samples), replaced with those at the last time.
  ///   - times: ascending, from 0 or later.
  ///   - outputs: times × features × samples.
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

  /// Pulls cotangents of the last recorded solve's `outputs` back to the initial states, written to
  /// `cotangent`, and adds the parameters' gradient to `gradient`.
  ///
  /// - Returns: function evaluations; 0 if the forward pass kept them all.
  @_specialize(where Field == ModelField<Float>)
  @_specialize(where Field == ModelField<Double>)
  func backward(
    _ cotangent: UnsafeMutablePointer<Scalar>, outputCotangents: UnsafePointer<Scalar>,
    outputs: UnsafePointer<Scalar>, times: [Double], shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) -> Int {
    switch method {
    case .backpropagation, .checkpointed:
      // The final state matters only as an output.
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
