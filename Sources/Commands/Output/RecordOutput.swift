package enum RecordFormat: String, Sendable, CaseIterable {
  /// One JSON object a line; missing values are null.
  case jsonl
  /// A header line, then one line a record; missing values are empty.
  case csv

  /// The record's line, after the header if it is the first.
  func line(_ columns: [(String, JSONLine.Value)], isFirst: Bool) -> String {
    switch self {
    case .jsonl: return JSONLine(columns).text
    case .csv:
      let cells = columns.map { $0.1.text ?? "" }.joined(separator: ",") + "\n"
      return isFirst ? columns.map(\.0).joined(separator: ",") + "\n" + cells : cells
    }
  }
}

/// Records on standard output and progress on standard error, without overwriting each other.
@MainActor final class RecordOutput {
  private let format: RecordFormat
  private var progress: ProgressLine
  private var isFirst: Bool

  /// - Parameter isFirst: whether no earlier run wrote a header.
  init(format: RecordFormat, iterations: Int, isFirst: Bool = true) {
    self.format = format
    self.isFirst = isFirst
    progress = ProgressLine(total: iterations)
  }

  func record(_ columns: [(String, JSONLine.Value)]) throws(OutputError) {
    progress.hide()
    try StandardOutput.write(format.line(columns, isFirst: isFirst))
    isFirst = false
  }

  /// Cheap enough to call after every iteration.
  func progress(_ iterations: Int) { progress.update(iterations) }

  /// Call at the end, even after an error.
  func finish() { progress.hide() }
}

/// The state of training after `iteration` updates.
package struct TrainRecord: Sendable, Equatable {
  /// Passes over the data, with fraction.
  package var epoch: Double
  package var iteration: Int
  /// Mean over the iterations since the last record.
  package var loss: Double
  /// Share of the training set on the right side of zero, 0…1.
  package var accuracy: Double?
  /// Forward function evaluations of the last training solve.
  package var nfe: Int?
  /// Nil for a ResNet, which takes no steps.
  package var accepted: Int?
  package var rejected: Int?
  /// Mean loss over the held-out points; nil without any.
  package var testLoss: Double?
  /// Share of the held-out points on the right side of zero; nil without any.
  package var testAccuracy: Double?
  /// Of training so far.
  package var seconds: Double

  /// Names and values by column; a loss that is not finite is missing.
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
