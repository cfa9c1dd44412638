/// One row of what training reports: the state after `iteration` updates.
package struct TrainRecord: Sendable, Equatable {
  /// Passes over the data, with fraction.
  package var epoch: Double
  /// Updates done.
  package var iteration: Int
  /// Training loss: mean over the iterations since the last record.
  package var loss: Double
  /// Share of the training set on the right side of zero, 0…1.
  package var accuracy: Double?
  /// Forward function evaluations of the last training solve.
  package var nfe: Int?
  /// Its accepted steps; nil for a ResNet, which has none.
  package var accepted: Int?
  /// Its rejected steps.
  package var rejected: Int?
  /// Mean loss over the points held out; nil when none are.
  package var testLoss: Double?
  /// Share of the points held out that are on the right side of zero; nil when none are.
  package var testAccuracy: Double?
  /// Seconds of training so far.
  package var seconds: Double

  /// Names and values by column. A number that is none (a loss that blew up) is missing.
  var columns: [(String, JSONLine.Value)] {
    func number(_ value: Double?, digits: Int? = nil) -> JSONLine.Value {
      value.map { .decimal($0, digits: digits) } ?? .null
    }
    func count(_ value: Int?) -> JSONLine.Value { value.map { .integer($0) } ?? .null }
    return [
      ("epoch", number(epoch, digits: 4)), ("iteration", count(iteration)),
      ("loss", number(loss)), ("accuracy", number(accuracy, digits: 6)), ("nfe", count(nfe)),
      ("accepted", count(accepted)), ("rejected", count(rejected)), ("testLoss", number(testLoss)),
      ("testAccuracy", number(testAccuracy, digits: 6)), ("seconds", number(seconds, digits: 6)),
    ]
  }
}
