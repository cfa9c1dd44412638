import FoundationEssentials
import Interface

/// The duel below a sweep, and above one.
extension DuelProgram {
  /// Shows a sweep until it is left.
  func open(_ request: SweepRequest) {
    opened = SweepProgram(
      SweepPlan(request), threads: ProcessInfo.processInfo.activeProcessorCount,
      size: (state.width, state.height), themeName: state.themeName, colors: colors,
      glyphs: glyphs, isNested: true, pictures: state.pixels, painter: painter,
      wake: wakeDescriptor)
  }

  func takeOpened() -> (any StackedProgram)? {
    defer { opened = nil }
    return opened
  }

  /// The machine is the sweep's, and the person comes back to where they were.
  func cover() {
    runners.left.send(.pause)
    runners.right.send(.pause)
  }

  func uncover() {
    guard !state.playback.isPaused else { return }
    runners.left.send(.run)
    runners.right.send(.run)
  }

  func leave() -> [String] {
    cover()
    if recorder != nil { toggleRecording() }
    return (exercise?.leave() ?? []) + (state.sharesOnQuit ? [state.shareLine] : [])
  }
}
