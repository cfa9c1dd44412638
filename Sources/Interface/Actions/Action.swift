/// Something a person can do. The raw value is its name on command lines and in scripts. What it is bound to and what
/// it means is in `ActionTable`; an action that is not there does not exist.
package enum Action: String, Sendable, CaseIterable {
  /// Training and the picture stop, or go on.
  case pause
  /// One iteration of training.
  case step
  /// The same run again from its start.
  case restart
  /// Another seed.
  case newSeed = "new-seed"
  /// More iterations a second.
  case tempoUp = "tempo-up"
  /// Fewer iterations a second.
  case tempoDown = "tempo-down"

  /// The annulus.
  case dataAnnulus = "data-annulus"
  /// The flip on the line.
  case dataFlip = "data-flip"
  /// The two sine curves.
  case dataSines = "data-sines"
  /// The two moons.
  case dataMoons = "data-moons"
  /// The two spirals.
  case dataSpirals = "data-spirals"
  /// Opposite quadrants.
  case dataXor = "data-xor"
  /// The two clouds.
  case dataBlobs = "data-blobs"
  /// Nested rings.
  case dataRings = "data-rings"
  /// Nothing but what is painted.
  case dataCanvas = "data-canvas"
  /// Handwritten digits.
  case dataDigits = "data-digits"
  /// More augmented dimensions.
  case dimensionsUp = "dimensions-up"
  /// Fewer augmented dimensions.
  case dimensionsDown = "dimensions-down"

  /// The settings have the focus.
  case settings
  /// The setup before the last change.
  case undo
  /// The change that was undone.
  case redo

  /// An earlier moment of training.
  case momentBack = "moment-back"
  /// A later moment of training.
  case momentForward = "moment-forward"
  /// The latest moment of training.
  case present
  /// The cross hair comes or goes.
  case probe
  /// A point of class +1 at the cross hair.
  case paintPositive = "paint-positive"
  /// A point of class −1 at the cross hair.
  case paintNegative = "paint-negative"
  /// No points near the cross hair.
  case erase
  /// What the mouse paints.
  case brush

  /// The play head goes back.
  case timeBack = "time-back"
  /// The play head goes forward.
  case timeForward = "time-forward"
  /// The play head sweeps by itself, or stops.
  case sweep
  /// The focused panel shows something else.
  case nextView = "next-view"
  /// The other way around.
  case previousView = "previous-view"
  /// The next panel has the focus.
  case nextFocus = "next-focus"
  /// Another projection of the augmented space.
  case projection
  /// One panel and its NFE fill the screen.
  case big
  /// What the focused panel shows, and what to look for.
  case explain

  /// The camera turns to the left.
  case turnLeft = "turn-left"
  /// The camera turns to the right.
  case turnRight = "turn-right"
  /// The camera rises.
  case tiltUp = "tilt-up"
  /// The camera sinks.
  case tiltDown = "tilt-down"
  /// Larger.
  case zoomIn = "zoom-in"
  /// Smaller.
  case zoomOut = "zoom-out"
  /// The camera turns by itself, or stops.
  case autoTurn = "auto-turn"
  /// The camera as it was at first.
  case cameraReset = "camera-reset"

  /// A command in words.
  case palette
  /// The command that begins the present duel.
  case share
  /// The screen as a picture.
  case screenshot
  /// The next theme.
  case theme
  /// The list of lessons.
  case lessons
  /// A recording begins or ends.
  case record
  /// The explanation of every key.
  case help
  /// A page up in the help.
  case scrollUp = "scroll-up"
  /// A page down in the help.
  case scrollDown = "scroll-down"
  /// Whatever lies above the screen goes away.
  case close
  /// The mouse belongs to the terminal, or to the program again.
  case mouse
  /// The whole screen is drawn anew.
  case redraw
  /// The end.
  case quit
}
