import Dispatch
import NeuralODE
import Synchronization
import Threads

/// Runs trials on N queues and hands their results over one by one, in the order in which they
/// finish. Which queue runs a trial, and when, has no part in what it finds.
package final class TrialPool: Sendable {
  /// What the pool reports.
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
  private let events: EventQueue

  /// A pool of so many threads, which begins with the first of the trials at once.
  package init(_ trials: [Trial], threads: Int) {
    self.trials = trials
    let count = max(1, min(threads, trials.count))
    queues = (0..<count).map { DispatchQueue(label: "anode.experiments.\($0)") }
    events = EventQueue(producers: count)
    for queue in queues {
      queue.async { [self] in work() }
    }
  }

  /// Stops: trials under way are given up after their iteration; those that have finished are still
  /// handed over.
  package func stop() { stopped.store(true, ordering: .relaxed) }

  /// Was it stopped?
  package var isStopped: Bool { stopped.load(ordering: .relaxed) }

  /// The next event, waiting for one; nil when all trials are done or given up.
  package func next() -> Event? { events.next() }

  private func work() {
    while !isStopped {
      let index = position.wrappingAdd(1, ordering: .relaxed).oldValue
      guard index < trials.count else { break }
      let id = trials[index].id
      var runner = TrialRunner(trials[index])
      if let (result, timing) = runner.outcome(
        isStopped: { isStopped }, advanced: { events.put(.advanced(id, epochs: $0)) })
      {
        events.put(.finished(result, timing))
      }
    }
    events.finish()
  }
}

/// Events on their way from several threads to one.
private final class EventQueue: Sendable {
  private struct State {
    var events: [TrialPool.Event] = []
    var producers: Int
  }
  private let state: Guarded<State>
  /// Counts what there is to be looked at: an event, or the end of a producer.
  private let news = DispatchSemaphore(value: 0)

  init(producers: Int) { state = Guarded(State(producers: producers)) }

  func put(_ event: TrialPool.Event) {
    state.withLock { $0.events.append(event) }
    news.signal()
  }

  func finish() {
    state.withLock { $0.producers -= 1 }
    news.signal()
  }

  /// The next event, as soon as there is one; nil when none can come any more.
  func next() -> TrialPool.Event? {
    while true {
      news.wait()
      let (event, isOver) = state.withLock { state in
        (state.events.isEmpty ? nil : state.events.removeFirst(), state.producers == 0)
      }
      if let event { return event }
      if isOver {
        // Whoever asks again gets the same answer.
        news.signal()
        return nil
      }
    }
  }
}
