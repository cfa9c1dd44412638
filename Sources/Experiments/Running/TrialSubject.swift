import Solvers
import NeuralODE

/// The run of a trial, with its evaluator and data for measurements.
struct TrialSubject {
  let run: TrainingRun<Float>
  let evaluator: Evaluator<Float>
  /// Evenly chosen training points for measurements, points × d.
  let probe: [Float]
  /// Targets or class numbers of the probe.
  let probeLabels: [Float]
  private let heldOutSeries: SeriesSamples?
  private let heldOut: (inputs: [Float], targets: [Float])?

  init(_ variant: Variant, _ images: ImageSet?) {
    var configuration = variant.configuration
    if let images {
      configuration.data = .published(.images(images.training(on: variant.trainingImages)))
    }
    // On one thread: other trials use the others.
    run = TrainingRun(configuration)
    if let images = configuration.data.images {
      evaluator = run.makeEvaluator(capacity: 64)
      let part = images.training.rows(
        Self.evenly(images.training.count, atMost: evaluator.capacity))
      probe = part.pixels
      probeLabels = part.labels.map { Float($0) }
      (heldOut, heldOutSeries) = (nil, nil)
      return
    }
    evaluator = run.makeEvaluator(capacity: 512)
    let data = run.dataset
    let part = data.rows(Array(Self.evenly(data.count, atMost: 256)))
    probe = part.inputs.map { Float($0) }
    probeLabels = part.targets.map { Float($0) }
    heldOutSeries = run.heldOut?.series
    heldOut = run.heldOut.map { ($0.inputs.map { Float($0) }, $0.targets.map { Float($0) }) }
  }

  /// The probe's features, samples × features; nil if the solve fails.
  func features() -> [Float]? {
    let size = probeLabels.count * evaluator.features
    let states = evaluator.trajectories(of: probe, times: [1]).states.suffix(size)
    return states.count == size ? Array(states) : nil
  }

  func evaluateTraining() -> Score {
    if let evaluation = run.imageEvaluation, let images = run.configuration.data.images {
      return evaluation.evaluate(images.training)
    }
    if let series = run.dataset.series { return evaluate(series) }
    return evaluate(run.dataset.inputs.map { Float($0) }, run.dataset.targets.map { Float($0) })
  }

  /// nil if nothing is held out.
  func evaluateHeldOut() -> Score? {
    if let evaluation = run.imageEvaluation, let images = run.configuration.data.images {
      return evaluation.evaluate(images.test)
    }
    if let heldOutSeries { return evaluate(heldOutSeries) }
    return heldOut.map { evaluate($0.inputs, $0.targets) }
  }

  /// Mean squared error beyond the last observation; nil except for series of a law of motion, and
  /// if a solve fails.
  func evaluateExtrapolation() -> Double? {
    guard let series = run.dataset.series, let law = run.configuration.data.dynamics else {
      return nil
    }
    let loss = evaluator.extrapolationLoss(of: series, law: law)
    return loss.isFinite ? loss : nil
  }

  private func evaluate(_ series: SeriesSamples) -> Score {
    Score(loss: evaluator.seriesLoss(of: series), accuracy: nil)
  }

  private func evaluate(_ inputs: [Float], _ targets: [Float]) -> Score {
    Score(
      loss: Double(evaluator.meanLoss(inputs: inputs, targets: targets)),
      accuracy: evaluator.accuracy(inputs: inputs, targets: targets).map { Double($0) })
  }

  /// At most `limit` evenly spaced numbers below `count`.
  private static func evenly(_ count: Int, atMost limit: Int) -> StrideTo<Int> {
    stride(from: 0, to: count, by: max(1, (count + limit - 1) / limit))
  }
}
