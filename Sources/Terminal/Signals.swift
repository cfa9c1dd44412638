import Glibc

/// Signals of this process while a terminal is open.
///
/// - Those that ask for the end (INT, TERM, HUP, QUIT), and all others that would end the process,
///   reach the main loop through a pipe, which ends in order. If it has not within two seconds, or
///   the person asks again, the handler itself gives the terminal back and dies.
/// - A crash gives the terminal back and goes on to what handled it before: a core, or Swift's
///   backtrace.
/// - WINCH, CONT and TSTP reach the main loop through the pipe.
enum Signals {
  static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT] + others
  /// Nobody means the end by them, but it is what they do where nobody handles them.
  static let others = [
    SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ, SIGPIPE, SIGVTALRM, SIGPROF, SIGSYS, SIGIO, SIGPWR,
    SIGSTKFLT,
  ]
  static let crashes = [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP, SIGFPE]
  static let notes = [SIGWINCH, SIGCONT, SIGTSTP]

  /// Installs all handlers. `pipe` is where the main loop hears of signals.
  static func installHandlers(pipe: Int32) {
    rescue.pointee.pipe = pipe
    rescue.pointee.ending = 0
    for number in endings {
      // Started by nohup: a hangup is ignored, and so it stays; likewise what a profiler handles.
      if number == SIGHUP, current(number) == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
      if others.contains(number), current(number) != unsafeBitCast(SIG_DFL, to: Int.self) {
        continue
      }
      install(number, SA_RESTART) { number, _, _ in endingArrived(number) }
    }
    install(SIGALRM, SA_RESTART) { _, _, _ in endingIsOverdue() }
    for number in notes {
      install(number, SA_RESTART) { number, _, _ in note(number) }
    }
    installCrashHandlers()
    // Whoever calls exit() with the screen open.
    atexit { rescueTerminal() }
  }

  /// Handlers of crashes stay for the life of the process, since they do nothing when no terminal
  /// is open.
  private static func installCrashHandlers() {
    guard previousCrashActions[0].sa_flags == unset else { return }
    // A stack that overflowed cannot run a handler.
    let size = 1 << 16
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)
    for (index, number) in crashes.enumerated() {
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = { number, info, _ in
        crashed(number, info?.pointee.si_code ?? 0)
      }
      action.sa_flags = SA_SIGINFO | SA_ONSTACK
      sigaction(number, &action, previousCrashActions + index)
    }
  }

  /// Ends the process as a signal ends it, so that its parent sees by what.
  static func die(by number: Int32) -> Never {
    setDefault(number)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    // To this thread: what is sent to the process may reach another one, and this one would go on
    // to exit.
    raise(number)
    // Not reached unless the signal's default is to go on.
    _exit(128 + number)
  }

  /// While another thread's crash is being reported, waits for the end of the process: the terminal
  /// has been given back, and standard input, which the crash took away, would read as a terminal
  /// that has gone.
  static func standStillInCrash() {
    while rescue.pointee.isCrashing != 0 { pause() }
  }

  /// Stops this process, or its whole job, and returns when it goes on.
  static func stop(wholeJob: Bool) {
    setDefault(SIGTSTP)
    kill(wholeJob ? 0 : getpid(), SIGTSTP)
    install(SIGTSTP, SA_RESTART) { number, _, _ in note(number) }
  }

  /// Stops, as reading from the terminal in the background does, until this process is in the
  /// foreground: the screen belongs to someone else until then.
  static func awaitForeground() {
    // Where there is no shell to bring it to the foreground again nothing stops it, and the loop
    // has to end.
    for _ in 0..<100 {
      let owner = tcgetpgrp(STDIN_FILENO)
      if owner < 0 || owner == getpgrp() { return }
      kill(0, SIGTTIN)
    }
  }

  private static func setDefault(_ number: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = SIG_DFL
    sigaction(number, &action, nil)
  }

  private static func current(_ number: Int32) -> Int {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
  }

  private static func install(
    _ number: Int32, _ flags: Int32,
    _ handler: SignalHandler
  ) {
    var action = sigaction()
    action.__sigaction_handler.sa_sigaction = handler
    action.sa_flags = SA_SIGINFO | flags
    sigaction(number, &action, nil)
  }
}

/// A handler as sigaction wants it.
private typealias SignalHandler =
  @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void

/// Marks a crash action that has not been saved yet.
private let unset: Int32 = -1

/// What handled crashes before, in the order of `Signals.crashes`.
nonisolated(unsafe) private let previousCrashActions: UnsafeMutablePointer<sigaction> = {
  let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: Signals.crashes.count)
  var none = sigaction()
  none.sa_flags = unset
  actions.initialize(repeating: none, count: Signals.crashes.count)
  return actions
}()

// What follows runs in signal handlers: async-signal-safe calls only, no allocation, errno kept.

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
  // Swift's backtracer asks whoever sits at the terminal whether to go on, and waits; without input
  // it only prints.
  let nowhere = open("/dev/null", O_RDONLY)
  if nowhere >= 0 { dup2(nowhere, STDIN_FILENO) }
  // A fault happens again when the handler returns, with its address and registers as they were.
  if origin > 0, number != SIGTRAP { return }
  // What kill or abort sent, or a breakpoint left, does not: whoever handled it before is called
  // from here. Swift's backtracer prints and lets the process live on, so its end is seen to.
  var set = sigset_t()
  sigemptyset(&set)
  sigaddset(&set, number)
  pthread_sigmask(SIG_UNBLOCK, &set, nil)
  raise(number)
  Signals.die(by: number)
}

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
