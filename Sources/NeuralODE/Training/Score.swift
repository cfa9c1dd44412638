/// How well samples are classified.
public struct Score: Sendable, Equatable {
  /// Mean cross entropy, in nats; not a number when a solve fails.
  public var loss: Double
  /// Share of images whose class has the greatest output, or of points on the right side, 0…1; nil
  /// when a solve fails, and of series, of which none is right or wrong.
  public var accuracy: Double?

  /// A score.
  public init(loss: Double, accuracy: Double?) {
    self.loss = loss
    self.accuracy = accuracy
  }
}
