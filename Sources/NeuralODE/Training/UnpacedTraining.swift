import Solvers

/// How training that nobody paces came to its end.
public enum TrainingEnd: Sendable, Equatable {
  /// All iterations are done.
  case done
  /// Whoever looked on had enough.
  case stopped
  /// The flow could not be solved at this iteration, counted from 1, or what came of it was not
  /// finite.
  case failed(iteration: Int, SolveFailure)
}

/// Trains as fast as the machine can. The one loop of all runs that neither a clock nor a person
/// paces: commands, experiments and sweeps.
///
/// - Parameters:
///   - iterations: updates.
///   - iterate: one update.
///   - visit: is given the number of each update, from 1, and what it found; false ends the
///     training.
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
