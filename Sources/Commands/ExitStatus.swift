/// Exit statuses, after sysexits.h where it has one.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  case success = 0
  case fallsShort = 1
  case noTerminal = 2
  /// EX_USAGE.
  case usage = 64
  /// EX_NOINPUT.
  case input = 66
  /// EX_SOFTWARE.
  case software = 70
  /// EX_IOERR.
  case output = 74

  /// For the man page.
  package var meaning: String {
    switch self {
    case .success: "success"
    case .fallsShort: "a check failed: a replay, a demo or an exercise record does not hold"
    case .noTerminal: "standard input or output is not a terminal that can be drawn on"
    case .usage: "an option, a value or a combination that is not accepted; one line says which"
    case .input: "a file could not be read or has the wrong content; one line says why"
    case .software: "an internal error"
    case .output: "output could not be written"
    }
  }
}
