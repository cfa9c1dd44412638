import Canvas
import LiveSession
import Platform

/// A comparison of a metric with a constant.
package struct DemoCondition: Sendable, Equatable, CustomStringConvertible {
  package enum Relation: String, Sendable, CaseIterable {
    case below = "<"
    case atMost = "<="
    case above = ">"
    case atLeast = ">="
    case equal = "=="
  }

  package var metric: DemoMetric
  package var side: Side
  package var relation: Relation
  package var value: Double

  /// As in a script.
  package var description: String {
    "\(subject) \(relation.rawValue) \(NumberText.setting(value))"
  }

  /// The number compared, as in a script: `loss(left)`.
  package var subject: String {
    metric.isOfSide ? "\(metric.rawValue)(\(side.rawValue))" : metric.rawValue
  }

  /// nil if the snapshots do not report the metric (yet).
  package func measured(_ runs: DuelSnapshot) -> Double? {
    guard !metric.isOfSide else { return runs[side].flatMap { metric.measured($0) } }
    guard let left = runs.left, let right = runs.right else { return nil }
    return metric.measured(Self.isLeftSlower(left.numbers, right.numbers) ? left : right)
  }

  /// Whether the left side is slower; a failed side never is.
  private static func isLeftSlower(_ left: RunNumbers, _ right: RunNumbers) -> Bool {
    switch (left.status == .healthy, right.status == .healthy) {
    case (true, false): true
    case (false, true): false
    default: left.iteration <= right.iteration
    }
  }

  package func holds(_ runs: DuelSnapshot) -> Bool { measured(runs).map(holds) ?? false }

  /// An inspection that stops training when the condition holds.
  ///
  /// - Parameters:
  ///   - line: of the script, for its name.
  ///   - limit: iterations after which to give up, except for epochs and iterations.
  func stop(line: Int, limit: Int) -> Inspection {
    let (condition, start) = (self, Guarded<Int?>(nil))
    return Inspection("line \(line): \(condition)") { left, right in
      guard condition.metric.isOfSide else {
        // Without a snapshot, since this runs in every iteration.
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
