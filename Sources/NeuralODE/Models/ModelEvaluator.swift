import Solvers

/// States of samples over time, and the cost of the solve.
public struct Trajectories: Sendable {
  /// frames × samples × features.
  public var states: [Float] = []
  /// Frames reached: all, unless the solve failed.
  public var frames = 0
  /// Cost of the solve.
  public var statistics = SolveStatistics()
  /// Why the solve ended early.
  public var failure: SolveFailure?

  /// No frames.
  public init() {}
}

/// Trajectories of points, and the gradient of each one's loss along its trajectory.
public struct Adjoints: Sendable {
  /// h at each time.
  public var way = Trajectories()
  /// λ = ∂ℓ/∂h(t) at each time, frames × samples × features; ℓ is the point's own loss.
  public var gradients: [Float] = []
}

/// The step log of one solve.
public struct StepLog: Sendable, Equatable {
  /// Accepted and rejected steps, in order.
  public var steps: [StepEvent] = []
  /// Cost of the solve.
  public var statistics = SolveStatistics()
  /// Why it ended early, if it did.
  public var failure: SolveFailure?
  /// An empty log.
  public init() {}
}

/// An evaluator of either precision. Samples and what is drawn have 32 bits; solves have those of
/// the model. The functions are described in `Evaluator`.
package protocol ModelEvaluator: AnyObject {
  var model: ModelConfiguration { get }
  var features: Int { get }
  var fieldTakesInput: Bool { get }
  var outputs: Int { get }
  var capacity: Int { get }
  var jumps: Int? { get }

  func trajectories(
    of samples: [Float], times: [Double], isFine: Bool, offsets: [Double]
  ) -> Trajectories
  func reverseSolve(of samples: [Float], times: [Double]) -> Trajectories
  func outputs(of samples: [Float]) -> [Float]
  func outputs(ofFeatures states: [Float]) -> [Float]
  func readout(of output: Int) -> [Float]?
  func field(at states: [Float], t: Double, of input: [Float]) -> [Float]
  func frozenField(of input: [Float]) -> FrozenField
  func solveAccuracy(of samples: [Float], offsets: [Double]) -> SolveAccuracy?
  func stepLog(of samples: [Float], offsets: [Double]) -> StepLog?
  func sampleNFE(of samples: [Float], offsets: [Double]) -> [Int]?
  func adjoints(of samples: [Float], targets: [Float], times: [Double]) -> Adjoints?
  func accuracy(inputs: [Float], targets: [Float]) -> Float?
  func tally(inputs: [Float], targets: [Float]) -> ClassTally
  func meanLoss(inputs: [Float], targets: [Float]) -> Float
  func seriesLoss(of samples: SeriesSamples) -> Double
  func motions(of samples: [Float], times: [Double], offsets: [Double]) -> Trajectories
}

extension Evaluator: ModelEvaluator {}

extension ModelEvaluator {
  package func trajectories(of samples: [Float], times: [Double]) -> Trajectories {
    trajectories(of: samples, times: times, isFine: false, offsets: [])
  }

  package func trajectories(
    of samples: [Float], times: [Double], isFine: Bool
  ) -> Trajectories {
    trajectories(of: samples, times: times, isFine: isFine, offsets: [])
  }

  package func trajectories(
    of samples: [Float], times: [Double], offsets: [Double]
  ) -> Trajectories {
    trajectories(of: samples, times: times, isFine: false, offsets: offsets)
  }

  package func field(at states: [Float], t: Double) -> [Float] {
    field(at: states, t: t, of: [])
  }

  package func motions(of samples: [Float], times: [Double]) -> Trajectories {
    motions(of: samples, times: times, offsets: [])
  }
}
