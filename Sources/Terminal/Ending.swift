import Glibc

/// Why a terminal wants its program to end.
package enum Ending: Sendable, Equatable {
  /// The program itself decided to.
  case quit
  /// A signal asked for it.
  case signal(Int32)
  /// The terminal is gone.
  case hangup

  /// Ends the process with the status its parent expects: 0, or death by the signal.
  package func exit() -> Never {
    switch self {
    case .quit: Glibc.exit(0)
    case .signal(let number): Signals.die(by: number)
    case .hangup: Signals.die(by: SIGHUP)
    }
  }
}
