/// Trains as asked, writing records by `TrainOutput`.
@MainActor func runTraining(_ request: TrainRequest) throws {
  throw NotYet()
}

/// Training is not wired in yet.
private struct NotYet: Error, CustomStringConvertible {
  var description: String { "training is not part of this build yet" }
}
