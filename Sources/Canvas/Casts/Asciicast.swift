/// A recording of a terminal in asciicast format, version 2 or 3
/// (https://docs.asciinema.org/manual/asciicast/v2/ and …/v3/): a header line of JSON, then a line
/// per event. The versions differ in the header and in event times: version 2 counts from the
/// beginning, version 3 from the previous event. Times here always count from the beginning.
package struct Asciicast: Sendable, Equatable {
  package enum Version: Int, Sendable, CaseIterable {
    /// Supported by every player.
    case v2 = 2
    /// Adds comments and the program's exit status.
    case v3 = 3
  }

  package struct Header: Sendable, Equatable {
    package var version: Version
    /// Columns at the beginning.
    package var width: Int
    /// Rows at the beginning.
    package var height: Int
    /// Seconds since 1970.
    package var timestamp: Int?
    package var title: String?
    package var command: String?
    /// Players shorten longer pauses to this many seconds.
    package var idleTimeLimit: Double?
    /// The value of TERM.
    package var terminalType: String?
    /// Environment variables other than TERM.
    package var environment: [String: String] = [:]

    package init(version: Version = .v2, width: Int, height: Int, title: String? = nil) {
      self.version = version
      self.width = width
      self.height = height
      self.title = title
    }
  }

  package enum Kind: Sendable, Equatable {
    case output(String)
    /// From the keyboard.
    case input(String)
    /// The name can be empty.
    case marker(String)
    case resize(width: Int, height: Int)
    /// The program's exit status. Version 3 only.
    case exit(Int)
  }

  package struct Event: Sendable, Equatable {
    /// Microseconds from the beginning.
    package var microseconds: Int64
    package var kind: Kind

    package var seconds: Double { Double(microseconds) * 1e-6 }

    /// NaN and negative times become 0.
    package init(at seconds: Double, _ kind: Kind) {
      microseconds = Asciicast.microseconds(seconds)
      self.kind = kind
    }
  }

  package var header: Header
  /// Events of known kinds, ascending in time.
  package var events: [Event]
  /// The number of a last line that was left out because it is cut off: the recorder was killed.
  package var incompleteLine: Int?

  package init(header: Header, events: [Event] = []) {
    self.header = header
    self.events = events
  }

  /// About 31 years.
  static let secondsLimit = 1e9

  /// Clamps to 0…`secondsLimit`; NaN becomes 0.
  static func microseconds(_ seconds: Double) -> Int64 {
    guard seconds > 0 else { return 0 }
    return Int64((min(seconds, secondsLimit) * 1e6).rounded())
  }
}

/// Why a file is not a recording. The description is for the user and omits the file's name.
package enum AsciicastError: Error, Equatable, CustomStringConvertible {
  case empty
  /// Not JSON.
  case malformed(line: Int, column: Int, found: String, expected: String)
  /// JSON, but not as the format requires.
  case unexpected(line: Int, what: String, found: String, expected: String)

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
