import Solvers

/// The function to minimise.
public typealias LossFunction = Math.LossFunction

/// The method for the gradient of a flow.
public enum GradientMethod: String, Sendable, CaseIterable {
  /// Through the solver's accepted steps, with a tape of every evaluation.
  case backpropagation
  /// The same gradient, with only step boundaries kept and stages recomputed.
  case checkpointed
  /// The continuous adjoint, solved backward with its own NFE.
  case adjoint
  /// The adjoint without the parameters in its error norm.
  case adjointSeminorm = "adjoint-seminorm"
}

/// Solver, loss and optimiser settings; the defaults are the published toy setting.
public struct TrainingConfiguration: Sendable, Equatable {
  /// The optimiser.
  public var optimizer = OptimizerKind.adam
  /// The optimiser's learning rate.
  public var learningRate = 1e-3
  /// Decay of the gradient's mean per update: Adam's β₁, or SGD's momentum.
  public var firstDecay = 0.9
  /// Weight decay.
  public var weightDecay = 0.0
  /// The function to minimise.
  public var loss = LossFunction.smoothL1
  /// Points, images or series per batch.
  public var batchSize = 64
  /// The solver's method.
  public var solver = Tableau.dormandPrince
  /// Steps of a fixed-step method.
  public var fixedSteps = 10
  /// The step-size control of adaptive methods.
  public var controller = StepController.integral
  /// Relative and absolute tolerance of the solver.
  public var tolerance = 1e-3
  /// The policy at the right end of a solve.
  public var rightEnd = RightEnd.interpolate
  /// The most steps of a solve.
  public var maximumSteps = 1000
  /// The gradient method.
  public var gradient = GradientMethod.backpropagation
  /// Weight λ of the flow's mean kinetic energy ∫‖f‖² dt in the objective (Finlay, Jacobsen,
  /// Nurbekyan, Oberman 2020, DOI 10.48550/arXiv.2002.02798). No effect on a ResNet.
  public var kineticPenalty = 0.0

  /// The published toy setting.
  public init() {}
}

extension TrainingConfiguration {
  /// Whether these settings can replace `other` during a run: memory depends on the batch size and
  /// on whether there is a kinetic penalty.
  public func canReplace(_ other: TrainingConfiguration) -> Bool {
    batchSize == other.batchSize && (kineticPenalty > 0) == (other.kineticPenalty > 0)
  }
}

extension SolverOptions {
  /// The solver of a training configuration, for solves from 0 to `end`.
  public init(_ training: TrainingConfiguration, end: Double = 1) {
    self.init(
      tolerance: training.tolerance, rightEnd: training.rightEnd,
      maximumSteps: training.maximumSteps)
    tableau = training.solver
    controller = training.controller
    if !training.solver.isAdaptive {
      stepSize = end / Double(max(1, training.fixedSteps))
      // The fixed number of steps is always allowed.
      maximumSteps = max(maximumSteps, training.fixedSteps + 1)
    }
  }
}
