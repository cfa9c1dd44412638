import NeuralODE

/// The options that say what of a table is learned, common to all commands that read one.
package enum TableOptions {
  /// Their descriptions.
  package static let descriptions: [OptionDescription] =
    [
      .init(
        "features", "LIST", .text, default: "all but the label and a column that counts the rows",
        "the table's columns to learn from, by name or number: x,y or 1-4,6"),
      .init(
        "label", "COLUMN", .text, default: "the last that is no feature",
        "the table's column to be told, by name or number"),
      .init(
        "target", "WHAT", .choice(OwnTable.Kind.words),
        default: nil, "what the label is, whatever it looks like"),
      .init(flag: "drop-missing", "leave out the table's rows with gaps, and count them"),
    ] + ofSigns

  /// Of tables of series, too.
  static let ofSigns: [OptionDescription] = [
    .init(
      "decimal", "SIGN", .choice(TableDialect.Sign.words), default: nil,
      "the sign before the table's decimals, where its numbers do not tell; the other separates thousands"
    ),
    .init(
      "thousands", "SIGN", .choice(TableDialect.Sign.words), default: nil,
      "the sign that separates the table's thousands; the other one comes before decimals"),
  ]

  /// Which signs numbers have, as far as options say it.
  ///
  /// - Throws: `UsageError` where both are one.
  static func signs(_ options: ParsedOptions) throws(UsageError) -> TableDialect.Signs {
    let signs = TableDialect.Signs(
      decimal: options.choice("decimal"), thousands: options.choice("thousands"))
    if let decimal = signs.decimal, decimal == signs.thousands {
      throw options.clash("decimal", nil, "thousands", nil, "one sign cannot be both")
    }
    return signs
  }

  /// The points of the table that `--csv` names, what was understood of it in a line, and the
  /// options that ask for it; nil where there is none.
  ///
  /// - Throws: `UsageError` for options of a table that there is not, `InputErrors` for one that
  ///   cannot be learned from.
  package static func table(
    _ options: ParsedOptions
  ) throws -> (points: PointList, summary: String, words: [String])? {
    guard let path = options.word("csv") else {
      let allowed = options.has("csv-series") ? ofSigns.map(\.name) : []
      for option in descriptions where options.has(option.name) && !allowed.contains(option.name) {
        throw UsageError.optionNeeds(
          command: options.command.name, option: "--\(option.name)", needed: "--csv")
      }
      return nil
    }
    if options.has("data") {
      throw options.clash("csv", nil, "data", nil, "the file's points are the data")
    }
    let request = try request(options)
    do throws(TableFailure) {
      let table = try OwnTable(path: path, request)
      var words = ["--csv", path]
      for option in descriptions where options.has(option.name) {
        words += ["--\(option.name)"] + (options.texts[option.name].map { [$0] } ?? [])
      }
      return (table.learned, table.summary, words)
    } catch {
      throw InputErrors(errors: [InputError(path: path, reason: error.description)])
    }
  }

  /// The description of the option that names a table.
  static let file = OptionDescription(
    "csv", "FILE", .path, default: nil,
    "learn the rows of this table: features, and two to twenty classes or a number")

  /// What they ask for.
  package static func request(
    _ options: ParsedOptions
  ) throws(UsageError) -> OwnTable.Request {
    OwnTable.Request(
      features: options.word("features"), label: options.word("label"),
      dropsMissing: options.has("drop-missing"), kind: options.choice("target"),
      signs: try signs(options))
  }
}
