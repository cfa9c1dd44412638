import CSystem
import Platform

/// Signal handling while a terminal is open. (Ctrl-C at the keyboard is a key, which `FrameLoop`
/// handles; INT comes from `kill`.)
///
/// - INT, TERM, HUP, QUIT and all others that would end the process reach the main loop through a
///   pipe, and the loop exits cleanly. If it takes more than two seconds, or a second signal
///   arrives, the handler restores the terminal and ends the process.
/// - A crash restores the terminal and continues with the previous handler: a core dump, or Swift's
///   backtrace.
/// - WINCH, CONT and TSTP reach the main loop through the pipe.
enum Signals {
  static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT] + others
  /// Not sent to end the process, but that is their default action.
  static let others =
    [SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ, SIGPIPE, SIGVTALRM, SIGPROF, SIGSYS]
    + (Int32(0)...).lazy.map(shim_own_signal).prefix { $0 != 0 }
  static let crashes = [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP, SIGFPE]
  static let notes = [SIGWINCH, SIGCONT, SIGTSTP]

  /// `pipe` takes the numbers of signals to the main loop.
  static func installHandlers(pipe: Int32) {
    rescue.pointee.pipe = pipe
    rescue.pointee.ending = 0
    for number in endings {
      // Keep a hangup that nohup ignores, and signals that a profiler handles.
      if number == SIGHUP, shim_is_ignored(number) != 0 { continue }
      if others.contains(number), shim_is_default(number) == 0 { continue }
      install(number) { number, _, _ in endingArrived(number) }
    }
    install(SIGALRM) { _, _, _ in endingIsOverdue() }
    for number in notes { install(number) { number, _, _ in note(number) } }
    installCrashHandlers()
    // For exit() with the screen open.
    atexit { rescueTerminal() }
  }

  /// Never removed: these handlers do nothing when no terminal is open.
  private static func installCrashHandlers() {
    guard previousCrashActions[0].sa_flags == unset else { return }
    // After a stack overflow the handler needs another stack.
    let size = 1 << 16
    shim_use_signal_stack(.allocate(byteCount: size, alignment: 16), size)
    for (index, number) in crashes.enumerated() {
      shim_handle(
        number, { number, info, _ in crashed(number, info?.pointee.si_code ?? 0) }, SA_ONSTACK,
        previousCrashActions + index)
    }
  }

  /// Ends the process by a signal, so its parent sees which.
  static func die(by number: Int32) -> Never {
    setDefault(number)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    // To this thread: a signal to the process can reach another thread, and this one would go on
    // to exit.
    raise(number)
    // Reached only if the signal's default action does not end the process.
    _exit(128 + number)
  }

  /// While another thread's crash is reported, waits for the process to end: the terminal is
  /// restored, and the crash handler replaced standard input, which would read as a hangup.
  static func waitInCrash() {
    while rescue.pointee.isCrashing != 0 { pause() }
  }

  /// Stops this process, or its whole job, and returns when it continues.
  static func stop(wholeJob: Bool) {
    setDefault(SIGTSTP)
    kill(wholeJob ? 0 : getpid(), SIGTSTP)
    install(SIGTSTP) { number, _, _ in note(number) }
  }

  /// Stops until this process is in the foreground, as reading from the terminal in the background
  /// would.
  static func awaitForeground() {
    // Without a shell, SIGTTIN does not stop the process, and the loop must end.
    for _ in 0..<100 {
      let owner = tcgetpgrp(STDIN_FILENO)
      if owner < 0 || owner == getpgrp() { return }
      kill(0, SIGTTIN)
    }
  }

  private static func setDefault(_ number: Int32) { shim_handle(number, nil, 0, nil) }

  private static func install(_ number: Int32, _ handler: SignalHandler) {
    shim_handle(number, handler, SA_RESTART, nil)
  }
}

private typealias SignalHandler =
  @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void

/// Marks a crash action that has not been saved yet.
private let unset: Int32 = -1

/// Previous crash handlers, in the order of `Signals.crashes`.
nonisolated(unsafe) private let previousCrashActions: UnsafeMutablePointer<sigaction> = {
  let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: Signals.crashes.count)
  var none = sigaction()
  none.sa_flags = unset
  actions.initialize(repeating: none, count: Signals.crashes.count)
  return actions
}()

// The functions below run in signal handlers: only async-signal-safe calls, no allocation, errno
// kept.

private func note(_ number: Int32) {
  let code = errno
  var byte = UInt8(truncatingIfNeeded: number)
  _ = write(rescue.pointee.pipe, &byte, 1)
  errno = code
}

private func endingArrived(_ number: Int32) {
  if rescue.pointee.ending != 0 {
    rescueTerminal()
    Signals.die(by: number)
  }
  rescue.pointee.ending = number
  alarm(2)
  note(number)
}

private func endingIsOverdue() {
  rescueTerminal()
  Signals.die(by: rescue.pointee.ending != 0 ? rescue.pointee.ending : SIGALRM)
}

private func crashed(_ number: Int32, _ origin: Int32) {
  rescue.pointee.isCrashing = 1
  rescueTerminal()
  let index: Int
  switch number {
  case SIGSEGV: index = 0
  case SIGABRT: index = 1
  case SIGBUS: index = 2
  case SIGILL: index = 3
  case SIGTRAP: index = 4
  default: index = 5
  }
  sigaction(number, previousCrashActions + index, nil)
  // Swift's backtracer waits for an answer from the terminal; without input it only prints.
  let nowhere = open("/dev/null", O_RDONLY)
  if nowhere >= 0 { dup2(nowhere, STDIN_FILENO) }
  // A fault happens again when the handler returns, with the same address and registers.
  // (A signal from kill has no positive code on Linux, and SI_USER, 0x10001, on macOS.)
  if (1..<0x10000).contains(origin), number != SIGTRAP { return }
  // A signal from kill or abort, or a breakpoint, does not: raise it for the previous handler.
  // Swift's backtracer prints and returns, so end the process here.
  var set = sigset_t()
  sigemptyset(&set)
  sigaddset(&set, number)
  pthread_sigmask(SIG_UNBLOCK, &set, nil)
  raise(number)
  Signals.die(by: number)
}

/// Why the program ends.
package enum Ending: Sendable, Equatable {
  /// The program's own decision.
  case quit
  case signal(Int32)
  /// The terminal is gone.
  case hangup

  /// Ends the process with status 0, or by the signal.
  package func exit() -> Never {
    switch self {
    case .quit: Platform.exit(0)
    case .signal(let number): Signals.die(by: number)
    case .hangup: Signals.die(by: SIGHUP)
    }
  }
}
