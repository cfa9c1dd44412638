import Dispatch
import Experiments
import Foundation
import Interface
import NeuralODE

/// All runs of a sweep, trained on N queues an epoch at a time, whichever is least far first: so that all of them can be
/// watched as they come along.
///
/// Unchecked: everything is under the lock but the run that a queue has taken out, which nobody else has then.
final class SweepPool: @unchecked Sendable {
  /// What a run has come to.
  struct Progress: Sendable {
    var loss: [Float] = []
    var nfe: [Float] = []
    var space: SpacePicture?
    var hasFailed = false
    /// Epochs done or never to be done.
    var epochs: Int { loss.count }
  }

  private struct Run {
    var number: Int
    var session: TrainingSession?
  }

  private let lock = NSLock()
  private var waiting: [Run]
  private var progress: [Progress]
  private var isStopped = false
  private let plan: SweepPlan
  private let queues: [DispatchQueue]
  private let changed: @Sendable () -> Void

  /// A pool that begins at once.
  ///
  /// - Parameter changed: called on one of its queues when there is something new to look at.
  init(_ plan: SweepPlan, threads: Int, changed: @escaping @Sendable () -> Void) {
    self.plan = plan
    self.changed = changed
    // Seed by seed, so that every setting is soon seen.
    let count = plan.variants.count * plan.seeds
    waiting = (0..<count).map { Run(number: $0, session: nil) }
    progress = Array(repeating: Progress(), count: count)
    queues = (0..<max(1, min(threads, count))).map { DispatchQueue(label: "anode.sweep.\($0)") }
    for queue in queues { queue.async { [self] in work() } }
  }

  /// Ends after the epochs under way.
  func stop() { lock.withLock { isStopped = true } }

  private func variant(of run: Int) -> Variant { plan.variants[run % plan.variants.count] }

  private func work() {
    while let run = take() {
      var run = run
      train(&run)
      changed()
    }
  }

  /// The run that is least far, out of the list.
  private func take() -> Run? {
    lock.withLock {
      guard !isStopped,
        let index = waiting.indices.min(by: {
          progress[waiting[$0].number].epochs < progress[waiting[$1].number].epochs
        })
      else { return nil }
      return waiting.remove(at: index)
    }
  }

  /// Trains an epoch of a run, and puts it back unless that was its last.
  private func train(_ run: inout Run) {
    let variant = variant(of: run.number)
    let seed = UInt64(run.number / plan.variants.count)
    var session =
      run.session
      ?? {
        var configuration = variant.configuration
        configuration.seed = seed
        return TrainingSession(configuration)
      }()
    run.session = nil
    var loss = 0.0
    var nfe = 0
    for _ in 0..<session.iterationsPerEpoch {
      guard let report = session.step() else { break }
      loss += report.loss
      nfe += report.statistics.evaluations
    }
    let space = seed == 0 ? session.snapshot(sequence: 0, parts: .spaces).spaces.first : nil
    let count = Float(session.iterationsPerEpoch)
    let isAlive = session.status == .healthy
    let number = run.number
    lock.withLock {
      progress[number].loss.append(isAlive ? Float(loss) / count : .infinity)
      progress[number].nfe.append(isAlive ? Float(nfe) / count : .infinity)
      if let space { progress[number].space = space }
      if !isAlive {
        progress[number].hasFailed = true
      } else if progress[number].epochs < variant.epochs {
        waiting.append(Run(number: number, session: session))
      }
    }
  }

  /// The board as it is now.
  func board() -> SweepBoard {
    let all = lock.withLock { progress }
    var board = SweepBoard(
      cells: plan.variants.map {
        SweepBoard.Cell(name: $0.name, family: $0.configuration.model.family)
      }, epochs: plan.variants.map(\.epochs).max() ?? 1, seeds: plan.seeds)
    for index in board.cells.indices {
      let runs = (0..<plan.seeds).map { all[$0 * plan.variants.count + index] }
      board.cells[index].space = runs.first?.space
      board.cells[index].loss = Self.levels(runs, \.loss)
      board.cells[index].nfe = Self.levels(runs, \.nfe)
      board.cells[index].failures = runs.count(where: \.hasFailed)
      board.cells[index].epochs = runs.reduce(0) {
        $0 + ($1.hasFailed ? board.epochs : $1.epochs)
      }
    }
    return board
  }

  /// Quartiles, epoch by epoch, of the runs that have come to it; a run that has failed stays infinite.
  private static func levels(
    _ runs: [Progress], _ curve: KeyPath<Progress, [Float]>
  ) -> [SweepBoard.Level] {
    (0..<(runs.map { $0[keyPath: curve].count }.max() ?? 0)).compactMap { epoch in
      let values = runs.compactMap { run -> Double? in
        let values = run[keyPath: curve]
        return epoch < values.count ? Double(values[epoch]) : run.hasFailed ? .infinity : nil
      }
      return Quartiles(values.map { $0.isNaN ? .infinity : $0 }).map {
        SweepBoard.Level(
          lower: Float($0.lower), median: Float($0.median), upper: Float($0.upper))
      }
    }
  }
}
