import DifferentialEquations
import Glibc
import Lanes
import NeuralODE

/// Trains as asked, writing records by `TrainOutput`.
@MainActor func runTraining(_ request: TrainRequest) throws {
  switch request.precision {
  case .float: try train(request, in: Float.self)
  case .double: try train(request, in: Double.self)
  }
}

/// A run that could not go on. What was found until then has been written.
struct TrainingStopped: Error, CustomStringConvertible {
  let iteration: Int
  let failure: SolveFailure

  var description: String {
    let advice =
      switch failure {
      case .stepsExceeded: "; --max-steps allows more, --tolerance asks for less"
      case .stepUnderflow: ""
      case .nonFinite: "; a lower --learning-rate may help"
      }
    return "training stopped at iteration \(iteration): \(failure)\(advice)"
  }
}

@MainActor private func train<Scalar: LaneScalar>(_ request: TrainRequest, in _: Scalar.Type) throws
{
  let run = TrainingRun<Scalar>(request.configuration, parameters: request.weights)
  let evaluator = run.makeEvaluator()
  let inputs = run.dataset.inputs.map { Float($0) }
  let targets = run.dataset.targets.map { Float($0) }
  let heldOut = run.heldOut.map { ($0.inputs.map { Float($0) }, $0.targets.map { Float($0) }) }
  let iterations = request.length.iterations(perEpoch: run.iterationsPerEpoch)
  let every = request.every ?? run.iterationsPerEpoch
  let output = TrainOutput(format: request.format, iterations: iterations)
  defer { output.finish() }
  let isFlow = request.configuration.model.family != .resnet
  var lossSum = 0.0
  var lossCount = 0
  var seconds = 0.0
  for iteration in 1...iterations {
    let start = ContinuousClock.now
    let report: IterationReport
    do throws(SolveFailure) {
      report = try run.iterate()
    } catch {
      throw TrainingStopped(iteration: iteration, failure: error)
    }
    seconds += start.duration(to: .now) / .seconds(1)
    lossSum += report.loss
    lossCount += 1
    if iteration % every == 0 || iteration == iterations {
      try output.record(
        TrainRecord(
          epoch: Double(iteration) / Double(run.iterationsPerEpoch), iteration: iteration,
          loss: lossSum / Double(lossCount),
          accuracy: Double(evaluator.accuracy(inputs: inputs, targets: targets)),
          nfe: report.statistics.evaluations,
          accepted: isFlow ? report.statistics.accepted : nil,
          rejected: isFlow ? report.statistics.rejected : nil,
          testLoss: heldOut.map { Double(evaluator.meanLoss(inputs: $0.0, targets: $0.1)) },
          testAccuracy: heldOut.map { Double(evaluator.accuracy(inputs: $0.0, targets: $0.1)) },
          seconds: seconds))
      (lossSum, lossCount) = (0, 0)
    }
    output.progress(iteration)
  }
  if let path = request.savePath {
    let data = try run.checkpoint
      .data(isDouble: Scalar.self == Double.self)
    try OutputFile.write(data, to: path)
  }
}
