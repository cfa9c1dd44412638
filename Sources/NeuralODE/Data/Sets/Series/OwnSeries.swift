extension DatasetKind {
  /// Series of a person's own table.
  public static let series: DatasetKind = {
    var kind = DatasetKind("series", "the series of a table", source: .ownSeries)
    kind.counts = (0, 0)
    kind.dimension = nil
    kind.window = nil
    kind.probe = .learned
    kind.classNames = ("starts below the mean", "starts above the mean")
    kind.publish = { $0.learnSeries() }
    return kind
  }()
}

extension DatasetConfiguration {
  /// The series of a table.
  public static func series(_ table: SeriesTable) -> DatasetConfiguration {
    var data = DatasetConfiguration.published(.series)
    data.positiveCount = table.count
    data.ownSeries = table
    return data
  }
}

extension SeriesSamples {
  /// The series that a configuration and a seed describe; nil where it describes none.
  init?(_ configuration: DatasetConfiguration, seed: UInt64) {
    switch configuration.kind.source {
    case .dynamics(let dynamics):
      guard let sampling = configuration.sampling ?? configuration.kind.sampling else { return nil }
      var generator = Xoshiro256(seed: seed, stream: 1)
      self.init(
        dynamics, sampling, count: configuration.negativeCount + configuration.positiveCount,
        noise: configuration.noise, using: &generator)
    case .ownSeries:
      guard let table = configuration.ownSeries else { return nil }
      self = table.samples
    case .drawn, .drawnWithNoise, .drawnInClasses, .function, .painted, .file, .images, .ownImages:
      return nil
    }
  }
}
