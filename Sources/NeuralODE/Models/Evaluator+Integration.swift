import Solvers

/// How well, and at what price, a model's flow is solved.
extension Evaluator {
  /// How far solving forward and back misses the inputs, and what solving at another tolerance
  /// costs.
  public struct Integration: Sendable, Equatable {
    /// The greatest ‖x̂ − x‖ / ‖x‖ over the samples, x̂ being the input solved to t = 1 and back at
    /// the training tolerance; infinite when either solve fails. Inputs closer to 0 than 0.1 count
    /// as if they were 0.1 from it.
    public var worstInverseError: Float
    /// The greatest ‖x̂ − x‖ itself.
    public var worstMiss: Float
    /// NFE of a forward solve at the probe's tolerance; nil when it fails.
    public var probeNFE: Int?
  }

  /// Checks whether the flow of the samples is integrated at all. nil for a ResNet, which has no
  /// flow.
  ///
  /// - Precondition: no more than `capacity` samples.
  public func integration(of samples: [Float], probeTolerance: Double = 1e-6) -> Integration? {
    guard let flow else { return nil }
    let shape = shape(of: samples, dimension: inputs)
    var result = Integration(worstInverseError: .infinity, worstMiss: .infinity)
    load(samples[...], dimension: inputs, shape)
    do throws(SolveFailure) {
      let options = SolverOptions(training, end: trainer.end)
      try flow.solve(state.base, shape: shape, from: 0, to: flow.end, options: options)
      try flow.solve(state.base, shape: shape, from: flow.end, to: 0, options: options)
      (result.worstInverseError, result.worstMiss) = worstDistances(from: samples, shape)
    } catch {
      // Both are infinite.
    }
    load(samples[...], dimension: inputs, shape)
    do throws(SolveFailure) {
      try flow.solve(
        state.base, shape: shape, from: 0, to: flow.end, options: probeOptions(probeTolerance))
      result.probeNFE = flow.solver.statistics.evaluations
    } catch {
      result.probeNFE = nil
    }
    return result
  }

  private func worstDistances(
    from samples: [Float], _ shape: BatchShape
  ) -> (relative: Float, absolute: Float) {
    var worst: (relative: Float, absolute: Float) = (0, 0)
    for sample in 0..<shape.samples {
      var square: Float = 0
      var norm: Float = 0
      for i in 0..<features {
        let x = i < inputs ? samples[sample * inputs + i] : 0
        let d = Float(state.base[i * shape.stride + sample]) - x
        square += d * d
        norm += x * x
      }
      let miss = square.squareRoot()
      let error = miss / max(norm.squareRoot(), 0.1)
      worst.absolute = miss.isFinite ? max(worst.absolute, miss) : .infinity
      worst.relative = error.isFinite ? max(worst.relative, error) : .infinity
    }
    return worst
  }

  /// The training's solver at another tolerance; where its steps are fixed, dopri5, which has a
  /// tolerance.
  func probeOptions(_ tolerance: Double) -> SolverOptions {
    var options = SolverOptions(
      tolerance: tolerance, rightEnd: training.rightEnd, maximumSteps: training.maximumSteps)
    if training.solver.isAdaptive { options.tableau = training.solver }
    options.controller = training.controller
    return options
  }

  /// Every step of one solve.
  public struct Microscopy: Sendable, Equatable {
    /// Steps in the order in which they were tried.
    public var steps: [StepEvent] = []
    /// What the solve cost.
    public var statistics = SolveStatistics()
    /// Why it ended early, if it did.
    public var failure: SolveFailure?
    /// Nothing seen yet.
    public init() {}
  }

  /// The steps of the training's solve of samples, all of them one system. nil for a ResNet.
  ///
  /// - Precondition: no more than `capacity` samples.
  public func microscopy(of samples: [Float]) -> Microscopy? {
    guard let flow, !samples.isEmpty else { return nil }
    let shape = shape(of: samples, dimension: inputs)
    load(samples[...], dimension: inputs, shape)
    flow.solver.keepsLog = true
    defer { flow.solver.keepsLog = false }
    var result = Microscopy()
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

  /// NFE of each sample solved by itself, with its own steps; 0 where its solve fails. nil for a
  /// ResNet.
  ///
  /// - Precondition: no more than `capacity` samples.
  public func sampleNFE(of samples: [Float]) -> [Int]? {
    guard let flow, !samples.isEmpty else { return nil }
    let shape = shape(of: samples, dimension: inputs)
    load(samples[...], dimension: inputs, shape)
    flow.solver.options = SolverOptions(training, end: trainer.end)
    return flow.solver.solveSamples(
      from: 0, to: flow.end, initial: state.base, final: state.base, shape: shape
    ).map { $0.failure == nil ? $0.statistics.evaluations : 0 }
  }

  /// Mean loss over samples: what a training set's loss is for a set that is not trained on. Not a
  /// number when a solve fails.
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
