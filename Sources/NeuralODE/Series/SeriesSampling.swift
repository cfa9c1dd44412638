import Files

/// When a law of motion is observed.
public struct SeriesSampling: Sendable, Equatable {
  /// Observations per series, its start included; 2 or more.
  public var observations: Int
  /// Time of the last observation; they are equally spaced.
  public var end: Double
  /// Share of observations omitted at random; each series keeps its start and one other.
  public var missing = 0.0

  /// Equally spaced observations, none omitted.
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
  /// Series of a law of motion.
  ///
  /// - Parameter noise: standard deviation, added to every observed number, starts included.
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
        // Keep one observation beside the start.
        let kept = 1 + Int(generator.next() % UInt64(sampling.observations - 1))
        series[row] = series[row].enumerated().filter { k, _ in
          k == 0 || generator.uniform() >= sampling.missing || k == kept
        }.map { $0.element }
      }
    }
    self.init(dimension: d, series: series, offsets: exact.offsets)
  }

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
      // A window starts at a random point of the long motion.
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
