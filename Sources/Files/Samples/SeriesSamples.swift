/// Series of observations: each has a complete start at time 0 and later observations. Times can
/// differ between series; later observations can have missing coordinates.
public struct SeriesSamples: Sendable, Equatable {
  /// The time and the observed coordinates, NaN where missing.
  public typealias Observation = (time: Double, values: [Double])

  /// Observed coordinates d.
  public let dimension: Int
  /// All times of observations, ascending from 0.
  public let times: [Double]
  /// Index of each series' first observation; at the end the number of all observations.
  public private(set) var starts: [Int]
  /// Each observation's index in `times`; ascending within a series.
  public private(set) var ranks: [Int32]
  /// observations × dimension.
  public private(set) var values: [Double]
  /// For a window, the time at which it starts in its motion; else 0. One for each series.
  public private(set) var offsets: [Double]

  /// Number of series.
  public var count: Int { starts.count - 1 }
  /// Whether series are windows of a longer motion.
  public var isWindowed: Bool { offsets.contains { $0 > 0 } }
  /// The time of the last observation.
  public var end: Double { times.last ?? 1 }
  /// Observations of all series, starts included.
  public var observationCount: Int { ranks.count }

  /// Series of observations in ascending order of time.
  ///
  /// - Parameter offsets: nil where all are 0.
  /// - Precondition: each has at least two observations, and the first is complete and at time 0.
  public init(dimension: Int, series: [[Observation]], offsets: [Double]? = nil) {
    precondition(offsets.map { $0.count == series.count } ?? true, "an offset for each series")
    self.dimension = dimension
    let times = Set(series.joined().map { $0.time }).sorted()
    var places: [Double: Int32] = [:]
    for (place, time) in times.enumerated() { places[time] = Int32(place) }
    var (starts, ranks, values) = ([0], [Int32](), [Double]())
    for observations in series {
      precondition(
        observations.count >= 2 && observations[0].time == 0
          && observations[0].values.allSatisfy { $0.isFinite },
        "a series starts at time 0 with a complete observation, and has another")
      for observation in observations {
        precondition(observation.values.count == dimension, "a number for each coordinate")
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

  /// The observations of one series.
  public func observations(of series: Int) -> [Observation] {
    (starts[series]..<starts[series + 1]).map {
      (times[Int(ranks[$0])], Array(values[$0 * dimension..<($0 + 1) * dimension]))
    }
  }

  /// The first observation of a series.
  public func start(of series: Int) -> ArraySlice<Double> {
    let first = starts[series] * dimension
    return values[first..<first + dimension]
  }

  /// A subset of the series, with the times of all.
  public func rows(_ rows: [Int]) -> SeriesSamples {
    var part = self
    (part.starts, part.ranks, part.values) = ([0], [], [])
    for row in rows {
      let range = starts[row]..<starts[row + 1]
      part.ranks += ranks[range]
      part.values += values[range.lowerBound * dimension..<range.upperBound * dimension]
      part.starts.append(part.ranks.count)
    }
    part.offsets = rows.map { offsets[$0] }
    return part
  }

  /// Compares numbers; NaN equals NaN.
  public static func == (a: SeriesSamples, b: SeriesSamples) -> Bool {
    a.dimension == b.dimension && a.times == b.times && a.starts == b.starts && a.ranks == b.ranks
      && a.offsets == b.offsets
      && a.values.elementsEqual(b.values) { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }
}
