import Solvers

extension Evaluator {
  /// The distance of the run's solve from the exact flow, and the cost of a finer solve. nil for a
  /// ResNet.
  ///
  /// The reference solve is at least a hundred times finer, at 1e-6 or below. An error is about
  /// proportional to the tolerance: the reference's own is at most about a hundredth of the error
  /// measured. Below 1e-6 the reference is solved by dopri5 in Double.
  ///
  /// - Parameter offsets: as in `trajectories`.
  /// - Precondition: no more than `capacity` samples.
  public func solveAccuracy(of samples: [Float], offsets: [Double] = []) -> SolveAccuracy? {
    guard let flow, !samples.isEmpty else { return nil }
    let found = endStates(flow, of: samples, offsets, SolverOptions(training, end: trainer.end))
    let probe = endStates(flow, of: samples, offsets, probeOptions(Self.probeTolerance))
    let probeNFE = probe == nil ? nil : flow.solver.statistics.evaluations
    var reference = probe
    let tolerance = training.tolerance / 100
    if training.solver.isAdaptive, tolerance < Self.probeTolerance {
      reference = try? referenceFlow(samples.count / inputs).solve(
        samples, offsets: offsets, parameters: trainer.parameters, tolerance: tolerance)
    }
    guard let found, let reference else {
      return SolveAccuracy(medianError: .infinity, worstError: .infinity, probeNFE: probeNFE)
    }
    return SolveAccuracy(of: found, against: reference, features: features, probeNFE: probeNFE)
  }

  static var probeTolerance: Double { 1e-6 }

  /// Features at the end of one solve, samples × features; nil when it fails.
  private func endStates(
    _ flow: Flow<ModelField<Scalar>>, of samples: [Float], _ offsets: [Double],
    _ options: SolverOptions
  ) -> [Float]? {
    let shape = shape(of: samples, dimension: inputs)
    load(samples[...], shape, offsets: offsets)
    do throws(SolveFailure) {
      try flow.solve(state.base, shape: shape, from: 0, to: flow.end, options: options)
    } catch {
      return nil
    }
    var result: [Float] = []
    unload(state.base, features: features, shape, into: &result)
    return result
  }

  /// The run's solver at another tolerance; dopri5 if its steps are fixed.
  func probeOptions(_ tolerance: Double) -> SolverOptions {
    var options = SolverOptions(
      tolerance: tolerance, rightEnd: training.rightEnd, maximumSteps: training.maximumSteps)
    if training.solver.isAdaptive { options.tableau = training.solver }
    options.controller = training.controller
    return options
  }

  /// The step log of the run's solve of all samples as one system. nil for a ResNet.
  ///
  /// - Parameter offsets: as in `trajectories`.
  /// - Precondition: no more than `capacity` samples.
  public func stepLog(of samples: [Float], offsets: [Double] = []) -> StepLog? {
    guard let flow, !samples.isEmpty else { return nil }
    let shape = shape(of: samples, dimension: inputs)
    load(samples[...], shape, offsets: offsets)
    flow.solver.keepsLog = true
    defer { flow.solver.keepsLog = false }
    var result = StepLog()
    do throws(SolveFailure) {
      try flow.solve(
        state.base, shape: shape, from: 0, to: flow.end,
        options: SolverOptions(training, end: trainer.end))
    } catch {
      result.failure = error
    }
    result.steps = flow.solver.log
    result.statistics = flow.solver.statistics
    return result
  }

  /// NFE of each sample solved on its own; 0 if its solve fails. nil for a ResNet.
  ///
  /// - Parameter offsets: as in `trajectories`.
  /// - Precondition: no more than `capacity` samples.
  public func sampleNFE(of samples: [Float], offsets: [Double] = []) -> [Int]? {
    guard let flow, !samples.isEmpty else { return nil }
    let shape = shape(of: samples, dimension: inputs)
    let single = BatchShape(features: features, samples: 1, of: Scalar.self)
    load(samples[...], shape)
    flow.solver.options = SolverOptions(training, end: trainer.end)
    return flow.solver.solveSamples(
      from: 0, to: flow.end, initial: state.base, final: state.base, shape: shape,
      willSolve: { sample in
        flow.field.begin(at: Array(offsets.dropFirst(sample).prefix(1)))
        start.keep(Array(samples[sample * inputs..<(sample + 1) * inputs]), forAll: single)
      }
    ).map { $0.failure == nil ? $0.statistics.evaluations : 0 }
  }

  /// Mean loss over samples; NaN when a solve fails.
  public func meanLoss(inputs: [Float], targets: [Float]) -> Float {
    let found = outputs(of: inputs)
    guard !found.isEmpty, found.count == targets.count else { return .nan }
    if training.loss == .crossEntropy, outputs > 1 {
      return Float(tally(found, targets).meanLoss)
    }
    var total: Float = 0
    for (z, y) in zip(found, targets) { total += training.loss.value(z, y) }
    return total / Float(found.count)
  }
}
