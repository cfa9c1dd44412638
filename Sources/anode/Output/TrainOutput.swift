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
