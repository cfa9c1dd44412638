/// What a solve is to do, apart from the system and the interval.
public struct SolverOptions: Sendable, Equatable {
  /// The method.
  public var tableau = Tableau.dormandPrince
  /// Tolerance relative to the state.
  public var relativeTolerance = 1e-3
  /// Absolute tolerance.
  public var absoluteTolerance = 1e-3
  /// What happens at the right end.
  public var rightEnd = RightEnd.interpolate
  /// How step sizes follow from errors.
  public var controller = StepController.integral
  /// Steps, accepted and rejected, after which a solve is given up.
  public var maximumSteps = 1000
  /// Step size of a method of fixed steps; the first step of an adaptive one (nil: chosen from the
  /// problem).
  public var stepSize: Double?

  /// The paper's setting: dopri5 at tolerance 1e-3.
  public init() {}

  /// The paper's method at another tolerance (relative and absolute alike).
  public init(tolerance: Double, rightEnd: RightEnd = .interpolate, maximumSteps: Int = 1000) {
    relativeTolerance = tolerance
    absoluteTolerance = tolerance
    self.rightEnd = rightEnd
    self.maximumSteps = maximumSteps
  }
}

/// What a solve keeps for its differentiation.
public enum SolveRecording: Sendable, Equatable {
  /// Nothing: it will not be differentiated.
  case none
  /// Every evaluation of an accepted step: memory proportional to NFE.
  case tape
  /// The state at the left end of each accepted step; stages are computed again when they are
  /// wanted.
  case checkpoints
}

/// What a solve cost.
public struct SolveStatistics: Sendable, Equatable {
  /// Evaluations of the vector field (NFE), those of the first step's choice and of rejected steps
  /// included.
  public var evaluations = 0
  /// Steps accepted.
  public var accepted = 0
  /// Steps rejected and tried again with a smaller size.
  public var rejected = 0

  /// Nothing yet.
  public init() {}
}

/// One attempted step of a solve: what a solver microscope shows.
public struct StepEvent: Sendable, Equatable {
  /// Left end of the step.
  public var t: Double
  /// Its size; negative when time runs backwards.
  public var dt: Double
  /// Norm of the estimated error over what the tolerance allows; 0 for a method of fixed steps.
  public var errorRatio: Double
  /// Was the step taken (a ratio of at most 1), or tried again smaller?
  public var isAccepted: Bool
}

/// What an adaptive solver does when a step would pass the right end of the interval. NFE depends
/// on it.
public enum RightEnd: String, Sendable, CaseIterable {
  /// Shorten the last step to end there (SciPy, diffrax).
  case clip
  /// Step past it and evaluate the step's interpolant there (torchdiffeq, and so the paper).
  case interpolate
}
