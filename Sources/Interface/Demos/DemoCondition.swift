import CellGraphics
import LiveSession

/// A comparison of a metric with a constant.
package struct DemoCondition: Sendable, Equatable, CustomStringConvertible {
  /// How they are compared.
  package enum Relation: String, Sendable, CaseIterable {
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
  package var metric: DemoMetric
  /// Whose.
  package var side: Side
  /// How.
  package var relation: Relation
  /// With what.
  package var value: Double

  /// As it is written.
  package var description: String {
    let name = metric.isOfSide ? "\(metric.rawValue)(\(side.rawValue))" : metric.rawValue
    return "\(name) \(relation.rawValue) \(NumberText.setting(value))"
  }

  /// The metric as snapshots report it; nil when they do not (yet).
  package func measured(_ left: Snapshot?, _ right: Snapshot?) -> Double? {
    if !metric.isOfSide {
      guard let left, let right else { return nil }
      // A side that has failed is not waited for.
      let alive = [left, right].filter { $0.status == .healthy }
      let slower = (alive.isEmpty ? [left, right] : alive).min { $0.iteration < $1.iteration }
      return slower.map { Double(metric == .epoch ? $0.epoch : Float($0.iteration)) }
    }
    return (side == .left ? left : right).flatMap { metric.measured($0) }
  }

  /// Does it hold?
  package func holds(_ left: Snapshot?, _ right: Snapshot?) -> Bool {
    measured(left, right).map(holds) ?? false
  }

  /// Does it hold of a number?
  func holds(_ found: Double) -> Bool {
    switch relation {
    case .below: return found < value
    case .atMost: return found <= value
    case .above: return found > value
    case .atLeast: return found >= value
    case .equal: return found == value
    }
  }
}
