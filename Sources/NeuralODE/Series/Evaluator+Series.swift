import Files
import Solvers

extension Evaluator {
  /// Mean squared error of the model's states against the observations, the loss of series. NaN if a
  /// solve fails, and for a ResNet.
  public func seriesLoss(of samples: SeriesSamples) -> Double {
    guard let flow, samples.count > 0 else { return .nan }
    flow.solver.options = SolverOptions(training, end: trainer.end)
    let size = min(capacity, samples.count)
    let objective = SeriesObjective(
      samples, flow: flow, features: features, batch: size)
    let starts = (0..<samples.count).flatMap { samples.start(of: $0).map { Float($0) } }
    var (sum, count) = (0.0, 0)
    for first in stride(from: 0, to: samples.count, by: size) {
      let rows = (first..<min(first + size, samples.count)).map { Int32($0) }
      let shape = BatchShape(features: features, samples: rows.count, of: Scalar.self)
      load(starts[first * inputs..<(first + rows.count) * inputs], shape)
      do throws(SolveFailure) {
        let loss = try objective.loss(
          rows[...], state: state.base, shape: shape, record: false)
        let observed = objective.observedCount(rows[...])
        sum += loss * Double(observed)
        count += observed
      } catch {
        return .nan
      }
    }
    return sum / Double(count)
  }

  /// States at absolute times of a solve from t = 0, which can go past the last observation.
  ///
  /// - Parameters:
  ///   - times: since each sample's start, ascending, from 0 or later.
  ///   - offsets: as in `trajectories`.
  /// - Precondition: no more than `capacity` samples.
  public func motions(
    of samples: [Float], times: [Double], offsets: [Double] = []
  ) -> Trajectories {
    var result = Trajectories()
    guard let flow else { return result }
    let shape = shape(of: samples, dimension: inputs)
    load(samples[...], shape, offsets: offsets)
    let end = flow.path(
      state.base, shape: shape, from: 0, to: times.last ?? 0, times: times,
      options: SolverOptions(training, end: trainer.end)
    ) { frame in
      unload(frame, features: features, shape, into: &result.states)
      result.frames += 1
    }
    result.statistics = end.statistics
    result.failure = end.failure
    return result
  }
}

extension Evaluator {
  /// Mean squared error of the observed coordinates against a law of motion, at 20 times between
  /// the last observation and twice its time. NaN if a solve fails.
  ///
  /// - Parameter samples: series of the law whose unobserved coordinates start at 0; at most the
  ///   first `capacity` are used.
  public func extrapolationLoss(of samples: SeriesSamples, law: Dynamics) -> Double {
    let count = min(capacity, samples.count)
    let times = (1...20).map { samples.end * (1 + Double($0) / 20) }
    let starts = (0..<count).map { Array(samples.start(of: $0)) }
    let unseen = Array(repeating: 0.0, count: law.dimension - law.observed)
    let truth = law.motions(from: starts.flatMap { $0 + unseen }, times: times)
    let found = motions(
      of: starts.joined().map { Float($0) }, times: times,
      offsets: Array(samples.offsets.prefix(count)))
    guard found.failure == nil, found.frames == times.count else { return .nan }
    var sum = 0.0
    for place in 0..<times.count * count {
      for i in 0..<law.observed {
        let error =
          Double(found.states[place * features + i]) - truth[place * law.dimension + i]
        sum += error * error
      }
    }
    return sum / Double(times.count * count * law.observed)
  }
}
