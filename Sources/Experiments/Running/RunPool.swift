import Dispatch
import Synchronization
import Platform

/// Trains runs on N queues, an epoch at a time, the run with the fewest epochs first. Results do
/// not depend on the queues.
///
/// The pool stores a limited number of runs: to begin a run it drops one that has ended.
package final class RunPool<Run>: Sendable {
  /// Receives a run between two epochs (nil if it was dropped) and its epochs. Called while the pool
  /// is locked; it must not call the pool.
  package typealias Visit = @Sendable (Run?, _ epochs: Int) -> Void

  /// The state shared by the queues; a run in training is not in it.
  private struct State {
    /// Runs that have not ended and are not in training.
    var waiting: [Int]
    /// Runs between epochs or at their end.
    var kept: [Int: Run] = [:]
    var underWay: Set<Int> = []
    /// Runs that have ended or failed.
    var ended: Set<Int> = []
    var epochs: [Int]
    var visits: [Int: [Visit]] = [:]

    /// Takes out the run with the fewest epochs; runs that have not begun (nil) need room.
    mutating func next(
      keeping most: Int, isShown: (Int) -> Bool
    ) -> (number: Int, run: Run?)? {
      let hasRoom = kept.keys.count { !ended.contains($0) } + underWay.count < most
      guard
        let index = waiting.indices.filter({ hasRoom || epochs[waiting[$0]] > 0 })
          .min(by: { epochs[waiting[$0]] < epochs[waiting[$1]] })
      else { return nil }
      let number = waiting.remove(at: index)
      underWay.insert(number)
      // Take it out of the dictionary, or training would copy it first.
      let run = kept.removeValue(forKey: number)
      // Drop ended runs, those that are shown last.
      while kept.count + underWay.count > most {
        let gone = kept.keys.filter(ended.contains).min {
          (isShown($0) ? 1 : 0, $0) < (isShown($1) ? 1 : 0, $1)
        }
        guard let gone else { break }
        kept[gone] = nil
      }
      return (number, run)
    }
  }

  package let threads: Int
  private let state: Guarded<State>
  private let stopped = Atomic<Bool>(false)
  private let most: Int
  private let name: String

  /// - Parameters:
  ///   - most: the most runs stored, but at least one per thread.
  ///   - name: prefix of the queues' names.
  package init(count: Int, threads: Int, keeping most: Int = 1, name: String) {
    self.threads = max(1, min(threads, count))
    self.most = max(most, self.threads)
    self.name = name
    state = Guarded(
      State(waiting: Array(0..<count), epochs: Array(repeating: 0, count: count)))
  }

  /// Trains all runs.
  ///
  /// - Parameters:
  ///   - isShown: whether to keep an ended run longer than others; called while the pool is locked.
  ///   - begin: makes a run.
  ///   - train: trains a run for an epoch and returns whether it continues.
  ///   - rested: called after each epoch of a run.
  ///   - idle: called once by each queue at its end.
  package func start(
    isShown: @escaping @Sendable (Int) -> Bool = { _ in false },
    begin: @escaping @Sendable (Int) -> Run,
    train: @escaping @Sendable (Int, inout Run) -> Bool,
    rested: @escaping @Sendable (Int) -> Void = { _ in }, idle: @escaping @Sendable () -> Void = {}
  ) {
    for index in 0..<threads {
      DispatchQueue(label: "\(name).\(index)").async { [self] in
        while !isStopped,
          let (number, kept) = state.withLock({ $0.next(keeping: most, isShown: isShown) })
        {
          var run = kept ?? begin(number)
          let goesOn = train(number, &run)
          state.withLock { state in
            state.epochs[number] += 1
            if goesOn { state.waiting.append(number) } else { state.ended.insert(number) }
            state.underWay.remove(number)
            state.kept[number] = run
            for visit in state.visits.removeValue(forKey: number) ?? [] {
              visit(state.kept[number], state.epochs[number])
            }
          }
          rested(number)
        }
        idle()
      }
    }
  }

  /// Prevents further epochs.
  package func stop() { stopped.store(true, ordering: .relaxed) }

  package var isStopped: Bool { stopped.load(ordering: .relaxed) }

  /// Runs stored or in training.
  package var kept: Int { state.withLock { $0.kept.count + $0.underWay.count } }

  /// Calls `body` with a run, now or after its current epoch.
  package func visit(_ number: Int, _ body: @escaping Visit) {
    state.withLock { state in
      if state.underWay.contains(number) {
        state.visits[number, default: []].append(body)
      } else {
        body(state.kept[number], state.epochs[number])
      }
    }
  }
}
