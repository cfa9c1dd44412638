import Dispatch
import Synchronization
import Platform

/// Runs trials on N queues and hands their results over one by one, in the order in which they
/// finish.
package final class TrialPool: Sendable {
  /// What the pool reports.
  package enum Event: Sendable {
    /// A trial under way is so many epochs further, or a part of one.
    case advanced(Trial.ID, epochs: Double)
    /// A trial is done.
    case finished(TrialResult, TrialTiming)
  }

  private let runs: RunPool<TrialRunner>
  private let events = Guarded<[Event]>([])
  /// Counts what there is to be looked at: an event, or the end of all.
  private let news = DispatchSemaphore(value: 0)
  /// Queues that have not come to their end.
  private let working: Atomic<Int>

  /// A pool of so many threads, which begins with the first of the trials at once.
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

  /// Stops: trials under way are given up after their iteration; those that have finished are still
  /// handed over.
  package func stop() { runs.stop() }

  package var isStopped: Bool { runs.isStopped }

  private func put(_ event: Event) {
    events.withLock { $0.append(event) }
    news.signal()
  }

  /// The next event, waiting for one; nil when all trials are done or given up.
  package func next() -> Event? {
    news.wait()
    let event = events.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    // Whoever asks again after the end gets the same answer.
    if event == nil { news.signal() }
    return event
  }
}
