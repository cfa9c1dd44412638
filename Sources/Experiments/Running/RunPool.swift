import Dispatch
import Synchronization
import Platform

/// Runs that are trained on N queues an epoch at a time, whichever is least far first. Which queue
/// trains a run, and when, has no part in what it comes to.
///
/// So many runs at most are kept. A run begins when there is room among them, for which one that
/// has ended goes; where that one is wanted again it is trained again.
package final class RunPool<Run>: Sendable {
  /// Looks at a run between two epochs: the run, or nil where it is not kept, and how many epochs
  /// it has done. Called while the pool is locked, so it may not call the pool.
  package typealias Visit = @Sendable (Run?, _ epochs: Int) -> Void

  /// What the queues share. A run that one of them has taken out is nobody else's then.
  private struct State {
    /// Runs that have epochs before them, and that no queue has.
    var waiting: [Int]
    /// Runs that are kept as they are, between epochs or at their end.
    var kept: [Int: Run] = [:]
    var underWay: Set<Int> = []
    /// Runs that have come to their end, those that failed among them.
    var ended: Set<Int> = []
    var epochs: [Int]
    var visits: [Int: [Visit]] = [:]

    /// The run to go on with, out of the list: the least far of those that have begun, or one that
    /// has not where there is room. Nil for the run where it is to begin.
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
      // The list lets go of it, or training would copy it first.
      let run = kept.removeValue(forKey: number)
      // Ended runs make room, those that are shown last.
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

  /// Queues that train.
  package let threads: Int
  private let state: Guarded<State>
  private let stopped = Atomic<Bool>(false)
  private let most: Int
  private let name: String

  /// A pool that begins with `start`.
  ///
  /// - Parameters:
  ///   - most: runs kept at most, but one for each thread at least.
  ///   - name: what its queues are called.
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
  ///   - isShown: is a run that has ended to be kept before others? Called while the pool is locked.
  ///   - begin: a run at its start.
  ///   - train: trains one for an epoch; is there another to come?
  ///   - rested: called when a run has been put back after an epoch.
  ///   - idle: called once by each queue when there is nothing left for it.
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

  /// Stops: no other epoch begins.
  package func stop() { stopped.store(true, ordering: .relaxed) }

  package var isStopped: Bool { stopped.load(ordering: .relaxed) }

  /// Runs that are there, those under way among them.
  package var kept: Int { state.withLock { $0.kept.count + $0.underWay.count } }

  /// Has a run looked at: at once, or after the epoch that is under way.
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
