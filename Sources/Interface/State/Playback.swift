import Canvas
import LiveSession

/// What moves, and how fast: training, the play head, the camera.
package struct Playback: Sendable, Equatable {
  /// Does training stand still?
  package internal(set) var isPaused = false
  /// Iterations a second wanted; nil is full speed.
  package internal(set) var tempo: Double?
  /// Are the sides trained in step, or each as fast as it can?
  package internal(set) var pace = TrainingPace.step
  /// The moment of training that each side shows, as a share 0…1 of its run so far; a side that is
  /// not there shows its present.
  package internal(set) var moments: [Side: Double] = [:]

  /// The play head: the time 0…1 at which the flow is shown.
  package internal(set) var time: Double = 0
  /// Does the play head move by itself?
  package internal(set) var isSweeping = true
  /// Direction of the sweep, 1 or −1.
  private var sweepDirection: Double = 1
  /// Seconds that the sweep still rests at an end, so that it can be read.
  private var sweepRest: Double = 0
  /// From where three dimensions are seen.
  package internal(set) var camera = DuelState.initialCamera
  /// Does the camera turn by itself?
  package internal(set) var isTurning = true
  /// Does nothing move by itself but training?
  package internal(set) var isMotionReduced = false
  /// What moved before the pause and is to move again after it.
  private var resumes = (sweep: false, turn: false)

  /// There in three seconds, a rest, and back; nothing while it stands.
  mutating func sweep(_ seconds: Double) {
    guard isSweeping else { return }
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

  /// Puts the play head somewhere, and stops its sweep.
  mutating func setTime(_ t: Double) {
    time = min(max(0, t), 1)
    isSweeping = false
    resumes.sweep = false
  }

  /// Puts the play head a twentieth further, or back.
  mutating func stepTime(by step: Double) { setTime(((time * 20).rounded() + step) / 20) }

  /// The play head sweeps, or stops.
  mutating func toggleSweep() {
    isSweeping.toggle()
    resumes.sweep = false
    sweepRest = 0
  }

  /// The camera turns by itself, or stops.
  mutating func toggleTurn() {
    isTurning.toggle()
    resumes.turn = false
  }

  /// Turns the camera by hand, which stops its turning by itself.
  mutating func turn(_ azimuth: Float, _ elevation: Float) {
    isTurning = false
    resumes.turn = false
    camera.azimuth = Self.wrapped(camera.azimuth + azimuth)
    camera.elevation = min(max(-0.2, camera.elevation + elevation), 1.5)
  }

  /// Lets the camera turn by itself for so long.
  mutating func drift(_ seconds: Double) {
    camera.azimuth = Self.wrapped(camera.azimuth + Float(seconds) * 0.22)
  }

  /// Looks from so many degrees around and above.
  mutating func look(azimuth: Float, elevation: Float, zoom: Float?) {
    turn(0, 0)
    camera.azimuth = Self.wrapped(azimuth * .pi / 180)
    camera.elevation = min(max(-0.2, elevation * .pi / 180), 1.5)
    if let zoom { camera.zoom = min(max(0.4, zoom), 5) }
  }

  mutating func zoom(_ factor: Float) {
    camera.zoom = min(max(0.4, camera.zoom * factor), 5)
  }

  /// Pausing stops the sweep and the turning too, so that a paused program has nothing to do;
  /// running again brings back what was moving.
  mutating func setPaused(_ paused: Bool) {
    isPaused = paused
    if paused {
      resumes = (isSweeping, isTurning)
      (isSweeping, isTurning) = (false, false)
    } else {
      isSweeping = isSweeping || resumes.sweep
      isTurning = isTurning || resumes.turn
      resumes = (false, false)
    }
  }

  /// Training stands, and nothing moves by itself.
  mutating func stand() { (isPaused, isSweeping, isTurning) = (true, false, false) }

  mutating func setMotionReduced(_ isReduced: Bool) {
    isMotionReduced = isReduced
    guard isReduced else { return }
    isSweeping = false
    isTurning = false
    resumes = (false, false)
    if time == 0 { time = 1 }
  }

  static func wrapped(_ angle: Float) -> Float {
    angle.truncatingRemainder(dividingBy: 2 * .pi)
  }

  /// Are both the same to the bit?
  package static func == (a: Playback, b: Playback) -> Bool {
    (a.isPaused, a.tempo, a.pace, a.moments, a.time, a.camera) == (
      b.isPaused, b.tempo, b.pace, b.moments, b.time, b.camera
    )
      && (a.isSweeping, a.sweepDirection, a.sweepRest) == (
        b.isSweeping, b.sweepDirection, b.sweepRest
      )
      && (a.isTurning, a.isMotionReduced, a.resumes.sweep, a.resumes.turn) == (
        b.isTurning, b.isMotionReduced, b.resumes.sweep, b.resumes.turn
      )
  }
}
