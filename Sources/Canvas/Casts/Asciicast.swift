/// A recording of a terminal: the asciicast format, versions 2 and 3.
///
/// https://docs.asciinema.org/manual/asciicast/v2/ and …/v3/. Both are a line of JSON that is the
/// header, and one a event. They differ in the header's form, and in what the number of an event
/// says: version 2 counts from the beginning, version 3 from the event before. Here times always
/// count from the beginning.
package struct Asciicast: Sendable, Equatable {
  /// Versions of the format.
  package enum Version: Int, Sendable, CaseIterable {
    /// Times from the beginning; what every player plays.
    case v2 = 2
    /// Intervals between events, comments, and the program's exit status.
    case v3 = 3
  }

  /// What the first line says.
  package struct Header: Sendable, Equatable {
    package var version: Version
    /// Columns at the beginning.
    package var width: Int
    /// Rows at the beginning.
    package var height: Int
    /// When it was recorded: seconds since 1970.
    package var timestamp: Int?
    package var title: String?
    package var command: String?
    /// Pauses longer than so many seconds are to be shortened.
    package var idleTimeLimit: Double?
    /// The terminal's type, as TERM has it.
    package var terminalType: String?
    /// Variables of the environment besides TERM.
    package var environment: [String: String] = [:]

    /// A header with what is required.
    package init(version: Version = .v2, width: Int, height: Int, title: String? = nil) {
      self.version = version
      self.width = width
      self.height = height
      self.title = title
    }
  }

  package enum Kind: Sendable, Equatable {
    /// Text for the terminal.
    case output(String)
    /// Text from the keyboard.
    case input(String)
    /// A place with a name, which may be empty.
    case marker(String)
    /// The terminal has a new size.
    case resize(width: Int, height: Int)
    /// The program ended, with this status. Version 3 only.
    case exit(Int)
  }

  /// Something that happened, and when.
  package struct Event: Sendable, Equatable {
    /// Microseconds from the beginning.
    package var microseconds: Int64
    package var kind: Kind

    /// Seconds from the beginning.
    package var seconds: Double { Double(microseconds) * 1e-6 }

    /// An event; a time that is none, or negative, is the beginning.
    package init(at seconds: Double, _ kind: Kind) {
      microseconds = Asciicast.microseconds(seconds)
      self.kind = kind
    }
  }

  /// What the first line says.
  package var header: Header
  /// All events that are known, in order of their times.
  package var events: [Event]
  /// The last line, when it was not complete: it is left out, as of a recording that was killed.
  package var incompleteLine: Int?

  package init(header: Header, events: [Event] = []) {
    self.header = header
    self.events = events
  }

  /// Seconds from the beginning to the last event.
  package var duration: Double { events.last?.seconds ?? 0 }

  /// The longest time: some 31 years.
  static let secondsLimit = 1e9

  /// Seconds as a whole number of microseconds within 0…`secondsLimit`.
  static func microseconds(_ seconds: Double) -> Int64 {
    // Written so that not-a-number is 0.
    guard seconds > 0 else { return 0 }
    return Int64((min(seconds, secondsLimit) * 1e6).rounded())
  }
}

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
