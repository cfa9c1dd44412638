import Dispatch
import Interface
import Threads

/// Who judges an exercise: the attempt's own runs, trained on a queue of their own as far as those
/// on the screen have come.
final class Referee: Sendable {
  /// What an attempt has come to.
  struct Finding: Sendable {
    /// Its number.
    var attempt: Int
    /// What is known of it.
    var report: ExerciseAttempt.Report
  }

  private enum Order: Sendable {
    case begin(Exercise, DuelSetup, attempt: Int)
    case follow(to: Int)
  }

  private struct Work {
    var attempt: ExerciseAttempt?
    var number = 0
    var target = 0
    var isScheduled = false
  }

  private let queue = DispatchQueue(label: "anode.referee", qos: .utility)
  private let orders = Mailbox<Order>()
  private let findings = Mailbox<Finding>()
  /// Only the queue comes here.
  private let work = Guarded(Work())
  private let wake: @Sendable () -> Void

  /// A referee with nothing to judge.
  ///
  /// - Parameter wake: called on its queue when it has found something.
  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  /// Judges these runs from now on, from their first iteration on.
  func begin(_ exercise: Exercise, _ setup: DuelSetup, attempt: Int) {
    send(.begin(exercise, setup, attempt: attempt))
  }

  /// The runs on the screen have come so far.
  func follow(to iteration: Int) { send(.follow(to: iteration)) }

  /// The newest finding, if there is one that was not taken before.
  func takeFinding() -> Finding? { findings.take() }

  private func send(_ order: Order) {
    if orders.add(order) { queue.async { self.turn() } }
  }

  /// Iterations between two looks at its orders: a small part of a second.
  private static let slice = 20

  private func turn() {
    let orders = orders.takeAll()
    let (finding, goesOn) = work.withLock { work -> (Finding?, Bool) in
      for order in orders {
        switch order {
        case .begin(let exercise, let setup, let number):
          work.attempt = ExerciseAttempt(exercise, setup)
          (work.number, work.target) = (number, 0)
        case .follow(let target): work.target = max(work.target, target)
        }
      }
      let before = work.attempt?.report
      let isThere = work.attempt?.advance(to: work.target, most: Self.slice) ?? true
      guard let after = work.attempt?.report, after != before else { return (nil, !isThere) }
      return (Finding(attempt: work.number, report: after), !isThere)
    }
    if let finding {
      findings.replace(with: finding)
      wake()
    }
    if goesOn { queue.async { self.turn() } }
  }
}
