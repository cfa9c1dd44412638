import Solvers

/// How weights follow the gradient.
///
/// A new one is a case here, what it does with a weight decay, and its update; one that is none of
/// the updates of `Math` is a case of `ParameterUpdate` too, with its kernel.
public enum OptimizerKind: String, Sendable, CaseIterable {
  /// Adam; a weight decay is a term of its loss.
  case adam
  /// Adam with decoupled weight decay.
  case adamW = "adamw"
  /// Gradient descent with momentum; a weight decay is a term of its loss.
  case sgd

  /// Does the update itself shrink the weights, so that the decay is no term of the loss?
  var decouplesDecay: Bool {
    switch self {
    case .adamW: true
    case .adam, .sgd: false
    }
  }
}

extension TrainingConfiguration {
  /// The weight decay that is a term of the loss, so that its part is added to the gradient; nil
  /// for none.
  var decayInGradient: Double? {
    weightDecay == 0 || optimizer.decouplesDecay ? nil : weightDecay
  }

  /// The k-th update that the optimiser's moments see, k ≥ 1.
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
