/// Why something is not a recording. The description is a sentence for the person, without the
/// file's name.
package enum AsciicastError: Error, Equatable, CustomStringConvertible {
  /// There is no first line.
  case empty
  /// A line is not JSON: where, what is there, and what could be.
  case malformed(line: Int, column: Int, found: String, expected: String)
  /// A line is JSON, but something of it is not what the format has.
  case unexpected(line: Int, what: String, found: String, expected: String)

  /// The line, from 1.
  package var line: Int {
    switch self {
    case .empty: 1
    case .malformed(let line, _, _, _), .unexpected(let line, _, _, _): line
    }
  }

  /// Names the line, what was found and what was expected.
  package var description: String {
    switch self {
    case .empty:
      "line 1: the file is empty; expected the header of an asciicast recording, version 2 or 3"
    case .malformed(let line, let column, let found, let expected):
      "line \(line), column \(column): found \(found); expected \(expected)"
    case .unexpected(let line, let what, let found, let expected):
      "line \(line): \(what) is \(found); expected \(expected)"
    }
  }
}
