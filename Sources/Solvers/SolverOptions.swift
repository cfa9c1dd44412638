/// The settings of a solve, apart from the system and the interval.
public struct SolverOptions: Sendable, Equatable {
  /// The method.
  public var tableau = Tableau.dormandPrince
  /// Tolerance relative to the state.
  public var relativeTolerance = 1e-3
  /// Absolute tolerance.
  public var absoluteTolerance = 1e-3
  /// The treatment of the right end.
  public var rightEnd = RightEnd.interpolate
  /// Computes step sizes from errors.
  public var controller = StepController.integral
  /// Steps, accepted and rejected, after which a solve fails.
  public var maximumSteps = 1000
  /// Step size of a fixed-step method; first step of an adaptive one (nil: automatic).
  public var stepSize: Double?

  /// The paper's setting: dopri5 at tolerance 1e-3.
  public init() {}

  /// The paper's method with one tolerance, relative and absolute.
  public init(tolerance: Double, rightEnd: RightEnd = .interpolate, maximumSteps: Int = 1000) {
    relativeTolerance = tolerance
    absoluteTolerance = tolerance
    self.rightEnd = rightEnd
    self.maximumSteps = maximumSteps
  }
}

/// What a solve keeps for `Backpropagation`.
public enum SolveRecording: Sendable, Equatable {
  /// Nothing.
  case none
  /// Every evaluation of an accepted step: memory grows with NFE.
  case tape
  /// The state at the left end of each accepted step; stages are computed again.
  case checkpoints
}

/// The cost of a solve.
public struct SolveStatistics: Sendable, Equatable {
  /// Evaluations of the vector field (NFE), including rejected steps and the first step's choice.
  public var evaluations = 0
  /// Steps accepted.
  public var accepted = 0
  /// Steps rejected and tried again with a smaller size.
  public var rejected = 0

  /// Zeros.
  public init() {}
}

/// One entry of the step log, which the microscope shows: an attempted step.
public struct StepEvent: Sendable, Equatable {
  /// Left end of the step.
  public var t: Double
  /// Its size; negative when time runs backwards.
  public var dt: Double
  /// Norm of the estimated error divided by the tolerance; 0 for a fixed-step method.
  public var errorRatio: Double
  /// Whether the step was accepted (a ratio of at most 1), or tried again with a smaller size.
  public var isAccepted: Bool
}

/// How an adaptive solver handles a step that would pass the right end. NFE depends on it.
public enum RightEnd: String, Sendable, CaseIterable {
  /// Shorten the last step to end there (SciPy, diffrax).
  case clip
  /// Step past the end and evaluate the step's interpolant there (torchdiffeq, and so the paper).
  case interpolate
}
