import Dispatch
import Foundation
import NeuralODE
import Synchronization

/// Runs trials on N queues and hands their results over one by one, in the order in which they finish. Which queue runs a trial,
/// and when, has no part in what it finds.
package final class TrialPool: Sendable {
  /// What the pool has to tell.
  package enum Event: Sendable {
    /// A trial under way is so many epochs further, or a part of one.
    case advanced(Trial.ID, epochs: Double)
    /// A trial is done.
    case finished(TrialResult, TrialTiming)
  }

  private let trials: [Trial]
  private let queues: [DispatchQueue]
  private let position = Atomic<Int>(0)
  private let stopped = Atomic<Bool>(false)
  private let mailbox: EventMailbox

  /// A pool of so many threads, which begins with the first of the trials at once.
  package init(_ trials: [Trial], threads: Int) {
    self.trials = trials
    let count = max(1, min(threads, trials.count))
    queues = (0..<count).map { DispatchQueue(label: "anode.experiments.\($0)") }
    mailbox = EventMailbox(producers: count)
    for queue in queues {
      queue.async { [self] in work() }
    }
  }

  /// Stops: trials under way are given up after their iteration; those that have finished are still handed over.
  package func stop() { stopped.store(true, ordering: .relaxed) }

  /// Was it told to stop?
  package var isStopped: Bool { stopped.load(ordering: .relaxed) }

  /// The next event, waiting for one; nil when all trials are done or given up.
  package func next() -> Event? { mailbox.next() }

  private func work() {
    while !isStopped {
      let index = position.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < trials.count else { break }
      let id = trials[index].id
      var runner = TrialRunner(trials[index])
      if let (result, timing) = runner.outcome(
        isStopped: { isStopped }, advanced: { mailbox.put(.advanced(id, epochs: $0)) })
      {
        mailbox.put(.finished(result, timing))
      }
    }
    mailbox.finish()
  }
}

/// Events on their way from several threads to one. Unchecked: its state is touched under its lock only (`Mutex` has no
/// condition to wait for).
private final class EventMailbox: @unchecked Sendable {
  private let condition = NSCondition()
  private var events: [TrialPool.Event] = []
  private var producers: Int

  init(producers: Int) { self.producers = producers }

  func put(_ event: TrialPool.Event) {
    condition.lock()
    events.append(event)
    condition.signal()
    condition.unlock()
  }

  func finish() {
    condition.lock()
    producers -= 1
    condition.signal()
    condition.unlock()
  }

  func next() -> TrialPool.Event? {
    condition.lock()
    defer { condition.unlock() }
    while events.isEmpty && producers > 0 { condition.wait() }
    return events.isEmpty ? nil : events.removeFirst()
  }
}
