/// Points of a table in two classes: two or more columns of features and one of labels.
///
/// The smaller of the two labels, or the word that comes first, is −1. No row is left out: a file
/// with a bad row is refused, with the row's line and what is wrong. Tables with more classes, or
/// with a number to tell, are `OwnTable`'s.
public enum CSVFile {
  /// What is wrong with a file.
  public typealias Failure = TableFailure

  /// Rows beyond this are too many to train on live.
  public static let rowLimit = Table.rowLimit

  /// Reads a file.
  ///
  /// - Parameter label: the label column's name, or its number from 1; nil takes the last one.
  public static func points(path: String, label: String? = nil) throws(Failure) -> PointList {
    try points(Table(path: path), label)
  }

  /// Reads a file's text.
  public static func points(
    text: String, label: String? = nil, name: String = "points"
  ) throws(Failure) -> PointList {
    try points(Table(bytes: Array(text.utf8), name: name), label)
  }

  private static func points(_ table: Table, _ label: String?) throws(Failure) -> PointList {
    let width = table.columns.count
    guard width >= 3 else {
      throw .row(
        line: table.line(0),
        reason: "\(width) column\(width == 1 ? "" : "s"), expected two or more features and a label"
      )
    }
    // A number in few values, and one in many, is refused here as labels that are not two.
    let own = try OwnTable(table, OwnTable.Request(label: label))
    if let points = own.points { return points }
    switch own.target {
    case .classes(_, let names, _):
      throw .labels(count: names.count, expected: "two", examples: Array(names.prefix(5)))
    case .number(_, let values, _, _):
      throw .labels(
        count: Set(values).count, expected: "two",
        examples: Array(Set(values)).sorted().prefix(5).map { "\($0)" })
    }
  }
}
