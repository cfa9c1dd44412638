/// How records are written.
package enum RecordFormat: String, Sendable, CaseIterable {
  /// One JSON object a line; what is missing is null.
  case jsonl
  /// A line of names, then one line a record; what is missing is empty.
  case csv

  /// The line of a record, with the names before that of the first.
  func line(_ columns: [(String, JSONLine.Value)], isFirst: Bool) -> String {
    switch self {
    case .jsonl: return JSONLine(columns).text
    case .csv:
      let cells = columns.map { $0.1.text ?? "" }.joined(separator: ",") + "\n"
      return isFirst ? columns.map(\.0).joined(separator: ",") + "\n" + cells : cells
    }
  }
}

/// Records on standard output and progress on standard error, which do not overwrite each other.
@MainActor final class RecordOutput {
  private let format: RecordFormat
  private var progress: ProgressLine
  private var isFirst: Bool

  /// Output of a run of `iterations` updates.
  ///
  /// - Parameter isFirst: has no run before it written records?
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

  /// Shows how far training is; cheap enough to be called after every iteration.
  func progress(_ iterations: Int) { progress.update(iterations) }

  /// Takes the progress line away. To be called in the end, whatever it is.
  func finish() { progress.hide() }
}

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
