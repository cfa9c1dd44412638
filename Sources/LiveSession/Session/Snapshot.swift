import NeuralODE

/// What one training run shows of itself at one moment: an immutable value, made by the training queue and drawn
/// by the interface. Everything is ready to draw (Float, projected to at most three dimensions), so that drawing
/// costs nothing that grows with the model.
public struct Snapshot: Sendable {
  /// What is being trained.
  public var configuration = RunConfiguration()
  /// Grows by one with every snapshot of a session; never repeats, restarts included.
  public var sequence = 0
  /// Parameter updates done.
  public var iteration = 0
  /// Updates that make one pass over the data.
  public var iterationsPerEpoch = 1
  /// Is the run alive, and if not, why.
  public var status = RunStatus.healthy
  /// Number of trainable parameters.
  public var parameterCount = 0

  /// Training loss of the last iteration; nil before the first.
  public var loss: Float?
  /// Share of the training set on the right side of zero (0…1).
  public var accuracy: Float = 0
  /// Forward function evaluations of the last training solve (for a ResNet: its number of blocks).
  public var nfe = 0
  /// Forward function evaluations of the first training solve, to show growth against.
  public var initialNFE = 0
  /// Accepted and rejected steps of the last training solve.
  public var acceptedSteps = 0
  /// See `acceptedSteps`.
  public var rejectedSteps = 0

  /// Loss by iteration.
  public var lossHistory = History()
  /// NFE by iteration.
  public var nfeHistory = History()

  /// Pictures of the space the flow lives in: the first is the default one, further ones are other projections of it
  /// (for p ≥ 2: principal components first, then two data axes and one augmented axis). Never empty.
  public var spaces = [SpacePicture()]
  /// The model's output over the input space.
  public var inputMap = InputMap()
  /// How well the flow is integrated at all; nil until measured, and for a ResNet.
  public var integration: IntegrationCheck?

  /// A snapshot of nothing yet.
  public init() {}

  /// Epochs done, with fraction.
  public var epoch: Float { Float(iteration) / Float(max(1, iterationsPerEpoch)) }
}

/// Is a run alive, and if not, why: shown in its panel, never fatal to anything else.
public enum RunStatus: Sendable, Equatable {
  /// Training, or able to.
  case healthy
  /// The training solve needed more steps than allowed (the authors' bound: 1000).
  case stepsExceeded(limit: Int)
  /// The step size fell so low that t + dt == t.
  case stepUnderflow(time: Double, stepSize: Double)
  /// The state, the loss or a gradient became infinite or not a number.
  case nonFinite
}
