import LiveSession

/// A number that demos can wait for and expect.
public enum DemoMetric: String, Sendable, CaseIterable {
  /// Mean training loss of some last iterations.
  case loss
  /// Loss over the points held out.
  case testLoss = "test-loss"
  /// Share of the training points on the right side, 0…1.
  case accuracy
  /// Share of the points held out on the right side, 0…1.
  case testAccuracy = "test-accuracy"
  /// Function evaluations of the last training solve.
  case nfe
  /// Their growth since the first.
  case growth
  /// Function evaluations of a probe solve at 1e-6.
  case probeNFE = "probe-nfe"
  /// Worst relative error of solving back.
  case inverse
  /// Rejected steps of the microscope's solve.
  case rejected
  /// 1 when the run has failed, otherwise 0.
  case failed
  /// Trainable numbers.
  case parameters
  /// Output at the place pointed at.
  case output
  /// Epochs of the slower side.
  case epoch
  /// Iterations of the slower side.
  case iteration

  /// Is it a number of one model?
  public var isOfSide: Bool { self != .epoch && self != .iteration }
}

/// A comparison of a metric with a constant.
public struct DemoCondition: Sendable, Equatable, CustomStringConvertible {
  /// How they are compared.
  public enum Relation: String, Sendable, CaseIterable {
    /// Less.
    case below = "<"
    /// Not more.
    case atMost = "<="
    /// More.
    case above = ">"
    /// Not less.
    case atLeast = ">="
    /// The same.
    case equal = "=="
  }

  /// What is compared.
  public var metric: DemoMetric
  /// Whose.
  public var side: Side
  /// How.
  public var relation: Relation
  /// With what.
  public var value: Double

  /// As it is written.
  public var description: String {
    let name = metric.isOfSide ? "\(metric.rawValue)(\(side.rawValue))" : metric.rawValue
    return "\(name) \(relation.rawValue) \(NumberText.setting(value))"
  }

  /// The metric as snapshots tell it; nil when they do not (yet).
  public func measured(_ left: Snapshot?, _ right: Snapshot?) -> Double? {
    if !metric.isOfSide {
      guard let left, let right else { return nil }
      // A side that has failed keeps nobody waiting.
      let alive = [left, right].filter { $0.status == .healthy }
      let slower = (alive.isEmpty ? [left, right] : alive).min { $0.iteration < $1.iteration }
      return slower.map { Double(metric == .epoch ? $0.epoch : Float($0.iteration)) }
    }
    guard let snapshot = side == .left ? left : right else { return nil }
    switch metric {
    case .loss: return snapshot.recentLoss.map(Double.init)
    case .testLoss: return snapshot.testLoss.map(Double.init)
    case .accuracy: return Double(snapshot.accuracy)
    case .testAccuracy: return snapshot.testAccuracy.map(Double.init)
    case .nfe: return Double(snapshot.nfe)
    case .growth: return Double(snapshot.nfe - snapshot.initialNFE)
    case .probeNFE: return snapshot.integration?.probeNFE.map(Double.init)
    case .inverse: return snapshot.integration.map { Double($0.worstInverseError) }
    case .rejected: return snapshot.microscopy.map { Double($0.statistics.rejected) }
    case .failed: return snapshot.status == .healthy || snapshot.status == .noData ? 0 : 1
    case .parameters: return Double(snapshot.parameterCount)
    case .output: return snapshot.probe.map { Double($0.output) }
    case .epoch, .iteration: return nil
    }
  }

  /// Does it hold?
  public func holds(_ left: Snapshot?, _ right: Snapshot?) -> Bool {
    guard let found = measured(left, right) else { return false }
    switch relation {
    case .below: return found < value
    case .atMost: return found <= value
    case .above: return found > value
    case .atLeast: return found >= value
    case .equal: return found == value
    }
  }
}
