import NeuralODE

/// `anode data`
package enum DataCommand: Command {
  package static var description: CommandDescription {
    CommandDescription(
      name: "data", summary: "Describe a data file, without training",
      discussion: [
        """
        FILE (- for standard input) is a table (comma, semicolon, tab, bar or blanks between cells; decimal point or comma; \
        UTF-8 or UTF-16), an image, a file of weights (safetensors), or a folder of images in one of the forms of \
        anode images, with or without the word before the colon.
        """,
        """
        For a table it names the separators, the columns with their kind and range, the features and the label, \
        the classes with their counts or the range of the number to predict, and everything left out, with the reason. \
        A file that cannot be learned from is an error, as it is for the command that learns.
        """,
      ],
      operands: "FILE...",
      options: TableOptions.descriptions + WeightOptions.descriptions,
      examples: [
        .init(
          command: "anode data iris.csv", purpose: "Columns, features and classes of a table."),
        .init(
          command: "anode data wine.csv --label quality --features 1-11 --drop-missing",
          purpose: "The same for some columns, without the rows with gaps."),
        .init(
          command: "anode data mnist:mnist", purpose: "Numbers, sizes and classes of images."),
      ])
  }

  package static func run(_ options: ParsedOptions) throws {
    guard !options.operands.isEmpty else {
      throw UsageError.missingOperand(command: "data")
    }
    let request = try TableOptions.request(options)
    let hints = try WeightOptions.hints(options)
    var failures: [InputError] = []
    for (index, path) in options.operands.enumerated() {
      let report: (text: String, failure: InputError?)
      do throws(InputError) {
        report = try DataReport.text(of: path, request, hints)
      } catch {
        failures.append(error)
        continue
      }
      try StandardOutput.write((index > 0 ? "\n" : "") + report.text)
      if let failure = report.failure { failures.append(failure) }
    }
    guard failures.isEmpty else { throw InputErrors(errors: failures) }
  }
}
