import Canvas
import Platform

/// The result of one wait.
package struct TerminalReport: Sendable, Equatable {
  package var events: [InputEvent] = []
  /// Whether the wake descriptor was signalled (and drained).
  package var isWoken = false
  /// Whether `pictureSupport` changed, or the look of dots.
  package var picturesChanged = false
  /// Set if the program must end.
  package var ending: Ending?
}

extension Terminal {
  /// Most events of one wait; the rest is dropped. More are a paste in a terminal without bracketed
  /// paste, and acting on a megabyte of letters would take long and do harm.
  private static let mostEvents = 512

  /// Waits for input, a signal or `wake`, at most `timeout` seconds; nil waits forever.
  package func poll(timeout: Double?, wake: WakeDescriptor? = nil) -> TerminalReport {
    var report = TerminalReport()
    var limit = timeout
    decoder.isAwaitingAnswer =
      hasAsked && !pictureAnswers.isComplete && Clock.now - asked < 1
      || pictureOutput.isAwaitingAnswer
    if let patience = decoder.patience {
      let left = max(0, lastInput + patience - Clock.now)
      limit = min(limit ?? left, left)
    }
    var descriptors = [
      pollfd(fd: signalPipe, events: Int16(POLLIN), revents: 0),
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake?.readEnd ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: pictureOutput.waiting, events: Int16(POLLOUT), revents: 0),
    ]
    wait(&descriptors, limit)
    Signals.waitInCrash()
    if descriptors[2].revents != 0, let wake { report.isWoken = wake.drain() }
    if descriptors[0].revents != 0 { readSignals(into: &report) }
    if descriptors[1].revents != 0 { readKeys(into: &report) }
    if descriptors[3].revents != 0 { note(pictureOutput.write(at: Clock.now)) }
    report.picturesChanged = takeAnswers()
    if let patience = decoder.patience, Clock.now - lastInput >= patience {
      decoder.flush(into: &report.events)
    }
    takeOwnKeys(&report)
    return report
  }

  private func wait(_ descriptors: inout [pollfd], _ limit: Double?) {
    // Rounded up: a wait that is too short would need another.
    let milliseconds = limit.map { Int32(min(max($0, 0) * 1000, 1e9).rounded(.up)) } ?? -1
    _ = Platform.poll(&descriptors, nfds_t(descriptors.count), milliseconds)
  }

  private func readSignals(into report: inout TerminalReport) {
    var bytes = [UInt8](repeating: 0, count: 256)
    var heard: Set<Int32> = []
    while true {
      let count = read(signalPipe, &bytes, bytes.count)
      if count <= 0 { break }
      for byte in bytes[..<count] { heard.insert(Int32(byte)) }
    }
    for number in Signals.endings where heard.contains(number) { report.ending = .signal(number) }
    if report.ending != nil { return }
    if heard.contains(SIGTSTP) {
      suspend(wholeJob: false)
      forgetContinue()
    } else if heard.contains(SIGCONT) {
      reclaim()
    } else if !heard.contains(SIGWINCH) || !adoptSize() {
      return
    }
    report.events.append(.resize(width: size.width, height: size.height))
  }

  /// Drops pending CONT signals: the one that ended our own stop is already handled.
  private func forgetContinue() {
    var rest: [UInt8] = []
    var byte: UInt8 = 0
    while read(signalPipe, &byte, 1) == 1 { if Int32(byte) != SIGCONT { rest.append(byte) } }
    for byte in rest {
      withUnsafePointer(to: byte) { _ = Platform.write(rescue.pointee.pipe, $0, 1) }
    }
  }

  private func readKeys(into report: inout TerminalReport) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    for _ in 0..<16 {
      let count = read(STDIN_FILENO, &bytes, bytes.count)
      if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) {
        Signals.waitInCrash()
        report.ending = report.ending ?? .hangup
        return
      }
      if count < 0 { return }
      lastInput = Clock.now
      decoder.feed(bytes[..<count], into: &report.events)
      var more = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      if Platform.poll(&more, 1, 0) <= 0 || more.revents & Int16(POLLIN) == 0 { return }
    }
  }

  /// Handles keys that the terminal would handle if it were not in raw mode, clamps mouse positions
  /// to the screen and merges drags.
  private func takeOwnKeys(_ report: inout TerminalReport) {
    var isStopped = false
    var events: [InputEvent] = []
    for event in report.events.prefix(Self.mostEvents) {
      switch event {
      case .key(.control("z")): isStopped = true
      case .key(.control("\\")): report.ending = report.ending ?? .signal(SIGQUIT)
      case .mouse(var mouse):
        mouse.x = min(mouse.x, size.width - 1)
        mouse.y = min(mouse.y, size.height - 1)
        // Keep only the last of consecutive drags.
        if mouse.kind == .drag, case .mouse(let last)? = events.last, last.kind == .drag,
          last.button == mouse.button
        {
          events.removeLast()
        }
        events.append(.mouse(mouse))
      default: events.append(event)
      }
    }
    if isStopped, report.ending == nil {
      suspend()
      forgetContinue()
      events.append(.resize(width: size.width, height: size.height))
    }
    report.events = events
  }
}
