/// What is wrong with a table: the line, the column, what is there and what was expected.
public enum TableFailure: Error, Equatable, CustomStringConvertible {
  /// It cannot be read, or holds no text.
  case unreadable(String)
  /// It has no rows of points.
  case empty
  /// A row is at fault.
  case row(line: Int, reason: String)
  /// A cell is at fault; columns count from 1, and have a name where the table has a header.
  case cell(line: Int, column: Int, name: String?, found: String, expected: String)
  /// A whole column is at fault.
  case column(Int, name: String?, reason: String)
  /// There is no such column.
  case noColumn(String, available: [String])
  /// The label column holds another number of different labels.
  case labels(count: Int, expected: String, examples: [String])

  /// One line for a person, free of control characters.
  public var description: String {
    switch self {
    case .unreadable(let why): why.harmless
    case .empty: "holds no points"
    case .row(let line, let reason): "line \(line): \(reason.harmless)"
    case .cell(let line, let column, let name, let found, let expected):
      "line \(line): \(Self.text(column, name)) is "
        + (found.isEmpty ? "empty" : "'\(found.short)'") + ", expected \(expected.harmless)"
    case .column(let column, let name, let reason): "\(Self.text(column, name)) \(reason.harmless)"
    case .noColumn(let name, let available):
      "has no column '\(name.short)'; it has "
        + available.prefix(20).map(\.short).joined(separator: ", ")
        + (available.count > 20 ? " and \(available.count - 20) more" : "")
    case .labels(let count, let expected, let examples):
      "its label column holds \(count) different labels, expected \(expected): "
        + examples.map(\.short).joined(separator: ", ")
    }
  }

  private static func text(_ column: Int, _ name: String?) -> String {
    "column \(column)" + (name.map { $0.isEmpty ? "" : " (\($0.short))" } ?? "")
  }
}
