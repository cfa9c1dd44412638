/// Exit statuses, after sysexits.h where it has one.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  /// Done.
  case success = 0
  /// Something is not what it should be: a replay falls short.
  case fallsShort = 1
  /// No screen could be opened.
  case noTerminal = 2
  /// The command line makes no sense (EX_USAGE).
  case usage = 64
  /// A file could not be read, or does not hold what it should (EX_NOINPUT).
  case input = 66
  /// A failure of the program itself (EX_SOFTWARE).
  case software = 70
  /// Output could not be written (EX_IOERR).
  case output = 74

  /// For the man page.
  package var meaning: String {
    switch self {
    case .success: "success"
    case .fallsShort: "what was to hold does not: a replay, a demo, or a record of an exercise"
    case .noTerminal: "standard input or output is no terminal, or one that cannot be drawn on"
    case .usage: "an option, a value or a combination that is not accepted; one line says which"
    case .input: "a file could not be read, or does not hold what it should; one line says why"
    case .software: "an internal error"
    case .output: "output could not be written"
    }
  }
}
