import Solvers
import NeuralODE

/// `anode train`
package enum TrainCommand: Command {
  package static var description: CommandDescription {
    CommandDescription(
      name: "train", summary: "Train one model without a screen, and write its metrics",
      discussion: [
        """
        Metrics go to standard output, one record a line: epoch, iteration, loss (the mean over the iterations since \
        the last record), accuracy, nfe (function evaluations of the last forward solve), accepted and rejected steps, \
        loss and accuracy of the points held out, seconds. Progress goes to standard error, if that is a terminal. The \
        defaults are the published toy setting; equal options give equal numbers.
        """
      ],
      options: data + [TableOptions.file] + TableOptions.descriptions + SeriesOptions.descriptions
        + SettingOptions.descriptions([.model], defaults: ["p": "1"])
        + RunOptions.length(epochs: TrainRequest.epochs, data: "data")
        + SettingOptions.descriptions([.training, .solver])
        + RunOptions.output,
      examples: [
        .init(
          command: "anode train --data annulus --model anode --p 1 --epochs 12 --seed 0",
          purpose: "The paper's toy experiment: the augmented model on the annulus."),
        .init(
          command: "anode train --model node --every 10 --format csv > node.csv",
          purpose: "The plain Neural ODE, a row every ten iterations, for a plotting program."),
      ])
  }

  /// Without images, which are for `anode images`.
  nonisolated private static var data: [OptionDescription] {
    var options = SettingOptions.descriptions([.data], except: ["seed"])
    options[0].kind = .choice(DatasetKind.ofPoints.map(\.rawValue))
    return options
  }

  package static func run(_ options: ParsedOptions) throws {
    let request = try TrainRequest(options)
    for note in request.configuration.data.table?.notes ?? [] {
      Descriptor.complain("anode: \(note.harmless)")
    }
    try runTraining(request)
  }
}
