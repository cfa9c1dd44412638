import Solvers

/// Replays a reference run: the authors' initial weights and batches, computed by this program.
public struct ReferenceReplay<Scalar: LaneScalar> {
  private let run: ReferenceRun
  private let iterations: Int

  /// A replay of a run's first iterations.
  public init(_ run: ReferenceRun, iterations: Int = .max) {
    self.run = run
    self.iterations = max(0, min(iterations, run.batches.count))
  }

  /// The bounds for a replay in this precision.
  public static var bounds: ReplayReport.Bounds { Scalar.self == Float.self ? .float : .double }

  /// Trains as the run did and compares.
  public func report() -> ReplayReport {
    var report = ReplayReport()
    let trainer = Trainer<Scalar>(
      model: run.model, training: run.training, dataset: run.dataset,
      parameters: run.initialParameters)
    do throws(SolveFailure) {
      report.trajectoryError =
        try run.model.family.isFlow ? trajectoryError() : probeOutputError()
      for i in 0..<iterations {
        compare(try trainer.iterate(run.batches[i]), i, &report)
        if i == 0 { report.gradientError = gradientError(trainer) }
      }
    } catch {
      report.failure = error
    }
    report.finalWeightError =
      report.iterations == run.batches.count
      ? Self.distance(trainer.parameters.base, run.finalParameters) : .nan
    return report
  }

  private func compare(_ found: IterationReport, _ i: Int, _ report: inout ReplayReport) {
    report.iterations = i + 1
    let error = abs(found.loss - run.losses[i]) / abs(run.losses[i])
    // If both losses are 0, `error` is 0/0.
    let distance = found.loss == run.losses[i] ? 0 : error
    if i < 50 { report.lossError50 = Self.worse(report.lossError50, distance) }
    report.lossError = Self.worse(report.lossError, distance)
    guard run.model.family.isFlow else { return }
    if found.statistics.evaluations != run.nfe[i] { report.nfeMismatches += 1 }
    if found.backwardEvaluations != run.backwardNFE[i] { report.backwardMismatches += 1 }
  }

  private func gradientError(_ trainer: Trainer<Scalar>) -> Double {
    let distance = Self.distance(trainer.gradient.base, run.gradient)
    let largest = run.gradient.map(abs).max() ?? 0
    return distance == 0 ? 0 : distance / largest
  }

  /// The probe's trajectories under the initial weights, by one solve with dense output.
  private func trajectoryError() throws(SolveFailure) -> Double {
    let d = run.dataset.dimension
    let features = run.model.features(inputs: d)
    let (shape, state) = probeState(features)
    let parameters = AlignedBuffer<Scalar>(run.initialParameters)
    let field = ModelField<Scalar>(
      run.model, inputs: d, parameters: parameters, samples: shape.samples)
    FlowStart(run.model, inputs: d, parameters: parameters, samples: shape.samples, field: field)
      .begin(state.base, shape: shape)
    let solver = RungeKuttaSolver(field: field, shape: shape, options: SolverOptions(run.training))
    let times = run.trajectoryTimes
    let end = times.last ?? 1
    let frames = AlignedBuffer<Scalar>(count: times.count * shape.count)
    try solver.solve(
      from: 0, to: end, initial: state.base, final: state.base, shape: shape, times: times,
      output: frames.base)
    var worst = solver.outputCount == times.count ? 0 : Double.infinity
    var expected = run.trajectory[...]
    for frame in 0..<times.count {
      for sample in 0..<shape.samples {
        for i in 0..<features {
          guard let value = expected.popFirst() else { return .infinity }
          let found = frames.base[frame * shape.count + i * shape.stride + sample]
          worst = Self.worse(worst, abs(Double(found) - value))
        }
      }
    }
    return worst
  }

