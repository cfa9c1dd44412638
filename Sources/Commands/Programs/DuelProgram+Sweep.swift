import FoundationEssentials
import Interface

extension DuelProgram {
  func open(_ request: SweepRequest) {
    opened = SweepProgram(
      SweepPlan(request), threads: ProcessInfo.processInfo.activeProcessorCount,
      size: (state.width, state.height), themeName: state.themeName, colors: colors,
      glyphs: glyphs, isNested: true, pictures: state.pixels, dots: state.dots,
      painter: painter, wake: wakeDescriptor)
  }

  func takeOpened() -> (any StackedProgram)? {
    defer { opened = nil }
    return opened
  }

  /// Pauses the runs: the sweep needs the machine.
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
