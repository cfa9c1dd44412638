import Experiments
import Interface
import LiveSession

extension SweepPool {
  /// Quartiles, epoch by epoch, of the runs that have come to it; a run that has failed stays
  /// infinite.
  static func levels(
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
