import Solvers

/// What is minimised.
public typealias LossFunction = Math.LossFunction

/// How the gradient of a flow is found.
public enum GradientMethod: String, Sendable, CaseIterable {
  /// Through the solver's accepted steps, from a tape of every evaluation.
  case backpropagation
  /// The same gradient with only step boundaries kept, and stages computed again.
  case checkpointed
  /// The continuous adjoint, solved backwards with an NFE of its own.
  case adjoint
  /// The adjoint with the parameters' part left out of the step-size norm.
  case adjointSeminorm = "adjoint-seminorm"
}

/// How a model is trained. The defaults are the published toy setting.
public struct TrainingConfiguration: Sendable, Equatable {
  /// The optimiser.
  public var optimizer = OptimizerKind.adam
  /// The optimiser's learning rate.
  public var learningRate = 1e-3
  /// By what the mean of past gradients decays in an update: Adam's β₁, or the momentum of SGD.
  public var firstDecay = 0.9
  /// Weight decay.
  public var weightDecay = 0.0
  /// What is minimised.
  public var loss = LossFunction.smoothL1
  /// Samples in a batch.
  public var batchSize = 64
  /// The solver's method.
  public var solver = Tableau.dormandPrince
  /// Steps of a method whose steps are fixed.
  public var fixedSteps = 10
  /// How an adaptive method's step sizes follow from errors.
  public var controller = StepController.integral
  /// Relative and absolute tolerance of the solver.
  public var tolerance = 1e-3
  /// What happens at the right end of a solve.
  public var rightEnd = RightEnd.interpolate
  /// Steps after which a solve is given up.
  public var maximumSteps = 1000
  /// How gradients are found.
  public var gradient = GradientMethod.backpropagation
  /// Weight λ of the flow's mean kinetic energy ∫‖f‖² dt in what is minimised (Finlay, Jacobsen,
  /// Nurbekyan, Oberman 2020, DOI 10.48550/arXiv.2002.02798); 0, the published setting, leaves it
  /// out. Means nothing to a ResNet.
  public var kineticPenalty = 0.0

  /// The published toy setting.
  public init() {}
}

extension TrainingConfiguration {
  /// May a run go on under this configuration after it began under `other`? (Memory is laid out for
  /// a batch's size, and for a kinetic energy where it has a part in the objective.)
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
      // As many steps as were asked for are never too many.
      maximumSteps = max(maximumSteps, training.fixedSteps + 1)
    }
  }
}
