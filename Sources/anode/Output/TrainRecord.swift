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

  /// A record.
  package init(
    epoch: Double, iteration: Int, loss: Double, accuracy: Double? = nil, nfe: Int? = nil,
    accepted: Int? = nil, rejected: Int? = nil, testLoss: Double? = nil,
    testAccuracy: Double? = nil, seconds: Double
  ) {
    self.epoch = epoch
    self.iteration = iteration
    self.loss = loss
    self.accuracy = accuracy
    self.nfe = nfe
    self.accepted = accepted
    self.rejected = rejected
    self.testLoss = testLoss
    self.testAccuracy = testAccuracy
    self.seconds = seconds
  }

  /// Names and values by column. A number that is none (a loss that blew up) is nil.
  package var columns: [(name: String, value: String?)] {
    [
      ("epoch", Self.number(epoch, digits: 4)), ("iteration", String(iteration)),
      ("loss", Self.number(loss, digits: nil)),
      ("accuracy", accuracy.flatMap { Self.number($0, digits: 6) }),
      ("nfe", nfe.map(String.init)), ("accepted", accepted.map(String.init)),
      ("rejected", rejected.map(String.init)),
      ("testLoss", testLoss.flatMap { Self.number($0, digits: nil) }),
      ("testAccuracy", testAccuracy.flatMap { Self.number($0, digits: 6) }),
      ("seconds", Self.number(seconds, digits: 6)),
    ]
  }

  /// Rounded to so many decimals where given; the shortest text that reads back as the same number.
  private static func number(_ value: Double, digits: Int?) -> String? {
    guard value.isFinite else { return nil }
    guard let digits else { return "\(value)" }
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    return "\((value * scale).rounded() / scale)"
  }
}
