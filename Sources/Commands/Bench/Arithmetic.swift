import Solvers
import NeuralODE

/// Floating-point operations that training needs, counted from the shapes of its affine maps alone.
///
/// Counted: a multiplication and an addition for every weight and every sample, once for an
/// evaluation (W x) and twice for a pullback (Wᵀ z, and the outer product that is the weights'
/// gradient); for every evaluation of the forward solve, rejected steps and the choice of the first
/// step included; for every pullback of an accepted stage (or, with the adjoint, an evaluation and
/// a pullback at each of its own); and for the readout once. Not counted, though it takes time:
/// biases, the time input (a constant of the batch), activations, the solver's combinations and
/// norms, sums over lanes, padding lanes, the loss, Adam, and Winograd's transforms; of a 3 × 3
/// convolution the 16 products for 4 pixels that are computed, not the 36 of the sum that it is
/// equal to. So a share of peak by these figures is an understatement, never a boast.
struct Arithmetic {
  /// Operations of one evaluation for one sample: of the vector field, or of a residual block.
  let evaluation: Double
  /// Operations of the readout for one sample.
  let readout: Double
  private let method: GradientMethod
  private let isFlow: Bool

  /// The arithmetic of a model for inputs of dimension d.
  init(
    _ model: ModelConfiguration, inputs d: Int, outputs: Int,
    gradient method: GradientMethod = .backpropagation
  ) {
    let features = model.features(inputs: d)
    isFlow = model.family.isFlow
    let weights =
      isFlow
      ? 2 * features * model.hidden + model.hidden * model.hidden : 2 * features * model.hidden
    if let image = model.image {
      // 1 × 1 filters at each pixel, and 16 products for each tile of 2 × 2 pixels.
      let tiles = ((image.height + 1) / 2) * ((image.width + 1) / 2)
      evaluation = Double(
        2 * (2 * features * model.hidden + 16 * tiles * model.hidden * model.hidden))
    } else {
      evaluation = Double(2 * weights)
    }
    readout = model.hasReadout ? Double(2 * features * outputs) : 0
    self.method = method
  }

  /// Operations of a training iteration on a batch.
  func iteration(_ report: IterationReport, samples: Int) -> Double {
    let forward = Double(report.statistics.evaluations)
    let backward = Double(report.backwardEvaluations)
    let needed: Double
    switch method {
    case _ where !isFlow: needed = 3 * forward
    case .adjoint, .adjointSeminorm: needed = forward + 3 * backward
    case .backpropagation, .checkpointed:
      // dopri5's six stages a step, and the one that its first step begins with.
      needed = forward + backward + 2 * Double(6 * report.statistics.accepted + 1)
    }
    return Double(samples) * (needed * evaluation + 3 * readout)
  }
}

/// The core's own speed, the yardstick of a share of peak.
enum Peak {
  /// Floating-point operations a second of multiply-add chains in registers: the fastest of some
  /// rounds, for a peak is what a core can do, and whatever interrupts it can only make it look
  /// slower.
  static func operationsPerSecond<Scalar: LaneScalar>(_: Scalar.Type, rounds: Int = 9) -> Double {
    let count = 200_000
    var best = 0.0
    for _ in 0..<max(2, rounds) {
      var result: Scalar = 0
      let took = Stopwatch.seconds {
        result = Scalar.kernels.multiplyAddChains(count: count, factor: 0.999_9, term: 1e-3)
      }
      // Consumed, so that it has to be computed.
      if result.isFinite { best = max(best, Double(count * chainOperations(Scalar.self)) / took) }
    }
    return best
  }

  /// Operations of one round of `multiplyAddChains`: a multiplication and an addition in each lane
  /// of twelve registers.
  static func chainOperations<Scalar: LaneScalar>(_: Scalar.Type) -> Int {
    12 * 2 * Scalar.kernels.registerLanes
  }
}
