import Solvers
import NeuralODE

/// Trains the request's models one after the other, and compares two.
@MainActor func trainImages<Scalar: LaneScalar>(
  _ request: ImagesRequest, in _: Scalar.Type
) throws {
  var last: [ImageRecord] = []
  for model in request.models {
    last.append(try train(model, request, isFirst: last.isEmpty, in: Scalar.self))
  }
  guard last.count > 1 else { return }
  var table = TextTable([
    "model", "filters", "p", "parameters", "test accuracy", "test loss", "nfe", "seconds",
  ])
  table.rows = last.map { record in
    func number(_ value: Double, _ digits: Int) -> String {
      JSONLine.rounded(value, digits: digits) ?? "-"
    }
    return [
      record.model.family.title, String(record.model.hidden),
      String(record.model.augmentation), String(record.parameters),
      record.score.accuracy.map { number(100 * $0, 4) + " %" } ?? "-",
      number(record.score.loss, 3),
      String(record.statistics.evaluations), number(record.seconds, 3),
    ]
  }
  Descriptor.complain(String(table.text.dropLast()))
}

@MainActor private func train<Scalar: LaneScalar>(
  _ model: ModelConfiguration, _ request: ImagesRequest, isFirst: Bool, in _: Scalar.Type
) throws -> ImageRecord {
  let run = TrainingRun<Scalar>(
    RunConfiguration(
      data: .published(.images(request.images)), model: model, training: request.training,
      seed: request.seed),
    parameters: request.weights, threads: request.threads)
  let iterations = request.length.iterations(perEpoch: run.iterationsPerEpoch)
  let every = request.every ?? run.iterationsPerEpoch
  let output = RecordOutput(format: request.format, iterations: iterations, isFirst: isFirst)
  defer { output.finish() }
  var record = ImageRecord(
    model: model,
    parameters: model.parameterCount(
      inputs: request.images.shape.count, outputs: request.images.outputs),
    epoch: 0, iteration: 0, loss: 0,
    score: Score(loss: .nan, accuracy: nil), seconds: 0)
  try run.train(iterations, every: every) { stretch in
    record.epoch = stretch.epoch
    record.iteration = stretch.iteration
    record.loss = stretch.loss
    record.statistics = stretch.report.statistics
    record.backwardEvaluations = stretch.report.backwardEvaluations
    if let evaluation = run.imageEvaluation {
      record.score = evaluation.evaluate(request.images.test)
    }
    record.seconds = stretch.seconds
    try output.record(record.columns)
  } progress: {
    output.progress($0)
  }
  if let path = request.savePath {
    try WritePermission.person(force: true).write(
      run.checkpoint.data(isDouble: Scalar.self == Double.self), to: path)
  }
  return record
}

/// The state of training on images after `iteration` updates.
package struct ImageRecord: Sendable, Equatable {
  package var model: ModelConfiguration
  /// Number of weights.
  package var parameters: Int
  /// Passes over the images, with fraction.
  package var epoch: Double
  package var iteration: Int
  /// Mean over the iterations since the last record.
  package var loss: Double
  /// Of the last iteration's forward solve.
  package var statistics = SolveStatistics()
  /// Of the last iteration's backward pass.
  package var backwardEvaluations = 0
  /// Over the held-out images; without accuracy if a solve fails.
  package var score: Score
  /// Of training so far, without evaluation.
  package var seconds: Double

  package var columns: [(String, JSONLine.Value)] {
    [
      ("model", .text(model.family.rawValue)), ("filters", .integer(model.hidden)),
      ("p", .integer(model.augmentation)), ("parameters", .integer(parameters)),
      ("epoch", .number(epoch, digits: 6)), ("iteration", .integer(iteration)),
      ("loss", .number(loss, digits: 9)), ("nfe", .integer(statistics.evaluations)),
      ("backwardNFE", .integer(backwardEvaluations)),
      ("accepted", .integer(statistics.accepted)),
      ("rejected", .integer(statistics.rejected)),
      ("testLoss", .number(score.loss, digits: 9)),
      ("testAccuracy", score.accuracy.map { .number($0, digits: 6) } ?? .null),
      ("seconds", .number(seconds, digits: 6)),
    ]
  }
}
