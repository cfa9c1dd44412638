import NeuralODE

/// The options that say which series of a file are learned, common to all commands that train.
enum SeriesOptions {
  private static let ofTables = ["time-column", "series-column", "window"]

  /// Their descriptions.
  static let descriptions: [OptionDescription] = [
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

  /// Refuses options of the other kind of data.
  static func check(_ options: ParsedOptions) throws(UsageError) {
    if options.has("csv-series") {
      for name in ["data", "csv", "label"] where options.has(name) {
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
    var columns = SeriesTable.Columns(
      time: options.word("time-column"), series: options.word("series-column"),
      window: options.integer("window"))
    columns.signs = try TableOptions.signs(options)
    do throws(TableFailure) {
      return try SeriesTable(path: path, columns)
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
}
