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

/// How records are written.
package enum RecordFormat: String, Sendable, CaseIterable {
  /// One JSON object a line; what is missing is null.
  case jsonl
  /// A line of names, then one line a record; what is missing is empty.
  case csv

  /// What comes before the first record.
  package var header: String {
    switch self {
    case .jsonl: ""
    case .csv:
      TrainRecord(epoch: 0, iteration: 0, loss: 0, seconds: 0).columns.map(\.name)
        .joined(separator: ",") + "\n"
    }
  }

  /// The line of a record.
  package func line(_ record: TrainRecord) -> String {
    switch self {
    case .jsonl:
      "{" + record.columns.map { "\"\($0.name)\":\($0.value ?? "null")" }.joined(separator: ",")
        + "}\n"
    case .csv: record.columns.map { $0.value ?? "" }.joined(separator: ",") + "\n"
    }
  }
}

/// Records on standard output and progress on standard error, which do not overwrite each other.
@MainActor package final class TrainOutput {
  private let format: RecordFormat
  private var progress: ProgressLine
  private var hasHeader = false

  /// Output of a run of `iterations` updates.
  package init(format: RecordFormat, iterations: Int) {
    self.format = format
    progress = ProgressLine(total: iterations)
  }

  /// Writes a record.
  package func record(_ record: TrainRecord) throws(OutputError) {
    progress.hide()
    let header = hasHeader ? "" : format.header
    hasHeader = true
    try StandardOutput.write(header + format.line(record))
  }

  /// Shows how far training is; cheap enough to be called after every iteration.
  package func progress(_ iterations: Int) { progress.update(iterations) }

  /// A message for the person, on standard error.
  package func say(_ text: String) {
    progress.hide()
    Descriptor.complain(text)
  }

  /// Takes the progress line away. To be called in the end, whatever it is.
  package func finish() { progress.hide() }
}
