extension DuelState {
  /// Lets time pass: the play head sweeps, the camera turns, a message goes. What does not move stays as it is to the
  /// bit, so a caller may compare states to see whether there is anything to draw.
  package mutating func advance(by seconds: Double) {
    // A process that was stopped for a while goes on from where it was.
    let seconds = min(max(0, seconds), 0.25)
    guard seconds > 0 else { return }
    if isSweeping { sweep(seconds) }
    if turnsSomething { camera.azimuth = Self.wrapped(camera.azimuth + Float(seconds) * 0.22) }
    if message != nil {
      messageRest -= seconds
      if messageRest <= 0 {
        message = nil
        messageRest = 0
      }
    }
  }

  /// There in three seconds, a rest, and back.
  private mutating func sweep(_ seconds: Double) {
    guard sweepRest <= 0 else {
      sweepRest -= seconds
      return
    }
    time += sweepDirection * seconds / 3
    if time >= 1 {
      (time, sweepDirection, sweepRest) = (1, -1, 1)
    } else if time <= 0 {
      (time, sweepDirection, sweepRest) = (0, 1, 0.4)
    }
  }
}
