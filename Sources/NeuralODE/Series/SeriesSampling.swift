import Files

/// When a law of motion is observed, and what is left out.
public struct SeriesSampling: Sendable, Equatable {
  /// Observations of a series, its start among them; 2 or more.
  public var observations: Int
  /// Time of the last; they are evenly apart.
  public var end: Double
  /// Share of observations that is left out at random, the starts and one more of each series
  /// excepted.
  public var missing = 0.0

  /// Observations evenly apart, none left out.
  public init(observations: Int, end: Double) {
    self.observations = observations
    self.end = end
  }

  /// Times of the observations.
  public var times: [Double] {
    (0..<observations).map { end * Double($0) / Double(observations - 1) }
  }
}

extension SeriesSamples {
  /// Series that a law of motion gives.
  ///
  /// - Parameters:
  ///   - count: how many series.
  ///   - noise: standard deviation of what is added to every observed number, starts included.
  public init(
    _ dynamics: Dynamics, _ sampling: SeriesSampling, count: Int, noise: Double,
    using generator: inout Xoshiro256
  ) {
    let d = dynamics.observed
    let exact = Self.exact(dynamics, sampling, count: count, using: &generator)
    var series = exact.series
    for row in series.indices {
      if noise > 0 {
        for k in series[row].indices {
          for i in 0..<d { series[row][k].values[i] += noise * generator.normal() }
        }
      }
      if sampling.missing > 0 {
        // One is kept whatever is drawn: a start alone says nothing.
        let kept = 1 + Int(generator.next() % UInt64(sampling.observations - 1))
        series[row] = series[row].enumerated().filter { k, _ in
          k == 0 || generator.uniform() >= sampling.missing || k == kept
        }.map(\.element)
      }
    }
    self.init(dimension: d, series: series, offsets: exact.offsets)
  }

  /// Without noise and gaps.
  private static func exact(
    _ dynamics: Dynamics, _ sampling: SeriesSampling, count: Int, using generator: inout Xoshiro256
  ) -> (series: [[Observation]], offsets: [Double]?) {
    let times = sampling.times
    var starts: [Double] = []
    var offsets: [Double]?
    switch dynamics.cutting {
    case .whole:
      for _ in 0..<count { starts += dynamics.start(&generator) }
    case .windows(let length):
      // A window is a motion from where the long one is at a random time.
      let first = dynamics.start(&generator)
      let begins = (0..<count).map { _ in generator.uniform(0, max(0, length - sampling.end)) }
      let order = begins.indices.sorted { (begins[$0], $0) < (begins[$1], $1) }
      let found = dynamics.motions(from: first, times: order.map { begins[$0] })
      var states = Array(repeating: [Double](), count: count)
      for (place, row) in order.enumerated() {
        states[row] = Array(found[place * dynamics.dimension..<(place + 1) * dynamics.dimension])
      }
      starts = states.flatMap { $0 }
      offsets = begins
    }
    let states = dynamics.motions(from: starts, times: times)
    let n = dynamics.dimension
    let series: [[Observation]] = (0..<count).map { row in
      times.indices.map { k in
        let place = (k * count + row) * n
        return (times[k], Array(states[place..<place + dynamics.observed]))
      }
    }
    return (series, offsets)
  }
}
