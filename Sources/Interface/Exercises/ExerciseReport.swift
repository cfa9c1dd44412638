import LiveSession
import NeuralODE

/// The state of an exercise's runs at one iteration.
package struct ExerciseReport: Sendable, Equatable {
  /// Iterations between judgements.
  package static let interval = Inspection.interval
  /// The iteration at which an attempt ends.
  package static let most = 100_000

  package enum Outcome: Sendable, Equatable {
    case open
    case reached
    /// No longer reachable, for this reason.
    case lost(String)
  }

  package struct Figure: Sendable, Equatable {
    /// As conditions write it: `loss(left)`.
    package var name: String
    /// Nil if unknown.
    package var value: Double?
  }

  package var iteration = 0
  package var epoch = 0.0
  package var outcome = Outcome.open
  /// The figures of goals and limits, in their order, each once.
  package var figures: [Figure] = []
  /// Digests of each iteration's loss and evaluations, and of the weights.
  package var digests: [Side: String] = [:]
  package var runs: [Side: RunConfiguration] = [:]

  package init() {}

  /// Judges the sessions of the sides that the exercise names; nil if they cannot be judged now.
  init?(
    _ task: ExerciseTask, _ left: inout TrainingSession, _ right: inout TrainingSession
  ) {
    let (isLeft, isRight) = (task.sides.contains(.left), task.sides.contains(.right))
    let rounds = [isLeft ? left.rounds : nil, isRight ? right.rounds : nil].compactMap { $0 }
    guard let iteration = rounds.min(), iteration == rounds.max(), iteration > 0 else { return nil }
    let isOver = isLeft && left.status != .healthy || isRight && right.status != .healthy
    guard isOver || iteration % Self.interval == 0 else { return nil }
    guard !isLeft || left.isJudgeable, !isRight || right.isJudgeable else { return nil }
    let parts = task.conditions.reduce(SnapshotParts()) { $0.union($1.metric.parts) }
    var shown = DuelSnapshot()
    if isLeft { shown.left = look(&left, .left, at: task.place, parts) }
    if isRight { shown.right = look(&right, .right, at: task.place, parts) }
    // Figures of both sides use the slower one, but perhaps only one is trained.
    shown.left = shown.left ?? shown.right
    shown.right = shown.right ?? shown.left
    self.iteration = iteration
    for condition in task.conditions
    where !figures.contains(where: { $0.name == condition.subject }) {
      figures.append(Figure(name: condition.subject, value: condition.measured(shown)))
    }
    if let limit = task.limits.first(where: { $0.measured(shown).map($0.holds) == false }) {
      outcome = .lost("past the limit \(limit)")
    } else if task.goals.allSatisfy({ $0.holds(shown) }) {
      outcome = .reached
    } else if isOver {
      outcome = .lost("training has ended: the solver gave up, or there is nothing to learn")
    } else if iteration >= Self.most {
      outcome = .lost("after \(Self.most) iterations")
    }
  }

  private mutating func look(
    _ session: inout TrainingSession, _ side: Side, at place: SIMD2<Float>?, _ parts: SnapshotParts
  ) -> Snapshot {
    let pointer = session.pointer
    session.pointer = place
    let snapshot = session.snapshot(sequence: 0, parts: parts)
    session.pointer = pointer
    var digest = session.numbers.digest
    for weight in session.checkpoint.parameters { digest.add(weight) }
    (digests[side], runs[side]) = (digest.text, session.configuration)
    epoch = max(epoch, Double(snapshot.epoch))
    return snapshot
  }
}

extension TrainingSession {
  /// Iterations tried, including one that ended the run.
  fileprivate var rounds: Int { status == .healthy ? iteration : iteration + 1 }

  /// Whether it is an unchanged run of its configuration, not set back to a keyframe.
  fileprivate var isJudgeable: Bool { numbers.isAsConfigured && !isPast }
}
