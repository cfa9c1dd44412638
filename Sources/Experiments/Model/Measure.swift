import NeuralODE

/// A number measured in a finished trial. Missing numbers (the run failed or never reached a loss)
/// count as infinite in rules.
package enum Measure: String, Sendable, CaseIterable, Codable {
  /// Final mean loss over the training points.
  case loss
  /// Final share of wrong training points.
  case error
  /// NFE of a training solve, mean over the last epoch (blocks of a ResNet).
  case nfe
  /// Mean NFE of the last epoch over that of the first.
  case nfeGrowth
  /// The greatest NFE of any training solve, forward or backward, failed ones included.
  case largestNFE
  /// Evaluations of all forward training solves.
  case evaluations
  /// Total length of training points' paths over the total distance between their ends.
  case detour
  /// Mean loss over held-out points.
  case heldOutLoss
  /// Share of wrong held-out points.
  case heldOutError
  /// Worst error of the run's solve (`SolveAccuracy`).
  case solveError
  /// Median error of the run's solve.
  case medianSolveError
  /// NFE of a solve at 1e-6.
  case probeNFE
  /// Epochs until an epoch's mean loss reaches the target.
  case epochsToLoss
  /// Forward evaluations until then.
  case evaluationsToLoss
  /// Mean NFE of that epoch.
  case nfeAtLoss
  /// 1 if a training solve took more than 1000 evaluations, otherwise 0.
  case exceeded
  /// 1 if the run ended because the step size fell below the resolution of Double.
  case underflow
  /// 1 if the run ended in infinity or NaN, or its last epoch's loss is above the first's.
  case diverged
  /// 1 if it exceeded, underflowed or diverged.
  case unstable
  /// RMS distance of the run's features from those by dopri5 at 1e-6, over the latter's RMS size.
  case gap
  /// NFE of a backward pass, mean over the last epoch; 0 for backpropagation from a tape.
  case backwardNFE
  /// Evaluations of all training solves, forward and backward.
  case bothEvaluations
  /// Iterations until the mean loss of the last 20 reaches the target.
  case iterationsToLoss
  /// Mean squared error against the law of motion from the last observation to twice its time.
  case extrapolation

  package var title: String {
    switch self {
    case .loss: "loss"
    case .error: "training error"
    case .nfe: "NFE"
    case .nfeGrowth: "NFE, last epoch over first"
    case .largestNFE: "greatest NFE"
    case .evaluations: "evaluations"
    case .detour: "path over distance"
    case .heldOutLoss: "loss held out"
    case .heldOutError: "error held out"
    case .solveError: "worst solve error"
    case .medianSolveError: "median solve error"
    case .probeNFE: "NFE at 1e-6"
    case .epochsToLoss: "epochs to the loss"
    case .evaluationsToLoss: "evaluations to the loss"
    case .nfeAtLoss: "NFE at the loss"
    case .exceeded: "runs over 1000 evaluations"
    case .underflow: "runs that underflow"
    case .diverged: "runs that diverge"
    case .unstable: "unstable runs"
    case .gap: "distance from the flow"
    case .backwardNFE: "NFE backward"
    case .bothEvaluations: "evaluations forward and backward"
    case .iterationsToLoss: "iterations to the loss"
    case .extrapolation: "loss beyond the last observation"
    }
  }

  /// Whether finished runs of this configuration have this measure.
  package func isKnown(of run: RunConfiguration) -> Bool {
    switch self {
    case .error, .heldOutError: !run.problem.isOfSeries
    case .extrapolation: run.data.dynamics != nil
    default: true
    }
  }

  /// Whether it is yes or no, to be counted.
  package var isCount: Bool {
    switch self {
    case .exceeded, .underflow, .diverged, .unstable: true
    default: false
    }
  }
}

/// A number per epoch of a trial.
package enum CurveKind: String, Sendable, CaseIterable, Codable {
  /// Mean training loss of the epoch.
  case loss
  /// Mean NFE of the epoch's training solves.
  case nfe
  /// Mean loss over held-out points, after the epoch.
  case heldOutLoss
  /// Worst error of the run's solve, after the epoch.
  case solveError
  /// NFE at 1e-6, after the epoch.
  case probeNFE
  /// Mean NFE of the epoch's backward passes.
  case backwardNFE
  /// Share of wrong held-out points, after the epoch.
  case heldOutError
}
