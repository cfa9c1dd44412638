import DifferentialEquations
import NeuralODE

/// `anode train`: one model, without a terminal.
package enum TrainCommand: Command {
  /// See `Command`.
  package static let description = CommandDescription(
    name: "train", summary: "Train one model without a screen, and write its metrics",
    discussion: [
      """
      Metrics go to standard output, one record a line: epoch, iteration, loss, accuracy, nfe \
      (function evaluations of the last forward solve), accepted and rejected steps, loss and accuracy of \
      the points held out, seconds. Progress goes to standard error, if that is a terminal. The defaults \
      are the published toy setting; equal options give equal numbers.
      """
    ],
    options: DataOptions.descriptions + [
      .init("model", "FAMILY", .choice(ModelFamily.words), default: "anode", "kind of model"),
      .init("p", "N", .integer(0...256), default: "1", "augmented dimensions of an ANODE"),
      .init("hidden", "N", .integer(1...1024), default: "32; flip: 16", "width of hidden layers"),
    ] + RunOptions.field + [
      .init(
        flag: "readout", "map features to the output linearly (default, except for flip)"
      ),
      .init(
        flag: "no-readout",
        "take the first feature itself as the output (default for flip, and there only)"),
      .init("blocks", "N", .integer(1...1000), default: "5", "residual blocks of a ResNet"),
    ] + RunOptions.length(epochs: TrainRequest.epochs, data: "data") + [
      .init("batch", "N", .integer(1...10_000_000), default: "64; flip: 32", "points in a batch")
    ] + TrainingOptions.descriptions
      + RunOptions.output(seedOf: "data, weights and batches"),
    examples: [
      .init(
        command: "anode train --data annulus --model anode --p 1 --epochs 12 --seed 0",
        purpose: "The paper's toy experiment: the augmented model on the annulus."),
      .init(
        command: "anode train --model node --every 10 --format csv > node.csv",
        purpose: "The plain Neural ODE, a row every ten iterations, for a plotting program."),
    ])

  /// See `Command`.
  package static func run(_ options: ParsedOptions) throws {
    try runTraining(TrainRequest(options))
  }
}

extension CaseIterable where Self: RawRepresentable, RawValue == String {
  /// The words of an option that chooses among the cases.
  static var words: [String] { allCases.map(\.rawValue) }
}
