import Solvers
import NeuralODE

/// Floating-point operations of training, counted from the shapes of its affine maps alone.
///
/// Counted, for every weight and sample: a multiplication and an addition for an evaluation (W x),
/// and twice that for a pullback (Wᵀ z and the outer product of the weights' gradient); for every
/// evaluation of the forward solve with rejected steps and the choice of the first step, every
/// pullback of an accepted stage (with the adjoint, an evaluation and a pullback at each of its
/// own), and the readout once. Not counted: biases, the time input (constant in a batch),
/// activations, the solver's combinations and norms, sums over lanes, padding lanes, the loss,
/// Adam, and Winograd's transforms; a 3 × 3 convolution counts the 16 products for 4 pixels that
/// are computed, not the 36 of the direct sum. So a share of peak is an underestimate.
struct Arithmetic {
  /// For one sample, of the vector field or of a residual block.
  let evaluation: Double
  /// For one sample.
  let readout: Double
  private let method: GradientMethod
  private let isFlow: Bool

  /// - Parameter d: the inputs' dimension.
  init(
    _ model: ModelConfiguration, inputs d: Int, outputs: Int,
    gradient method: GradientMethod = .backpropagation
  ) {
    let features = model.features(inputs: d)
    isFlow = model.family.isFlow
    let field = model.fieldExtents(inputs: d)
    // t costs nothing per sample.
    let columns = field.inputs - (model.isTimeDependent ? 1 : 0)
    let weights =
      isFlow
      ? (columns + field.outputs + model.hidden) * model.hidden : 2 * features * model.hidden
    if let image = model.image {
      // 1 × 1 filters at each pixel, and 16 products for each tile of 2 × 2 pixels.
      let tiles = ((image.height + 1) / 2) * ((image.width + 1) / 2)
      evaluation = Double(
        2 * (2 * features * model.hidden + 16 * tiles * model.hidden * model.hidden))
    } else {
      evaluation = Double(2 * weights)
    }
    readout = model.hasReadout ? Double(2 * model.readFeatures(inputs: d) * outputs) : 0
    self.method = method
  }

  func iteration(_ report: IterationReport, samples: Int) -> Double {
    let forward = Double(report.statistics.evaluations)
    let backward = Double(report.backwardEvaluations)
    let needed: Double
    switch method {
    case _ where !isFlow: needed = 3 * forward
    case .adjoint, .adjointSeminorm: needed = forward + 3 * backward
    case .backpropagation, .checkpointed:
      // dopri5's six stages a step, and the first step's additional one.
      needed = forward + backward + 2 * Double(6 * report.statistics.accepted + 1)
    }
    return Double(samples) * (needed * evaluation + 3 * readout)
  }
}

/// The core's own speed, the basis of a share of peak.
enum Peak {
  /// Floating-point operations a second of multiply-add chains in registers; the fastest round,
  /// since interruptions only slow a round down.
  static func operationsPerSecond<Scalar: LaneScalar>(_: Scalar.Type, rounds: Int = 9) -> Double {
    let count = 200_000
    var best = 0.0
    for _ in 0..<max(2, rounds) {
      var result: Scalar = 0
      let took = Stopwatch.seconds {
        result = Scalar.kernels.multiplyAddChains(count: count, factor: 0.999_9, term: 1e-3)
      }
      // Used, so that it is not optimised away.
      if result.isFinite { best = max(best, Double(count * chainOperations(Scalar.self)) / took) }
    }
    return best
  }

  /// Of one round of `multiplyAddChains`: two in each lane of twelve registers.
  static func chainOperations<Scalar: LaneScalar>(_: Scalar.Type) -> Int {
    12 * 2 * Scalar.kernels.registerLanes
  }
}
