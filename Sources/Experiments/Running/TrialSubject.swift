import Solvers
import NeuralODE

/// What a trial trains and looks at.
struct TrialSubject {
  let run: TrainingRun<Float>
  /// Looks at the model.
  let evaluator: Evaluator<Float>
  /// Samples trained on, evenly from the list, one after another: what is looked at beside
  /// training.
  let probe: [Float]
  /// A number for each of them: a target, or a class.
  let probeLabels: [Float]
  private let heldOutSeries: SeriesSamples?
  private let heldOut: (inputs: [Float], targets: [Float])?

  /// The run of a variant, on images where there are some.
  init(_ variant: Variant, _ images: ImageSet?) {
    var configuration = variant.configuration
    if let images {
      configuration.data = .published(.images(images.training(on: variant.trainingImages)))
    }
    // On one thread: trials share out the others.
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

  /// The probe's features, a row a sample; nil where the solve fails.
  func features() -> [Float]? {
    let size = probeLabels.count * evaluator.features
    let states = evaluator.trajectories(of: probe, times: [1]).states.suffix(size)
    return states.count == size ? Array(states) : nil
  }

  /// Mean loss over what is trained on, and the share that is right.
  func evaluateTraining() -> Score {
    if let evaluation = run.imageEvaluation, let images = run.configuration.data.images {
      return evaluation.evaluate(images.training)
    }
    if let series = run.dataset.series { return evaluate(series) }
    return evaluate(run.dataset.inputs.map { Float($0) }, run.dataset.targets.map { Float($0) })
  }

  /// The same of what is held out; nil when nothing is.
  func evaluateHeldOut() -> Score? {
    if let evaluation = run.imageEvaluation, let images = run.configuration.data.images {
      return evaluation.evaluate(images.test)
    }
    if let heldOutSeries { return evaluate(heldOutSeries) }
    return heldOut.map { evaluate($0.inputs, $0.targets) }
  }

  /// Mean squared error beyond the last observation; nil but for series of a law of motion, and
  /// where a solve fails.
  func evaluateExtrapolation() -> Double? {
    guard let series = run.dataset.series, let law = run.configuration.data.dynamics else {
      return nil
    }
    let loss = evaluator.extrapolationLoss(of: series, law: law)
    return loss.isFinite ? loss : nil
  }

  /// Of series there is no right and wrong.
  private func evaluate(_ series: SeriesSamples) -> Score {
    Score(loss: evaluator.seriesLoss(of: series), accuracy: nil)
  }

  private func evaluate(_ inputs: [Float], _ targets: [Float]) -> Score {
    Score(
      loss: Double(evaluator.meanLoss(inputs: inputs, targets: targets)),
      accuracy: evaluator.accuracy(inputs: inputs, targets: targets).map { Double($0) })
  }

  /// Up to `limit` of the first `count` numbers, evenly.
  private static func evenly(_ count: Int, atMost limit: Int) -> StrideTo<Int> {
    stride(from: 0, to: count, by: max(1, (count + limit - 1) / limit))
  }
}
