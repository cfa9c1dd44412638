import Solvers

/// Loss and accuracy.
public struct Score: Sendable, Equatable {
  /// Mean loss (cross entropy in nats); NaN when a solve fails.
  public var loss: Double
  /// Share of correct images or points, 0…1; nil when a solve fails, and for series.
  public var accuracy: Double?

  /// A score.
  public init(loss: Double, accuracy: Double?) {
    self.loss = loss
    self.accuracy = accuracy
  }
}

/// Counts correct and wrong classifications, and failed solves as neither. All scores are counted
/// here.
public struct ClassTally: Sendable, Equatable {
  /// Number of classes.
  public let classes: Int
  /// Samples counted, failed solves included.
  public private(set) var samples = 0
  /// Counts by class (row) and predicted class (column), `classes × classes`, without failed
  /// solves.
  public private(set) var confusion: [Int]
  private var loss = 0.0

  /// An empty tally.
  public init(classes: Int) {
    self.classes = classes
    confusion = Array(repeating: 0, count: classes * classes)
  }

  /// The class with the greatest output, the first on a tie; nil if an output is not finite (a
  /// failed solve).
  public static func guess(_ outputs: ArraySlice<Float>) -> Int? {
    guard outputs.allSatisfy({ $0.isFinite }), let most = outputs.max() else { return nil }
    return outputs.firstIndex(of: most).map { $0 - outputs.startIndex }
  }

  /// Counts a sample by its outputs, one per class.
  public mutating func add(_ outputs: ArraySlice<Float>, label: Int) {
    samples += 1
    loss += LossFunction.crossEntropy(outputs, label: label)
    if let guess = Self.guess(outputs) { confusion[label * classes + guess] += 1 }
  }

  /// Counts samples by their outputs, `samples × classes`.
  mutating func add(_ outputs: [Float], labels: some Sequence<Int>) {
    for (i, label) in labels.enumerated() {
      add(outputs[i * classes..<(i + 1) * classes], label: label)
    }
  }

  /// Adds another tally with the same number of classes.
  public mutating func add(_ other: ClassTally) {
    samples += other.samples
    loss += other.loss
    for i in confusion.indices { confusion[i] += other.confusion[i] }
  }

  /// Mean cross entropy in nats; NaN without samples or when a solve failed.
  public var meanLoss: Double { samples > 0 ? loss / Double(samples) : .nan }

  /// Share of correct samples, 0…1; nil without samples or when a solve failed.
  public var accuracy: Double? {
    guard samples > 0, confusion.reduce(0, +) == samples else { return nil }
    return Double((0..<classes).reduce(0) { $0 + confusion[$1 * (classes + 1)] }) / Double(samples)
  }
}
