import CellGraphics
import NeuralODE

extension Table {
  /// Accuracy on the images held out, beside what was published; a row a variant. Empty for an experiment on points.
  public static func accuracies(_ report: Report, _ experiment: Experiment) -> String {
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
      let accuracies = samples.values(.heldOutError, variant.name).map { 100 * (1 - $0) }
      text += row(
        [
          variant.name, "\(model.hidden)", parameters.map(String.init) ?? "-",
          accuracies.contains { $0.isFinite } ? words(accuracies) : "-",
        ] + (hasPublished ? [demand.published[variant.name] ?? ""] : []))
    }
    return text
  }

  /// Median and quartiles with two decimals; a run without an accuracy counts as 0.
  private static func words(_ accuracies: [Double]) -> String {
    guard let quartiles = Quartiles(accuracies.map { $0.isFinite ? $0 : 0 }) else { return "-" }
    func fixed(_ value: Double) -> String { NumberText.fixed(value, 2) }
    return "\(fixed(quartiles.median)) [\(fixed(quartiles.lower)), \(fixed(quartiles.upper))]"
  }
}
