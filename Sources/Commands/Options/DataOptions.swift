import NeuralODE

/// How to read a table: options of every command that learns from one.
package enum TableOptions {
  package static let descriptions: [OptionDescription] =
    [
      .init(
        "features", "LIST", .text, default: "all but the label and a column that counts the rows",
        "the table's columns to learn from, by name or number: x,y or 1-4,6"),
      .init(
        "label", "COLUMN", .text, default: "the last that is not a feature",
        "the table's column to predict, by name or number"),
      .init(
        "target", "WHAT", .choice(OwnTable.Kind.words),
        default: nil, "the kind of label, whatever its values"),
      .init(flag: "drop-missing", "leave out and count the table's rows with gaps"),
      .init(
        flag: "no-standardise",
        "learn the table's numbers as they are, for a model that was trained on them"),
    ] + ofSigns

  /// For tables of series too.
  static let ofSigns: [OptionDescription] = [
    .init(
      "decimal", "SIGN", .choice(TableDialect.Sign.words), default: nil,
      "the table's decimal sign, if its numbers are ambiguous; the other one separates thousands"),
    .init(
      "thousands", "SIGN", .choice(TableDialect.Sign.words), default: nil,
      "the table's thousands separator; the other sign is the decimal sign"),
  ]

  /// - Throws: `UsageError` if both are the same sign.
  static func signs(_ options: ParsedOptions) throws(UsageError) -> TableDialect.Signs {
    let signs = TableDialect.Signs(
      decimal: options.choice("decimal"), thousands: options.choice("thousands"))
    if let decimal = signs.decimal, decimal == signs.thousands {
      throw options.clash("decimal", "thousands", "one sign cannot be both")
    }
    return signs
  }

  /// The points of `--csv`, a one-line summary, and the options as typed; nil without `--csv`.
  ///
  /// - Throws: `UsageError` for table options without `--csv`, `InputErrors` for an unusable table.
  package static func table(
    _ options: ParsedOptions
  ) throws -> (points: PointList, summary: String, words: [String])? {
    guard let path = options.word("csv") else {
      let allowed = options.has("csv-series") ? ofSigns.map(\.name) : []
      try options.require("--csv", for: descriptions.map(\.name).filter { !allowed.contains($0) })
      return nil
    }
    try options.refuse(["data"], beside: "csv", "the file's points are the data")
    let request = try request(options)
    let table = try reading(path) { try OwnTable(path: path, request) }
    var words = ["--csv", path]
    for option in descriptions where options.has(option.name) {
      words += ["--\(option.name)"] + (options.texts[option.name].map { [$0] } ?? [])
    }
    return (table.learned, table.summary, words)
  }

  static let file = OptionDescription(
    "csv", "FILE", .path, default: nil,
    "learn the rows of this table: features, and two to twenty classes or a number")

  package static func request(
    _ options: ParsedOptions
  ) throws(UsageError) -> OwnTable.Request {
    var request = OwnTable.Request(
      features: options.word("features"), label: options.word("label"),
      dropsMissing: options.has("drop-missing"), kind: options.choice("target"),
      signs: try signs(options))
    request.standardises = !options.has("no-standardise")
    return request
  }
}

/// Which series of a file are learned: options of every command that trains.
enum SeriesOptions {
  private static let ofTables = ["time-column", "series-column", "window"]

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
      "window", "N", .integer(2...100_000), default: "whole series",
      "cut the file's series into overlapping windows of N observations"),
  ]

  /// Refuses options of the other kind of data.
  static func check(_ options: ParsedOptions) throws(UsageError) {
    if options.has("csv-series") {
      for name in ["data", "csv", "label"] where options.has(name) {
        throw options.clash("csv-series", name, "the file's series are the data")
      }
      return
    }
    try options.require("--csv-series", for: ofTables)
  }

  static func table(_ options: ParsedOptions) throws -> SeriesTable? {
    guard let path = options.word("csv-series") else { return nil }
    let signs = try TableOptions.signs(options)
    let columns = SeriesTable.Columns(
      time: options.word("time-column"), series: options.word("series-column"),
      window: options.integer("window"))
    return try reading(path) { try SeriesTable(Table(path: path, signs: signs), columns) }
  }

  /// As typed.
  static func words(_ options: ParsedOptions) -> [String] {
    (["csv-series"] + ofTables + TableOptions.ofSigns.map(\.name)).flatMap { name in
      options.texts[name].map { ["--\(name)", $0] } ?? []
    }
  }
}

/// Which images are learned: options of every command that learns images.
package enum ImageOptions {
  /// Without the option for the source, which each command names differently.
  package static let descriptions: [OptionDescription] = [
    .init(
      "size", "N", .integer(2...1024), default: "as they are",
      "average the images down to N pixels a side"),
    .init(
      "limit", "N", .integer(1...10_000_000), default: "all",
      "at most N images to train on, and N held out"),
  ]

  package static func source(
    _ options: ParsedOptions, option: String, default text: String,
    forms: [String] = ImageSource.forms
  ) throws(UsageError) -> ImageSource {
    let text = options.word(option) ?? text
    guard let source = ImageSource(text) else {
      throw .badValue(
        command: options.command.name, option: "--\(option)", value: text,
        accepted: SettingKind.list(forms), suggestion: nearest(to: text, among: forms))
    }
    return source
  }

  /// As typed.
  static func words(_ options: ParsedOptions) -> [String] {
    ["images", "size", "limit"].flatMap { name in
      options.texts[name].map { ["--\(name)", $0] } ?? []
    }
  }

  /// - Throws: `InputErrors` for unreadable or invalid files.
  package static func load(_ source: ImageSource, _ options: ParsedOptions) throws -> ImageSet {
    do throws(ImageFailure) {
      return try source.load(size: options.integer("size"), limit: options.integer("limit"))
    } catch {
      throw InputErrors(error.path, error.reason)
    }
  }
}
