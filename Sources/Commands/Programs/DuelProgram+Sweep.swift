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
  func cover() { runs.send(.pause) }

  func uncover() {
    if !state.playback.isPaused { runs.send(.run) }
  }

  func leave() -> [String] {
    cover()
    if recorder != nil { toggleRecording() }
    return (exercise?.leave() ?? []) + (state.sharesOnQuit ? [state.shareLine] : [])
  }
}
