import DifferentialEquations
import NeuralODE

/// What a trial trains and looks at: a run on points, or one on images.
protocol TrialSubject {
  /// Updates that make a pass over the data.
  var iterationsPerEpoch: Int { get }
  /// Looks at the model.
  var evaluator: Evaluator<Float> { get }
  /// Samples trained on, evenly from the list, one after another: what is looked at beside training.
  var probe: [Float] { get }
  /// A number for each of them: a target, or a class.
  var probeLabels: [Float] { get }

  /// One update.
  func iterate() throws(SolveFailure) -> IterationReport
  /// Mean loss over what is trained on, and the share that is right.
  func judgeTraining() -> Judgement
  /// The same of what is held out; nil when nothing is.
  func judgeHeldOut() -> Judgement?
}

/// A run on points.
struct PointSubject: TrialSubject {
  let run: TrainingRun<Float>
  let evaluator: Evaluator<Float>
  let probe: [Float]
  let probeLabels: [Float]
  private let heldOut: (inputs: [Float], targets: [Float])?

  init(_ configuration: RunConfiguration) {
    run = TrainingRun(configuration)
    evaluator = run.makeEvaluator(capacity: 512)
    let data = run.dataset
    let part = data.rows(Array(evenly(data.count, atMost: 256)))
    probe = part.inputs.map { Float($0) }
    probeLabels = part.targets.map { Float($0) }
    heldOut = run.heldOut.map { ($0.inputs.map { Float($0) }, $0.targets.map { Float($0) }) }
  }

  var iterationsPerEpoch: Int { run.iterationsPerEpoch }

  func iterate() throws(SolveFailure) -> IterationReport { try run.iterate() }

  func judgeTraining() -> Judgement {
    judge(run.dataset.inputs.map { Float($0) }, run.dataset.targets.map { Float($0) })
  }

  func judgeHeldOut() -> Judgement? { heldOut.map { judge($0.inputs, $0.targets) } }

  private func judge(_ inputs: [Float], _ targets: [Float]) -> Judgement {
    Judgement(
      loss: Double(evaluator.meanLoss(inputs: inputs, targets: targets)),
      accuracy: Double(evaluator.accuracy(inputs: inputs, targets: targets)))
  }
}

/// A run on images, on one thread: trials share out the others.
struct ImageSubject: TrialSubject {
  private let run: ImageRun<Float>
  let evaluator: Evaluator<Float>
  let probe: [Float]
  let probeLabels: [Float]

  init(_ set: ImageSet, _ variant: Variant) {
    let images = set.training(on: variant.trainingImages)
    let configuration = variant.configuration
    run = ImageRun(
      images: images, model: configuration.model, training: configuration.training,
      seed: configuration.seed)
    evaluator = run.makeEvaluator()
    let part = images.training.rows(evenly(images.training.count, atMost: evaluator.capacity))
    probe = part.pixels
    probeLabels = part.labels.map { Float($0) }
  }

  var iterationsPerEpoch: Int { run.iterationsPerEpoch }

  func iterate() throws(SolveFailure) -> IterationReport { try run.iterate() }

  func judgeTraining() -> Judgement { run.judge(run.images.training) }

  func judgeHeldOut() -> Judgement? { run.judge() }
}

/// Up to `limit` of the first `count` numbers, evenly.
private func evenly(_ count: Int, atMost limit: Int) -> StrideTo<Int> {
  stride(from: 0, to: count, by: max(1, (count + limit - 1) / limit))
}
