import Solvers

/// The update rule of the weights.
///
/// To add one, add a case, its weight decay and its update; an update that `Math` lacks also needs
/// a case of `ParameterUpdate` and a kernel.
public enum OptimizerKind: String, Sendable, CaseIterable {
  /// Adam, with weight decay in the loss.
  case adam
  /// Adam with decoupled weight decay.
  case adamW = "adamw"
  /// Gradient descent with momentum, with weight decay in the loss.
  case sgd

  /// Whether the update itself shrinks the weights, instead of a term of the loss.
  var decouplesDecay: Bool {
    switch self {
    case .adamW: true
    case .adam, .sgd: false
    }
  }
}

extension TrainingConfiguration {
  /// The weight decay to add to the gradient; nil for none.
  var decayInGradient: Double? {
    weightDecay == 0 || optimizer.decouplesDecay ? nil : weightDecay
  }

  /// The k-th update of the optimiser's moments, k ≥ 1.
  func update<Scalar: LaneScalar>(_ k: Int) -> ParameterUpdate<Scalar> {
    switch optimizer {
    case .adam, .adamW:
      .adam(
        AdamUpdate(
          learningRate: learningRate, k: k, firstDecay: firstDecay,
          weightDecay: optimizer.decouplesDecay ? weightDecay : 0))
    case .sgd:
      .momentum(rate: Scalar(learningRate), momentum: Scalar(firstDecay))
    }
  }
}
