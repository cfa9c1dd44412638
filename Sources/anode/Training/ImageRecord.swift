import DifferentialEquations
import NeuralODE

/// One row of what training on images reports: the state after `iteration` updates.
package struct ImageRecord: Sendable, Equatable {
  /// The model.
  package var model: ModelConfiguration
  /// Its weights.
  package var parameters: Int
  /// Passes over the images, with fraction.
  package var epoch: Double
  /// Updates done.
  package var iteration: Int
  /// Training loss: mean over the iterations since the last record.
  package var loss: Double
  /// Cost of the last iteration's forward solve.
  package var statistics = SolveStatistics()
  /// Function evaluations of its backward pass.
  package var backwardEvaluations = 0
  /// Mean loss and share right over the images held out; none of either when a solve fails.
  package var score: Score
  /// Seconds of training so far, without tests.
  package var seconds: Double

  /// Names and values by column.
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
