import NeuralODE

/// The options that say which series are learned, common to all commands that train.
enum SeriesOptions {
  static let ofLaws = ["series", "observations", "end-time", "missing"]
  private static let ofTables = ["time-column", "series-column", "window"]

  /// Their descriptions.
  static var descriptions: [OptionDescription] {
    let sampled = DatasetKind.named.filter { $0.sampling != nil }
    func list(_ number: (DatasetKind) -> String) -> String {
      sampled.map { "\($0.rawValue): \(number($0))" }.joined(separator: "; ")
    }
    return [
      .init(
        "series", "N", .integer(1...100_000), default: list { "\($0.counts.positive)" },
        "how many series of a law of motion are observed"),
      .init(
        "observations", "N", .integer(2...100_000),
        default: list { "\($0.sampling?.observations ?? 0)" },
        "observations of each, its start among them"),
      .init(
        "end-time", "T", .positive(upTo: 1000), default: list { "\($0.sampling?.end ?? 0)" },
        "time of the last of them"),
      .init(
        "missing", "X", .number(0...0.95), default: "0",
        "share of observations that is left out at random"),
      .init(
        "csv-series", "FILE", .path, default: nil,
        "learn the series of this file: a time column and one or more columns of values"),
      .init(
        "time-column", "COLUMN", .text, default: "one called time, or the first",
        "the file's time column, by name or number"),
      .init(
        "series-column", "COLUMN", .text, default: "one called series, or none",
        "the column that tells the file's series apart, by name or number"),
      .init(
        "window", "N", .integer(2...100_000), default: "series are whole",
        "cut the file's series into overlapping windows of so many observations"),
    ]
  }

  /// Refuses options of the other kind of data.
  static func check(_ options: ParsedOptions) throws(UsageError) {
    if options.has("csv-series") {
      for name in ["data", "csv", "label", "points", "noise", "rings"] + ofLaws
      where options.has(name) {
        throw options.clash("csv-series", nil, name, nil, "the file's series are the data")
      }
      return
    }
    for name in ofTables where options.has(name) {
      throw UsageError.optionNeeds(
        command: options.command.name, option: "--\(name)", needed: "--csv-series")
    }
  }

  /// The series of a file; nil where none is named.
  static func table(_ options: ParsedOptions) throws -> SeriesTable? {
    guard let path = options.word("csv-series") else { return nil }
    let signs = try TableOptions.signs(options)
    do throws(TableFailure) {
      return try SeriesTable(
        Table(path: path, signs: signs),
        SeriesTable.Columns(
          time: options.word("time-column"), series: options.word("series-column"),
          window: options.integer("window")))
    } catch {
      throw InputErrors(errors: [InputError(path: path, reason: error.description)])
    }
  }

  /// The options that name a file's series, as typed.
  static func words(_ options: ParsedOptions) -> [String] {
    (["csv-series"] + ofTables + TableOptions.ofSigns.map(\.name)).flatMap { name in
      options.texts[name].map { ["--\(name)", $0] } ?? []
    }
  }

  /// How a law of motion is observed.
  static func apply(
    _ options: ParsedOptions, to data: inout DatasetConfiguration
  ) throws(UsageError) {
    guard var sampling = data.sampling else {
      for name in ofLaws where options.has(name) {
        throw options.clash(
          name, nil, "data", data.kind.rawValue, "its points are no series of observations")
      }
      return
    }
    if options.has("points") {
      throw options.clash(
        "points", nil, "data", data.kind.rawValue, "it has series, which --series counts")
    }
    if let count = options.integer("series") {
      (data.negativeCount, data.positiveCount) = (0, count)
    }
    sampling.observations = options.integer("observations") ?? sampling.observations
    sampling.end = options.real("end-time") ?? sampling.end
    sampling.missing = options.real("missing") ?? sampling.missing
    data.sampling = sampling
  }
}
