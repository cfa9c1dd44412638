import Dispatch
import Synchronization
import Platform

/// Runs trials on N queues and returns their results in the order in which they finish.
package final class TrialPool: Sendable {
  package enum Event: Sendable {
    /// A trial has done (fractional) epochs since its last event.
    case advanced(Trial.ID, epochs: Double)
    case finished(TrialResult, TrialTiming)
  }

  private let runs: RunPool<TrialRunner>
  private let events = Guarded<[Event]>([])
  /// Counts events, and the end.
  private let news = DispatchSemaphore(value: 0)
  /// Queues still at work.
  private let working: Atomic<Int>

  /// Starts immediately.
  package init(_ trials: [Trial], threads: Int) {
    runs = RunPool(count: trials.count, threads: threads, name: "anode.experiments")
    working = Atomic(runs.threads)
    runs.start {
      TrialRunner(trials[$0])
    } train: { [self] number, runner in
      let id = trials[number].id
      let goesOn = runner.trainEpoch {
        isStopped
      } advanced: {
        put(.advanced(id, epochs: $0))
      }
      if !goesOn, !isStopped {
        let (result, timing) = runner.outcome()
        put(.finished(result, timing))
      }
      return goesOn
    } idle: { [self] in
      let rest = working.subtract(1, ordering: .acquiringAndReleasing).newValue
      if rest == 0 { news.signal() }
    }
  }

  /// Aborts trials after their current iteration; finished ones are still returned.
  package func stop() { runs.stop() }

  package var isStopped: Bool { runs.isStopped }

  private func put(_ event: Event) {
    events.withLock { $0.append(event) }
    news.signal()
  }

  /// Waits for the next event; nil when all trials are finished or aborted.
  package func next() -> Event? {
    news.wait()
    let event = events.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    // Later calls return nil too.
    if event == nil { news.signal() }
    return event
  }
}
