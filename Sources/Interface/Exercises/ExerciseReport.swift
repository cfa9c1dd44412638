import LiveSession
import NeuralODE

/// What the runs of an exercise have come to at one moment.
package struct ExerciseReport: Sendable, Equatable {
  /// Iterations from one moment at which it is judged to the next.
  package static let interval = Inspection.interval
  /// Iterations after which no attempt goes on.
  package static let most = 100_000

  /// What has become of it.
  package enum Outcome: Sendable, Equatable {
    /// Nothing yet.
    case open
    /// What is wanted holds.
    case reached
    /// It cannot be reached any more, for this reason.
    case lost(String)
  }

  /// A number that was looked at.
  package struct Figure: Sendable, Equatable {
    /// As conditions write it: `loss(left)`.
    package var name: String
    /// Nil where it is not known.
    package var value: Double?
  }

  /// Iterations done.
  package var iteration = 0
  /// Epochs done.
  package var epoch = 0.0
  /// What has become of it.
  package var outcome = Outcome.open
  /// What goals and limits are about, in their order, each once.
  package var figures: [Figure] = []
  /// By side: of the losses and evaluations of each iteration, and of the weights.
  package var digests: [Side: String] = [:]
  /// By side: what was trained, from its first iteration on.
  package var runs: [Side: RunConfiguration] = [:]

  /// Of nothing yet.
  package init() {}

  /// Judges sessions, of which those that the exercise names count; nil where they are not to be
  /// judged now.
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
    // A number of both sides is that of the slower one, and only one may be trained.
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
      outcome = .lost("\(Self.most) iterations are done")
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
  /// Iterations tried: the one in which the run has ended, too.
  fileprivate var rounds: Int { status == .healthy ? iteration : iteration + 1 }

  /// Is it the run that its configuration gives, and not an earlier moment of it?
  fileprivate var isJudgeable: Bool { numbers.isAsConfigured && !isPast }
}

extension DemoCondition {
  /// What it is about, as it is written: `loss(left)`.
  package var subject: String {
    metric.isOfSide ? "\(metric.rawValue)(\(side.rawValue))" : metric.rawValue
  }
}
