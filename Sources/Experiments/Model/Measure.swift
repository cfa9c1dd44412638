import NeuralODE

/// A number that a finished trial (one variant, one seed) has. Of every measure less is better, or
/// it is a plain size; what a run did not reach (it failed, or never reached a loss) is missing,
/// and counts as infinite in rules.
package enum Measure: String, Sendable, CaseIterable, Codable {
  /// Mean loss over the training set in the end.
  case loss
  /// Share of the training set on the wrong side of zero, or in a wrong class, in the end.
  case error
  /// NFE of a training solve, mean over the last epoch (blocks of a ResNet).
  case nfe
  /// NFE of a training solve, mean over the last epoch, over that of the first epoch.
  case nfeGrowth
  /// The greatest NFE of any training solve, forward or backward; of one that failed, as far as it
  /// came.
  case largestNFE
  /// Evaluations of all forward training solves together.
  case evaluations
  /// Length of the paths of training points over the distance between their ends, all points
  /// together.
  case detour
  /// Mean loss over the points held out.
  case heldOutLoss
  /// Share of what is held out that is on the wrong side of zero, or in a wrong class.
  case heldOutError
  /// Greatest forward error of the training's solve over the points, as a share of the spread of
  /// their accurate features (`SolveAccuracy`).
  case solveError
  /// Median of that error over the points.
  case medianSolveError
  /// NFE of a solve at 1e-6, whatever the training tolerance.
  case probeNFE
  /// Epochs until an epoch's mean loss is at the target.
  case epochsToLoss
  /// Forward evaluations until then.
  case evaluationsToLoss
  /// Mean NFE of the epoch in which that happens.
  case nfeAtLoss
  /// 1 if a training solve took more than 1000 evaluations, otherwise 0.
  case exceeded
  /// 1 if the run ended because the step size fell below what a Double can resolve.
  case underflow
  /// 1 if the run ended in an infinite or undefined number, or its last epoch's loss is above the
  /// first's.
  case diverged
  /// 1 if any of the three.
  case unstable
  /// RMS distance of the features at the training solver from those at dopri5 with tolerance 1e-6,
  /// over the latter's RMS size.
  case gap
  /// NFE of the backward pass, mean over the last epoch: of an adjoint's solve; 0 of
  /// backpropagation from a tape.
  case backwardNFE
  /// Evaluations of all training solves together, forward and backward.
  case bothEvaluations
  /// Iterations until the mean loss of the last twenty of them is at the target.
  case iterationsToLoss
  /// Mean squared error against the law of motion from the last observation to twice its time.
  case extrapolation

  /// What it is, in a few words.
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

  /// Has such a run this measure at all, once it is finished? Of series nothing is right or wrong.
  package func isKnown(of run: RunConfiguration) -> Bool {
    switch self {
    case .error, .heldOutError: !run.problem.isOfSeries
    case .extrapolation: run.data.dynamics != nil
    default: true
    }
  }

  /// Is it a yes or a no, so that a count says more than a median?
  package var isCount: Bool {
    switch self {
    case .exceeded, .underflow, .diverged, .unstable: true
    default: false
    }
  }
}

/// A number of a trial by epoch.
package enum CurveKind: String, Sendable, CaseIterable, Codable {
  /// Mean training loss of the epoch.
  case loss
  /// Mean NFE of the epoch's training solves.
  case nfe
  /// Mean loss over the points held out, after the epoch.
  case heldOutLoss
  /// Greatest forward error of the training's solve, after the epoch.
  case solveError
  /// NFE at 1e-6, after the epoch.
  case probeNFE
  /// Mean NFE of the epoch's backward passes, where they solve.
  case backwardNFE
  /// Share of what is held out that is classified wrongly, after the epoch.
  case heldOutError

  /// What it is, in a few words.
  package var title: String {
    switch self {
    case .loss: "training loss"
    case .nfe: "NFE"
    case .heldOutLoss: "loss held out"
    case .solveError: "worst solve error"
    case .probeNFE: "NFE at 1e-6"
    case .backwardNFE: "NFE backward"
    case .heldOutError: "error held out"
    }
  }
}
