import Solvers
import NeuralODE

/// Training iterations on the oscillator of the reference runs, by gradient method.
struct SeriesBench<Scalar: LaneScalar> {
  let effort: BenchEffort
  /// Operations a second of `Peak`.
  let peak: Double

  func section() throws(SolveFailure) -> BenchSection {
    var section = BenchSection(
      kind: "series",
      title: "Training iterations on series: oscillator, 20 times, batch 16, tolerance 1e-4")
    for p in [0, 1] {
      for gradient in [GradientMethod.backpropagation, .checkpointed, .adjoint] {
        var data = DatasetConfiguration.published(.oscillator)
        // For batches of equal size: the last batch of an epoch is short.
        data.positiveCount = 96
        var run = RunConfiguration.published(data, p > 0 ? .anode : .node, augmentation: p)
        run.training.gradient = gradient
        let cost = try TrainingBench<Scalar>.cost(
          run, rounds: effort.rounds, iterations: effort.iterations)
        let model = p > 0 ? "ANODE p=\(p)" : "NODE"
        section.rows.append(cost.row("\(model), \(gradient.rawValue)", peak: peak))
      }
    }
    return section
  }
}
