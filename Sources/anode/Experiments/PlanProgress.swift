import Dispatch
import Experiments

/// How far a plan is: epochs done, weighted by what an epoch of each trial costs.
struct PlanProgress {
  private let work: [Trial.ID: (epoch: Int, all: Int)]
  private var underWay: [Trial.ID: Double] = [:]
  private var finished = 0
  private var line: ProgressLine

  init(_ trials: [Trial]) {
    work = Dictionary(
      uniqueKeysWithValues: trials.map {
        ($0.id, ($0.workPerEpoch, $0.workPerEpoch * $0.variant.epochs))
      })
    line = ProgressLine(total: work.values.reduce(0) { $0 + $1.all })
  }

  mutating func take(_ event: TrialPool.Event) {
    switch event {
    case .advanced(let id, let epochs):
      underWay[id, default: 0] += epochs * Double(work[id]?.epoch ?? 0)
    case .finished(let result, _):
      underWay[result.id] = nil
      finished += work[result.id]?.all ?? 0
    }
    line.update(finished + Int(underWay.values.reduce(0, +)))
  }

  mutating func hide() { line.hide() }
}
