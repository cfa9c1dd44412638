import Solvers
import NeuralODE

/// A failed run; the records up to the failure have been written.
struct TrainingStopped: Error, CustomStringConvertible {
  let iteration: Int
  let failure: SolveFailure

  var description: String {
    let advice =
      switch failure {
      case .stepsExceeded: "; --max-steps allows more, --tolerance asks for less"
      case .stepUnderflow: ""
      case .nonFinite: "; a lower --learning-rate may help"
      }
    return "training stopped at iteration \(iteration): \(failure)\(advice)"
  }
}

/// The iterations between two records.
struct TrainingStretch {
  /// Updates done.
  var iteration: Int
  /// Passes over the data done.
  var epoch: Double
  /// Mean of the stretch.
  var loss: Double
  /// Of the last iteration.
  var report: IterationReport
  /// Of training since the start.
  var seconds: Double
}

extension TrainingRun {
  /// - Parameters:
  ///   - iterations: updates in all.
  ///   - every: updates in a stretch; the last can have fewer.
  ///   - stretch: called after each stretch; its time is not counted.
  ///   - progress: called after each iteration.
  /// - Throws: `TrainingStopped`, and the errors of `stretch`.
  func train(
    _ iterations: Int, every: Int, stretch: (TrainingStretch) throws -> Void,
    progress: (Int) -> Void
  ) throws {
    var lossSum = 0.0
    var lossCount = 0
    var seconds = 0.0
    var start = ContinuousClock.now
    let end = try NeuralODE.train(max(1, iterations)) { () throws(SolveFailure) in
      start = .now
      return try iterate()
    } visit: { iteration, report in
      seconds += start.duration(to: .now) / .seconds(1)
      lossSum += report.loss
      lossCount += 1
      if iteration % every == 0 || iteration == iterations {
        try stretch(
          TrainingStretch(
            iteration: iteration, epoch: Double(iteration) / Double(iterationsPerEpoch),
            loss: lossSum / Double(lossCount), report: report, seconds: seconds))
        (lossSum, lossCount) = (0, 0)
      }
      progress(iteration)
      return true
    }
    if case .failed(let iteration, let failure) = end {
      throw TrainingStopped(iteration: iteration, failure: failure)
    }
  }
}
