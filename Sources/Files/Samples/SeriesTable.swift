/// A user's series in a table: a time column, one or more value columns and, for several series, a
/// column that tells them apart.
public struct SeriesTable: Sendable, Equatable {
  /// Names of the value columns.
  public let names: [String]
  /// The file's name.
  public let name: String
  /// Observations, series by series: times from each series' start in units of `timeUnit`, values
  /// standardised.
  public let samples: SeriesSamples
  /// The model's unit of time, in the table's unit.
  public let timeUnit: Double
  /// Mean and standard deviation of each value column.
  public let scales: [Scale]
  /// Explains to the user how the table was read, a line each.
  public let notes: [String]

  /// Value columns.
  public var dimension: Int { names.count }
  /// Series.
  public var count: Int { samples.count }

  /// Columns by name, or by number from 1.
  public struct Columns: Sendable, Equatable {
    /// The time; nil: a column called time, t, date or year, or else the first.
    public var time: String?
    /// The series; nil: a column called series, id or trial, if there is one.
    public var series: String?
    /// Observations per window, to cut each series into overlapping ones; nil: whole series.
    public var window: Int?

    /// By default columns are guessed.
    public init(time: String? = nil, series: String? = nil, window: Int? = nil) {
      (self.time, self.series, self.window) = (time, series, window)
    }
  }
}

extension SeriesTable {
  /// Series that are as they are: not standardised, in the model's own time.
  package init(_ samples: SeriesSamples, name: String) {
    self.init(
      names: (1...samples.dimension).map { "x\($0)" }, name: name, samples: samples, timeUnit: 1,
      scales: Array(repeating: Scale(mean: 0, deviation: 1), count: samples.dimension), notes: [])
  }
}

/// Standardises numbers of a file.
public struct Scale: Sendable, Equatable {
  /// The mean, in the file's unit.
  public let mean: Double
  /// The standard deviation; 1 for equal numbers.
  public let deviation: Double

  package init(mean: Double, deviation: Double) {
    (self.mean, self.deviation) = (mean, deviation)
  }

  /// A standardised number in the file's unit.
  public func value(_ number: Double) -> Double { mean + deviation * number }
}
