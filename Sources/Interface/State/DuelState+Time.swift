extension DuelState {
  /// Lets time pass: the play head sweeps, the camera turns, a message goes. What does not move
  /// stays as it is to the bit, so a caller may compare states to see whether there is anything to
  /// draw.
  package mutating func advance(by seconds: Double) {
    // A process that was stopped for a while goes on from where it was.
    let seconds = min(max(0, seconds), 0.25)
    guard seconds > 0 else { return }
    playback.sweep(seconds)
    if turnsSomething { playback.drift(seconds) }
    overlays.advance(by: seconds)
  }
}
