import LiveSession
import NeuralODE

/// The runs of an attempt at an exercise, from their first iteration on, and what they come to. It
/// trains by itself: neither when somebody looks nor what they do meanwhile changes what it finds.
package struct ExerciseAttempt {
  /// Iterations from one moment at which it is judged to the next.
  package static let interval = 10
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

  /// What is known of it at one moment.
  package struct Report: Sendable, Equatable {
    /// Iterations done when it was judged last.
    package var iteration = 0
    /// Epochs done then.
    package var epoch = 0.0
    /// What has become of it.
    package var outcome = Outcome.open
    /// What goals and limits are about, in their order, each once.
    package var figures: [Figure] = []
    /// By side: of the losses and evaluations of each iteration, and of the weights.
    package var digests: [Side: String] = [:]
    /// Does it hold at this moment, goal by goal?
    package var goals: [Bool] = []
  }

  /// What is attempted.
  package let exercise: Exercise
  /// With these settings.
  package let setup: DuelSetup
  /// What is known.
  package private(set) var report = Report()
  private var iteration = 0
  private var sessions: [Side: TrainingSession] = [:]
  private var trained: [Side: BitDigest] = [:]

  /// An attempt at its start.
  package init(_ exercise: Exercise, _ setup: DuelSetup) {
    (self.exercise, self.setup) = (exercise, setup)
    for side in exercise.task.sides {
      var session = TrainingSession(setup.run(side))
      session.pointer = exercise.task.place
      sessions[side] = session
      trained[side] = BitDigest()
    }
    report.goals = exercise.task.goals.map { _ in false }
  }

  /// Goes on to an iteration, or until it is reached or lost.
  ///
  /// - Parameter most: iterations at once, so that whoever waits can look in between.
  /// - Returns: whether it came to the iteration, or to an end.
  @discardableResult
  package mutating func advance(to target: Int, most: Int = .max) -> Bool {
    var count = 0
    while report.outcome == .open, iteration < target {
      guard count < most else { return false }
      step()
      count += 1
    }
    return true
  }

  private mutating func step() {
    for side in exercise.task.sides {
      // In place: a copy would have the run copied.
      guard let done = sessions[side]?.step() else { continue }
      trained[side]?.add(done.loss)
      trained[side]?.addCounts(of: done)
    }
    iteration += 1
    let isOver = sessions.values.contains { $0.status != .healthy }
    if iteration % Self.interval == 0 || isOver { judge(isOver: isOver) }
  }

  private mutating func judge(isOver: Bool) {
    var shown: [Side: Snapshot] = [:]
    for side in exercise.task.sides {
      shown[side] = sessions[side]?.snapshot(sequence: iteration, parts: exercise.parts)
    }
    // A number of both sides is that of the slower one, and only one may be trained.
    let (left, right) = (shown[.left] ?? shown[.right], shown[.right] ?? shown[.left])
    func measured(_ condition: DemoCondition) -> Double? { condition.measured(left, right) }
    var figures: [Figure] = []
    for condition in exercise.task.conditions
    where !figures.contains(where: { $0.name == condition.subject }) {
      figures.append(Figure(name: condition.subject, value: measured(condition)))
    }
    report.iteration = iteration
    report.epoch = shown.values.map { Double($0.epoch) }.min() ?? 0
    report.figures = figures
    report.goals = exercise.task.goals.map { $0.holds(left, right) }
    for side in exercise.task.sides {
      guard var digest = trained[side], let session = sessions[side] else { continue }
      for weight in session.checkpoint.parameters { digest.add(weight) }
      report.digests[side] = digest.text
    }
    if let limit = exercise.task.limits.first(where: { !(measured($0).map($0.holds) ?? true) }) {
      report.outcome = .lost("past the limit \(limit)")
    } else if report.goals.allSatisfy({ $0 }) {
      report.outcome = .reached
    } else if isOver {
      report.outcome = .lost("training has ended: the solver gave up, or there is nothing to learn")
    } else if iteration >= Self.most {
      report.outcome = .lost("\(Self.most) iterations are done")
    }
  }
}

extension DemoCondition {
  /// What it is about, as it is written: `loss(left)`.
  package var subject: String {
    metric.isOfSide ? "\(metric.rawValue)(\(side.rawValue))" : metric.rawValue
  }
}
