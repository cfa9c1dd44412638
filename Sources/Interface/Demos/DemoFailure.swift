import Canvas

/// Why a demo could not go on, and where.
package struct DemoFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The script's file; empty when it was none.
  package var path: String
  /// The statement's line, from 1.
  package var line: Int
  /// Where what the statement says begins, from 1.
  package var column: Int
  /// In words, with what was expected.
  package var reason: String
  /// What did not hold; nil where a statement could not be done at all.
  package var condition: DemoCondition?
  /// What was found instead; nil when it is not known.
  package var found: Double?

  /// One line for the author of the script.
  package var description: String {
    (path.isEmpty ? "" : "\(path): ") + "line \(line), column \(column): \(reason)"
  }

  /// One line for those who follow the lesson.
  package var explanation: String {
    guard let condition else { return "This lesson cannot go on: \(reason)." }
    if condition.metric == .epoch || condition.metric == .iteration {
      return "Training stands before it has come as far as this lesson expects."
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
  /// What a person calls it.
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
