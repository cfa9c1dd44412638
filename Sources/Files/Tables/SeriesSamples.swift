/// Series of observations to learn from: each a start, at time 0 and complete, and what was seen
/// after it. Series may differ in their times, and an observation may lack coordinates.
public struct SeriesSamples: Sendable, Equatable {
  /// One observation: its time, and a number for each observed coordinate; not a number where that
  /// coordinate was not seen.
  public typealias Observation = (time: Double, values: [Double])

  /// Observed coordinates d.
  public let dimension: Int
  /// Every time at which some series has an observation, ascending, the first 0.
  public let times: [Double]
  /// Where each series' observations begin among all, and after the last series where they end.
  public let starts: [Int]
  /// The time of each observation, as its place in `times`; ascending within a series.
  public let ranks: [Int32]
  /// Observations one after another, `dimension` numbers each.
  public let values: [Double]
  /// When each series starts in the motion that it is a window of; 0 where it is none.
  public let offsets: [Double]

  /// Series.
  public var count: Int { starts.count - 1 }
  /// Are some of them windows that begin later than the motion?
  public var isWindowed: Bool { offsets.contains { $0 > 0 } }
  /// The last time at which anything was seen.
  public var end: Double { times.last ?? 1 }
  /// Observations in all, the starts included.
  public var observationCount: Int { ranks.count }

  /// Series of observations in ascending order of time.
  ///
  /// - Parameter offsets: when each starts in the motion that it is a window of; nil where they are
  ///   none.
  /// - Precondition: each has at least two observations, and the first is complete and at time 0.
  public init(dimension: Int, series: [[Observation]], offsets: [Double]? = nil) {
    precondition(offsets.map { $0.count == series.count } ?? true, "an offset for each series")
    self.dimension = dimension
    let times = Set(series.joined().map(\.time)).sorted()
    var places: [Double: Int32] = [:]
    for (place, time) in times.enumerated() { places[time] = Int32(place) }
    var (starts, ranks, values) = ([0], [Int32](), [Double]())
    for observations in series {
      precondition(
        observations.count >= 2 && observations[0].time == 0
          && observations[0].values.allSatisfy(\.isFinite),
        "a series starts at time 0 with a complete observation, and has another")
      for observation in observations {
        precondition(observation.values.count == dimension, "as many numbers as coordinates")
        ranks.append(places[observation.time] ?? 0)
        values += observation.values
      }
      starts.append(ranks.count)
    }
    self.times = times
    self.starts = starts
    self.ranks = ranks
    self.values = values
    self.offsets = offsets ?? Array(repeating: 0, count: series.count)
  }

  private init(
    dimension: Int, times: [Double], starts: [Int], ranks: [Int32], values: [Double],
    offsets: [Double]
  ) {
    self.offsets = offsets
    self.dimension = dimension
    self.times = times
    self.starts = starts
    self.ranks = ranks
    self.values = values
  }

  /// The observations of one series.
  public func observations(of series: Int) -> [Observation] {
    (starts[series]..<starts[series + 1]).map {
      (times[Int(ranks[$0])], Array(values[$0 * dimension..<($0 + 1) * dimension]))
    }
  }

  /// The first observation of a series: where its solve starts.
  public func start(of series: Int) -> ArraySlice<Double> {
    let first = starts[series] * dimension
    return values[first..<first + dimension]
  }

  /// Some of the series, with the times of all.
  public func rows(_ rows: [Int]) -> SeriesSamples {
    var (starts, ranks, values) = ([0], [Int32](), [Double]())
    for row in rows {
      let range = self.starts[row]..<self.starts[row + 1]
      ranks += self.ranks[range]
      values += self.values[range.lowerBound * dimension..<range.upperBound * dimension]
      starts.append(ranks.count)
    }
    return SeriesSamples(
      dimension: dimension, times: times, starts: starts, ranks: ranks, values: values,
      offsets: rows.map { offsets[$0] })
  }

  /// Are two the same to the bit? (Gaps, which are not numbers, are equal to gaps.)
  public static func == (a: SeriesSamples, b: SeriesSamples) -> Bool {
    a.dimension == b.dimension && a.times == b.times && a.starts == b.starts && a.ranks == b.ranks
      && a.offsets == b.offsets
      && a.values.elementsEqual(b.values) { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }
}
