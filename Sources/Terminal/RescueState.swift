import Glibc

/// What a signal handler needs to give the terminal back: plain data, prepared while nothing is
/// wrong.
struct RescueState {
  /// Is there anything to undo?
  var isArmed: Int32 = 0
  /// Descriptors of the terminal.
  var input: Int32 = 0
  var output: Int32 = 1
  /// Terminal modes as they were found.
  var saved = termios()
  /// What undoes all that entering wrote.
  var bytes: UnsafeMutablePointer<UInt8>?
  var count = 0
  /// Standard error as it was found, and the file that stands in for it while the screen is drawn;
  /// -1 when not.
  var standardError: Int32 = -1
  var heldErrors: Int32 = -1
  /// Where handlers write the number of a signal for the main loop.
  var pipe: Int32 = -1
  /// The signal that asked for the end; 0 for none.
  var ending: Int32 = 0
  /// Is a crash being handled, on whatever thread? The main loop must not take its traces for
  /// events then.
  var isCrashing: Int32 = 0
}
