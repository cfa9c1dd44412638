import Canvas

/// Why a demo stopped early; line and column count from 1.
package struct DemoFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The script's file; empty for none.
  package var path: String
  package var line: Int
  package var column: Int
  package var reason: String
  /// The failed expectation; nil for an impossible statement.
  package var condition: DemoCondition?
  /// The value instead, if known.
  package var found: Double?

  /// For the author of the script.
  package var description: String {
    (path.isEmpty ? "" : "\(path): ") + "line \(line), column \(column): \(reason)"
  }

  /// For the audience of the lesson.
  package var explanation: String {
    guard let condition else { return "This lesson cannot go on: \(reason)." }
    if condition.metric == .epoch || condition.metric == .iteration {
      return "Training stops before it has come as far as this lesson expects."
    }
    if condition.metric == .failed {
      return "On this machine the result differs: the model on the \(condition.side.rawValue) "
        + (condition.value == 1 ? "did not fail." : "failed.")
    }
    let now = found.map { "it is \(NumberText.short($0))" } ?? "it is not known"
    return "On this machine the result differs: the \(condition.metric.name) on the "
      + "\(condition.side.rawValue) should be \(condition.relation.name) "
      + "\(NumberText.setting(condition.value)), and \(now)."
  }
}

extension DemoCondition.Relation {
  /// For messages.
  var name: String {
    switch self {
    case .below: "below"
    case .atMost: "at most"
    case .above: "above"
    case .atLeast: "at least"
    case .equal: "exactly"
    }
  }
}
