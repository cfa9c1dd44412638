/// An error in a table: the line, the column, what was found and what was expected.
public enum TableFailure: Error, Equatable, CustomStringConvertible {
  /// The file cannot be read, or is not text.
  case unreadable(String)
  /// No rows.
  case empty
  /// A wrong row.
  case row(line: Int, reason: String)
  /// A wrong cell; columns count from 1, and have a name if the table has a header.
  case cell(line: Int, column: Int, name: String?, found: String, expected: String)
  /// A wrong column.
  case column(Int, name: String?, reason: String)
  /// No column has that name.
  case noColumn(String, available: [String])
  /// Too few or too many different labels.
  case labels(count: Int, expected: String, examples: [String])

  /// One line without control characters.
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
