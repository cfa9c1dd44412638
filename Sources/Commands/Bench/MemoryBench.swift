import Solvers
import NeuralODE

/// Memory of a run on images after an iteration, by gradient method and NFE. Fixed steps give the
/// same number of evaluations for all weights.
struct MemoryBench<Scalar: LaneScalar> {
  let effort: BenchEffort

  func section() throws -> BenchSection {
    var section = BenchSection(
      kind: "memory", title: "MiB held by a run on images, batch 64, fixed steps of rk4")
    let digits = try ImageSource.digits.load(limit: 128)
    for setting in ImageBench<Scalar>.settings {
      let images = digits.framed(side: setting.side)
      for gradient in [GradientMethod.backpropagation, .checkpointed, .adjoint] {
        for steps in effort.isQuick ? [1, 2] : [5, 20] {
          let held = try Self.held(
            images, setting.model(images), gradient: gradient, steps: steps)
          section.rows.append(
            JSONLine([
              ("name", .text(setting.name)), ("gradient", .text(gradient.rawValue)),
              ("nfe", .integer(held.report.statistics.evaluations)),
              ("backwardNFE", .integer(held.report.backwardEvaluations)),
              ("MiB", .number(Double(held.bytes) / 1_048_576, digits: 4)),
            ]))
        }
      }
    }
    return section
  }

  /// Bytes after an iteration: weights, images, states, tape and the evaluation.
  static func held(
    _ images: ImageSet, _ model: ModelConfiguration, gradient: GradientMethod, steps: Int
  ) throws(SolveFailure) -> (bytes: Int, report: IterationReport) {
    var training = TrainingConfiguration()
    training.loss = .crossEntropy
    training.gradient = gradient
    training.solver = Tableau.named("rk4") ?? training.solver
    training.fixedSteps = steps
    let meter = LaneMeter()
    let outcome = LaneMeter.$current.withValue(meter) {
      Result { () throws(SolveFailure) in
        let run = TrainingRun<Scalar>(
          RunConfiguration(data: .published(.images(images)), model: model, training: training))
        _ = run.imageEvaluation
        let report = try run.iterate()
        // Read before the run is freed.
        return withExtendedLifetime(run) { (meter.bytes, report) }
      }
    }
    return try outcome.get()
  }
}
