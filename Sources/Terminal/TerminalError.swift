import Platform

/// Why no screen can be opened. The description is a sentence for the person, without the program's
/// name.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
  /// Standard input is a file or a pipe.
  case inputIsNoTerminal
  /// Standard output is a file or a pipe.
  case outputIsNoTerminal
  /// The environment has no TERM.
  case noTerminalType
  /// The terminfo data base does not know this TERM.
  case unknownTerminalType(String)
  /// The terminal's cursor cannot be placed, so no screen can be drawn on it.
  case incapable(String)
  /// A system call failed: which, and errno.
  case systemCall(String, Int32)

  /// What is wrong, and what would do.
  package var description: String {
    switch self {
    case .inputIsNoTerminal:
      "standard input is not a terminal"
    case .outputIsNoTerminal:
      "standard output is not a terminal"
    case .noTerminalType:
      "TERM is not set, so the terminal's type is not known (xterm-256color suits most)"
    case .unknownTerminalType(let name):
      "the terminal type TERM=\(name) is not in the terminfo data base (xterm-256color suits most)"
    case .incapable(let name):
      "a terminal of type TERM=\(name) cannot place its cursor (xterm-256color suits most)"
    case .systemCall(let name, let code):
      "cannot open the screen: \(name): \(systemMessage(code))"
    }
  }
}
