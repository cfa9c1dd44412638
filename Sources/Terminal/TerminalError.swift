import Platform

/// Why the screen cannot be opened. The description is for the user, without the program's name.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
  case inputIsNotTerminal
  case outputIsNotTerminal
  /// TERM is not set.
  case noTerminalType
  /// TERM is not in the terminfo database.
  case unknownTerminalType(String)
  /// Lacks cursor positioning.
  case incapable(String)
  /// Name of the call, errno.
  case systemCall(String, Int32)

  package var description: String {
    switch self {
    case .inputIsNotTerminal: "standard input is not a terminal"
    case .outputIsNotTerminal: "standard output is not a terminal"
    case .noTerminalType: "TERM is not set (xterm-256color suits most terminals)"
    case .unknownTerminalType(let name):
      "TERM=\(name) is not in the terminfo database (xterm-256color suits most terminals)"
    case .incapable(let name):
      "TERM=\(name): no cursor positioning (xterm-256color suits most terminals)"
    case .systemCall(let name, let code):
      "cannot open the screen: \(name): \(systemMessage(code))"
    }
  }
}
