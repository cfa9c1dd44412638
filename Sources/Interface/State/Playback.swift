import Canvas
import LiveSession

/// The motion of training, the play head and the camera.
package struct Playback: Sendable, Equatable {
  package internal(set) var isPaused = false
  /// Whether a demo is at a mark, where the screen is the same live and recorded.
  package private(set) var isAtMark = false
  /// Whether pictures depend on snapshots and the play head alone, not on what was drawn before.
  var isAtRest: Bool { isPaused || isAtMark }
  /// Iterations a second; nil is full speed.
  package internal(set) var tempo: Double?
  package internal(set) var pace = TrainingPace.step
  /// The keyframe that each side shows, as a share 0…1 of its run so far; a side without one shows
  /// the present.
  package internal(set) var keyframes: [Side: Double] = [:]

  /// The play head, 0…1.
  package internal(set) var time: Double = 0
  package internal(set) var isHeadPlaying = true
  /// 1 or −1.
  private var headDirection: Double = 1
  /// Seconds that the play head still rests at an end.
  private var headRest: Double = 0
  package internal(set) var camera = DuelState.initialCamera
  package internal(set) var isTurning = true
  /// Whether particles move, where the field is drawn by them, and for how many seconds they have.
  package internal(set) var carriesParticles = true
  package private(set) var carried = 0.0
  /// Whether nothing but training moves by itself.
  package internal(set) var isMotionReduced = false
  /// Whether the play head, or the camera, moves again after the pause.
  private var resumesHead = false
  private var resumesTurning = false

  /// Plays from 0 to 1 in three seconds, rests, and plays back.
  mutating func playHead(_ seconds: Double) {
    guard isHeadPlaying else { return }
    guard headRest <= 0 else {
      headRest -= seconds
      return
    }
    time += headDirection * seconds / 3
    if time >= 1 {
      (time, headDirection, headRest) = (1, -1, 1)
    } else if time <= 0 {
      (time, headDirection, headRest) = (0, 1, 0.4)
    }
  }

  /// Moves the play head to `t`, and stops it.
  mutating func setTime(_ t: Double) {
    time = min(max(0, t), 1)
    isHeadPlaying = false
    resumesHead = false
  }

  /// Moves the play head by `step` twentieths.
  mutating func stepTime(by step: Double) { setTime(((time * 20).rounded() + step) / 20) }

  mutating func toggleHead() {
    isHeadPlaying.toggle()
    resumesHead = false
    headRest = 0
  }

  mutating func toggleTurn() {
    isTurning.toggle()
    resumesTurning = false
  }

  /// Turns the camera by hand (in radians), and stops its own motion.
  mutating func turn(_ azimuth: Float, _ elevation: Float) {
    isTurning = false
    resumesTurning = false
    camera.azimuth = Self.wrapped(camera.azimuth + azimuth)
    camera.elevation = min(max(-0.2, camera.elevation + elevation), 1.5)
  }

  mutating func carryParticles(_ seconds: Double) { carried += seconds }

  mutating func setAtMark(_ isThere: Bool) {
    isAtMark = isThere
    setCarrying(!isThere)
  }

  mutating func setCarrying(_ carries: Bool) { carriesParticles = carries && !isMotionReduced }

  mutating func drift(_ seconds: Double) {
    camera.azimuth = Self.wrapped(camera.azimuth + Float(seconds) * 0.22)
  }

  /// Places the camera by angles in degrees.
  mutating func look(azimuth: Float, elevation: Float, zoom: Float?) {
    turn(0, 0)
    camera.azimuth = Self.wrapped(azimuth * .pi / 180)
    camera.elevation = min(max(-0.2, elevation * .pi / 180), 1.5)
    if let zoom { camera.zoom = min(max(0.4, zoom), 5) }
  }

  mutating func zoom(_ factor: Float) {
    camera.zoom = min(max(0.4, camera.zoom * factor), 5)
  }

  /// Pausing also stops the play head, the camera and particles, so a paused program uses no time;
  /// resuming starts them again.
  mutating func setPaused(_ paused: Bool) {
    (isPaused, isAtMark) = (paused, false)
    if paused {
      (resumesHead, resumesTurning) = (isHeadPlaying, isTurning)
      (isHeadPlaying, isTurning, carriesParticles) = (false, false, false)
    } else {
      isHeadPlaying = isHeadPlaying || resumesHead
      isTurning = isTurning || resumesTurning
      (resumesHead, resumesTurning) = (false, false)
      setCarrying(true)
    }
  }

  /// Pauses training; stops the play head, the camera and particles.
  mutating func stand() {
    (isPaused, isHeadPlaying, isTurning, carriesParticles) = (true, false, false, false)
  }

  mutating func setMotionReduced(_ isReduced: Bool) {
    isMotionReduced = isReduced
    setCarrying(!isPaused)
    guard isReduced else { return }
    (isHeadPlaying, isTurning) = (false, false)
    (resumesHead, resumesTurning) = (false, false)
    if time == 0 { time = 1 }
  }

  static func wrapped(_ angle: Float) -> Float {
    angle.truncatingRemainder(dividingBy: 2 * .pi)
  }
}
