import NeuralODE

/// What a file of weights does not say itself: options of every command that reads one.
enum WeightOptions {
  static let descriptions: [OptionDescription] = [
    .init(
      "map", "NAMES", .text, default: nil,
      "the file's names for the maps: 'net.{0,2,4}=fc{1,2,3} head=readout'"),
    .init(
      "time-input", "WHERE", .choice(TimeInput.words), default: nil,
      "where t is among the inputs of the file's first map, if the file does not say it"),
    .init(
      "span", "T0,T1", .text, default: "as the file says, or 0,1",
      "the times of the start and the end of the file's flow"),
  ]

  /// - Throws: `UsageError` for a span that is none.
  static func hints(_ options: ParsedOptions) throws(UsageError) -> WeightHints {
    var hints = WeightHints()
    hints.map = options.word("map")
    hints.time = options.choice("time-input")
    if let text = options.word("span") {
      guard let span = TimeSpan(text) else {
        throw .badValue(
          command: options.command.name, option: "--span", value: text,
          accepted: "two times in ascending order, such as 0,5", suggestion: nil)
      }
      hints.span = span
    }
    return hints
  }
}
