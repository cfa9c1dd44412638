import NeuralODE

/// The options that say what of a table is learned, common to all commands that read one.
package enum TableOptions {
  /// Their descriptions.
  package static let descriptions: [OptionDescription] = [
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
  ]

  /// What they ask for.
  package static func request(_ options: ParsedOptions) -> OwnTable.Request {
    OwnTable.Request(
      features: options.word("features"), label: options.word("label"),
      dropsMissing: options.has("drop-missing"), kind: options.choice("target"))
  }
}
