import Solvers

/// How a call of `train` ended.
public enum TrainingEnd: Sendable, Equatable {
  /// After all iterations.
  case done
  /// By `visit`.
  case stopped
  /// The solve failed or was not finite at this iteration, counted from 1.
  case failed(iteration: Int, SolveFailure)
}

/// Trains at full speed, for commands, experiments and sweeps.
///
/// - Parameters:
///   - iterations: updates.
///   - iterate: one update.
///   - visit: receives the number of each update, from 1, and its report; false stops.
public func train<Failure: Error>(
  _ iterations: Int, iterate: () throws(SolveFailure) -> IterationReport,
  visit: (Int, IterationReport) throws(Failure) -> Bool
) throws(Failure) -> TrainingEnd {
  var iteration = 0
  while iteration < iterations {
    iteration += 1
    let report: IterationReport
    do throws(SolveFailure) {
      report = try iterate()
    } catch {
      return .failed(iteration: iteration, error)
    }
    guard try visit(iteration, report) else { return .stopped }
  }
  return .done
}
