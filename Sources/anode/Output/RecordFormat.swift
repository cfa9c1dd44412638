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
