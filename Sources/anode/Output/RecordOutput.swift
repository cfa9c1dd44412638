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

  /// Writes a record.
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