  /// The outputs of a ResNet with the initial weights on the probe.
  private func probeOutputError() throws(SolveFailure) -> Double {
    let features = run.dataset.dimension
    let (shape, state) = probeState(features)
    let parameters = AlignedBuffer<Scalar>(run.initialParameters)
    let stack = ResidualStack(
      run.model, inputs: features, parameters: parameters, samples: shape.samples)
    _ = try stack.forward(state.base, shape: shape, record: false)
    let output = AlignedBuffer<Scalar>(count: shape.stride)
    let layout = ParameterLayout(run.model, inputs: features, outputs: 1)
    Readout(
      run.model, layout: layout, inputs: features, outputs: 1, parameters: parameters,
      samples: shape.samples)?
      .apply(state.base, into: output.base, blocks: shape.blocks)
    return Self.distance(output.base, run.probeOutputs.initial)
  }

  /// Loads the probe into lanes; other coordinates are 0.
  private func probeState(_ features: Int) -> (BatchShape, AlignedBuffer<Scalar>) {
    let d = run.dataset.dimension
    let shape = BatchShape(features: features, samples: run.probe.count / d, of: Scalar.self)
    let state = AlignedBuffer<Scalar>(count: shape.count)
    for sample in 0..<shape.samples {
      for i in 0..<d {
        state.base[i * shape.stride + sample] = Scalar(run.probe[sample * d + i])
      }
    }
    return (shape, state)
  }

  private static func distance(_ found: UnsafePointer<Scalar>, _ expected: [Double]) -> Double {
    expected.indices.reduce(0) { worse($0, abs(Double(found[$1]) - expected[$1])) }
  }

  /// The greater; NaN if either is NaN (which `max` can lose).
  private static func worse(_ a: Double, _ b: Double) -> Double { b <= a || a.isNaN ? a : b }
}

/// The differences between a replay and its reference run.
public struct ReplayReport: Sendable, Equatable {
  /// Iterations replayed; fewer than the run's if a solve failed.
  public var iterations = 0
  /// Worst relative error of a loss over the first 50 iterations.
  public var lossError50 = 0.0
  /// Worst relative error of a loss over all iterations.
  public var lossError = 0.0
  /// Iterations with another NFE than the run's; 0 for a ResNet.
  public var nfeMismatches = 0
  /// Iterations with another backward NFE than the run's.
  public var backwardMismatches = 0
  /// Worst error of an entry of the first gradient, relative to the largest entry.
  public var gradientError = 0.0
  /// Worst error of a coordinate in the initial model's trajectories of the probe; for a ResNet, of
  /// its outputs.
  public var trajectoryError = 0.0
  /// Worst error of a weight after the last iteration.
  public var finalWeightError = 0.0
  /// The failure of a solve, if any.
  public var failure: SolveFailure?

  /// An empty report.
  public init() {}

  /// Bounds on a correct replay's differences.
  public struct Bounds: Sendable, Equatable {
    /// Bound of `lossError50`.
    public var loss50: Double
    /// Bound of `lossError`.
    public var loss: Double
    /// Bound of both kinds of mismatches.
    public var mismatches: Int
    /// Bound of `gradientError`.
    public var gradient: Double
    /// Bound of `trajectoryError`.
    public var trajectory: Double

    /// In Double all decisions of the step-size controller agree; only rounding differs.
    public static let double = Bounds(
      loss50: 1e-10, loss: 1e-6, mismatches: 0, gradient: 1e-9, trajectory: 1e-10)
    /// In Float a replay follows for about 50 iterations; PyTorch's own Float run drifts too.
    public static let float = Bounds(
      loss50: 1e-4, loss: .infinity, mismatches: .max, gradient: .infinity, trajectory: .infinity)
  }

  /// Whether the replay is complete and within bounds.
  public func isWithin(_ bounds: Bounds) -> Bool {
    // NaN is within no bound.
    failure == nil && lossError50 <= bounds.loss50 && lossError <= bounds.loss
      && nfeMismatches <= bounds.mismatches && backwardMismatches <= bounds.mismatches
      && gradientError <= bounds.gradient && trajectoryError <= bounds.trajectory
  }
}
