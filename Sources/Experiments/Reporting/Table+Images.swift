import CellGraphics
import NeuralODE

extension Table {
  /// Accuracy on the images held out, beside what was published; a row a variant. Empty for an
  /// experiment on points.
  package static func accuracies(_ report: Report, _ experiment: Experiment) -> String {
    guard let demand = experiment.images else { return "" }
    let samples = report.samples(experiment)
    let hasPublished = !demand.published.isEmpty
    var text =
      "\n"
      + row(
        ["variant", "filters", "parameters", "accuracy held out, %"]
          + (hasPublished ? ["published, %"] : []))
    text += row(Array(repeating: "---", count: hasPublished ? 5 : 4))
    for variant in experiment.variants {
      let model = variant.configuration.model
      // Without its images, whose extents say how many, a model has no number of parameters.
      let parameters = report.plan.setting(of: experiment).map {
        model.parameterCount(inputs: $0.shape.count, outputs: $0.classes)
      }
      text += row(
        [
          variant.name, "\(model.hidden)", parameters.map(String.init) ?? "-",
          accuracy(errors: samples.values(.heldOutError, variant.name)),
        ] + (hasPublished ? [demand.published[variant.name] ?? ""] : []))
    }
    return text
  }

  /// Median and quartiles in percent, with two decimals; a dash where runs ended without an
  /// accuracy.
  private static func accuracy(errors: [Double]) -> String {
    guard let error = Quartiles(errors) else { return "-" }
    func percent(_ error: Double) -> String {
      error.isFinite ? NumberText.fixed(100 * (1 - error), 2) : "-"
    }
    return "\(percent(error.median)) [\(percent(error.upper)), \(percent(error.lower))]"
  }
}
