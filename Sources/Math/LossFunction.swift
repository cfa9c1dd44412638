/// The function of output and target whose mean over samples is minimised.
///
/// To add one: a case here, its value for one output below, and value and slope in `pointwise`.
public enum LossFunction: String, Sendable, CaseIterable {
  /// ½d² where |d| < 1, else |d| − ½, d = output − target (Huber's, β = 1): the paper's toy loss.
  case smoothL1 = "smooth-l1"
  /// d²
  case squared
  /// log(1 + e^(−y z)) of a logit z and a target y = ±1.
  case logistic
  /// −Σ_c y_c log softmax(z)_c for logits z and one-hot targets y.
  case crossEntropy = "cross-entropy"

  /// Whether the mean is over outputs too, as in PyTorch, or over samples alone.
  public var averagesOutputs: Bool { self != .crossEntropy }
}

extension LossFunction {
  /// The cross entropy, in nats, of the logits of all classes when `label` is the true class.
  public static func crossEntropy(_ z: ArraySlice<Float>, label: Int) -> Double {
    let greatest = Double(z.max() ?? 0)
    let sum = z.reduce(0.0) { $0 + Elementary.exp(Double($1) - greatest) }
    return greatest + Elementary.log(sum) - Double(z[z.startIndex + label])
  }

  /// The loss of one output z with target y; cross entropy of a single logit is the logistic loss.
  public func value(_ z: Float, _ y: Float) -> Float {
    let d = abs(z - y)
    switch self {
    case .smoothL1: return d < 1 ? d * d / 2 : d - 0.5
    case .squared: return d * d
    case .logistic, .crossEntropy:
      let x = -y * z
      return x > 20 ? x : Float(Elementary.log1p(Elementary.exp(Double(x))))
    }
  }
}
