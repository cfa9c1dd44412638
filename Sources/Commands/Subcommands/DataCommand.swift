import NeuralODE

/// `anode data`: what would be understood of a file, without training.
package enum DataCommand: Command {
  package static var description: CommandDescription {
    CommandDescription(
      name: "data", summary: "Say what would be understood of a file, without training",
      discussion: [
        """
        FILE (- for standard input) is a table (comma, semicolon, tab, bar or blanks between cells; decimal point or comma; UTF-8 or \
        UTF-16), an image, a file of weights (safetensors), or a folder of images in one of the forms that \
        anode images takes, with or without the word before the colon.
        """,
        """
        Of a table it says what parts the cells, the columns with their kind and range, which are features and \
        which one is the label, the classes with their numbers or the range of the number to be told, and what \
        is left out and why. A file that cannot be learned from is an error, as it would be for the command \
        that learns.
        """,
      ],
      operands: "FILE...",
      options: TableOptions.descriptions,
      examples: [
        .init(
          command: "anode data iris.csv", purpose: "Columns, features and classes of a table."),
        .init(
          command: "anode data wine.csv --label quality --features 1-11 --drop-missing",
          purpose: "The same of some columns, rows with gaps left out."),
        .init(
          command: "anode data mnist:mnist", purpose: "Numbers, sizes and classes of images."),
      ])
  }

  package static func run(_ options: ParsedOptions) throws {
    guard !options.operands.isEmpty else {
      throw UsageError.missingOperand(command: "data")
    }
    let request = try TableOptions.request(options)
    var failures: [InputError] = []
    for (index, path) in options.operands.enumerated() {
      let report: (text: String, failure: InputError?)
      do throws(InputError) {
        report = try DataReport.text(of: path, request)
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
