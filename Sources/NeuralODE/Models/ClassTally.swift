import Lanes

/// How samples are told apart into classes. Here alone outputs become right, wrong or, where a
/// solve failed, neither: whoever scores a model counts with it.
public struct ClassTally: Sendable, Equatable {
  /// Classes.
  public let classes: Int
  /// Samples counted, with those whose solves failed.
  public private(set) var samples = 0
  /// How often the class of the row is taken for that of the column, `classes × classes`. Samples
  /// whose solves failed are left out.
  public private(set) var confusion: [Int]
  private var loss = 0.0

  /// A tally of no samples yet.
  public init(classes: Int) {
    self.classes = classes
    confusion = Array(repeating: 0, count: classes * classes)
  }

  /// The class that outputs say, which is that of the greatest, or of the first of equal ones; nil
  /// when any of them is not finite, as when their solve failed.
  public static func guess(_ outputs: ArraySlice<Float>) -> Int? {
    guard outputs.allSatisfy(\.isFinite), let most = outputs.max() else { return nil }
    return outputs.firstIndex(of: most).map { $0 - outputs.startIndex }
  }

  /// Counts a sample by its outputs, one a class, and returns what they say.
  @discardableResult
  public mutating func add(_ outputs: ArraySlice<Float>, label: Int) -> Int? {
    samples += 1
    loss += LossFunction.crossEntropy(outputs, label: label)
    guard let guess = Self.guess(outputs) else { return nil }
    confusion[label * classes + guess] += 1
    return guess
  }

  /// Counts what another tally of as many classes has counted.
  public mutating func add(_ other: ClassTally) {
    samples += other.samples
    loss += other.loss
    for i in confusion.indices { confusion[i] += other.confusion[i] }
  }

  /// Mean cross entropy, in nats; not a number when a solve failed, or of no samples.
  public var meanLoss: Double { samples > 0 ? loss / Double(samples) : .nan }

  /// Share that is right, 0…1; nil when a solve failed, and of no samples: what was not answered is
  /// neither right nor wrong.
  public var accuracy: Double? {
    guard samples > 0, confusion.reduce(0, +) == samples else { return nil }
    return Double((0..<classes).reduce(0) { $0 + confusion[$1 * (classes + 1)] }) / Double(samples)
  }
}
