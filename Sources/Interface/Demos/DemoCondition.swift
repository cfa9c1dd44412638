import Canvas
import LiveSession
import Platform

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
  package func measured(_ runs: DuelSnapshot) -> Double? {
    guard !metric.isOfSide else { return runs[side].flatMap { metric.measured($0) } }
    guard let left = runs.left, let right = runs.right else { return nil }
    return metric.measured(Self.isLeftSlower(left.numbers, right.numbers) ? left : right)
  }

  /// Is the left side the slower one? A side that has failed is not waited for.
  private static func isLeftSlower(_ left: RunNumbers, _ right: RunNumbers) -> Bool {
    switch (left.status == .healthy, right.status == .healthy) {
    case (true, false): true
    case (false, true): false
    default: left.iteration <= right.iteration
    }
  }

  /// Does it hold?
  package func holds(_ runs: DuelSnapshot) -> Bool { measured(runs).map(holds) ?? false }

  /// Trains until it holds, and no further.
  ///
  /// - Parameters:
  ///   - line: of the script, which tells one from another.
  ///   - limit: iterations after which it is given up; an epoch always comes.
  func stop(line: Int, limit: Int) -> Inspection {
    let (condition, start) = (self, Guarded<Int?>(nil))
    return Inspection("line \(line): \(condition)") { left, right in
      guard condition.metric.isOfSide else {
        // No copy of a session: this is done in every iteration.
        let (iteration, perEpoch) =
          Self.isLeftSlower(left.numbers, right.numbers)
          ? (left.iteration, left.iterationsPerEpoch)
          : (right.iteration, right.iterationsPerEpoch)
        let divisor = condition.metric == .epoch ? max(1, perEpoch) : 1
        return condition.holds(Double(Float(iteration) / Float(divisor)))
      }
      let iteration = max(left.iteration, right.iteration)
      let first = start.withLock { start in
        start = start ?? iteration
        return start ?? iteration
      }
      if iteration >= first + limit { return true }
      if !condition.metric.parts.isEmpty, iteration % Inspection.interval != 0 { return false }
      let parts = condition.metric.parts
      return condition.holds(
        DuelSnapshot(
          left: left.snapshot(sequence: 0, parts: parts),
          right: right.snapshot(sequence: 0, parts: parts)))
    }
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
