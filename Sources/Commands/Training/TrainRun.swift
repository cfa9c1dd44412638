import Solvers
import NeuralODE

@MainActor func runTraining(_ request: TrainRequest) throws {
  switch request.precision {
  case .float: try train(request, in: Float.self)
  case .double: try train(request, in: Double.self)
  }
}

@MainActor private func train<Scalar: LaneScalar>(_ request: TrainRequest, in _: Scalar.Type) throws
{
  let run = TrainingRun<Scalar>(request.configuration, parameters: request.weights)
  let evaluator = run.makeEvaluator()
  let inputs = run.dataset.inputs.map { Float($0) }
  let targets = run.dataset.targets.map { Float($0) }
  let series = run.heldOut?.series
  let isOfSeries = run.dataset.series != nil
  let heldOut =
    isOfSeries
    ? nil : run.heldOut.map { ($0.inputs.map { Float($0) }, $0.targets.map { Float($0) }) }
  let iterations = request.length.iterations(perEpoch: run.iterationsPerEpoch)
  let every = request.every ?? run.iterationsPerEpoch
  let output = RecordOutput(format: request.format, iterations: iterations)
  defer { output.finish() }
  let isFlow = request.configuration.model.family.isFlow
  try run.train(iterations, every: every) { stretch in
    let statistics = stretch.report.statistics
    try output.record(
      TrainRecord(
        epoch: stretch.epoch, iteration: stretch.iteration, loss: stretch.loss,
        accuracy: isOfSeries
          ? nil : evaluator.accuracy(inputs: inputs, targets: targets).map { Double($0) },
        nfe: statistics.evaluations, accepted: isFlow ? statistics.accepted : nil,
        rejected: isFlow ? statistics.rejected : nil,
        testLoss: series.map { evaluator.seriesLoss(of: $0) }
          ?? heldOut.map { Double(evaluator.meanLoss(inputs: $0.0, targets: $0.1)) },
        testAccuracy: heldOut.flatMap {
          evaluator.accuracy(inputs: $0.0, targets: $0.1).map { Double($0) }
        },
        seconds: stretch.seconds
      ).columns)
  } progress: {
    output.progress($0)
  }
  if let path = request.savePath {
    let data = try run.checkpoint
      .data(isDouble: Scalar.self == Double.self)
    try WritePermission.person(force: true).write(data, to: path)
  }
}
