import NeuralODE

/// Something a person can do. What it is called, what it is bound to and what it means is in
/// `ActionTable`; an action that is not there does not exist.
package enum Action: Sendable, Hashable {
  /// Training and the picture stop, or go on.
  case pause
  /// One iteration of training.
  case step
  /// The same run again from its start.
  case restart
  /// Another seed.
  case newSeed
  /// More iterations a second.
  case tempoUp
  /// Fewer iterations a second.
  case tempoDown

  /// Another data set.
  case data(DatasetKind)
  /// More augmented dimensions.
  case dimensionsUp
  /// Fewer augmented dimensions.
  case dimensionsDown

  /// The settings have the focus.
  case settings
  /// The setup before the last change.
  case undo
  /// The change that was undone.
  case redo

  /// An earlier moment of training.
  case momentBack
  /// A later moment of training.
  case momentForward
  /// The latest moment of training.
  case present
  /// The cross hair comes or goes.
  case probe
  /// A point of class +1 at the cross hair.
  case paintPositive
  /// A point of class −1 at the cross hair.
  case paintNegative
  /// No points near the cross hair.
  case erase
  /// What the mouse paints.
  case brush

  /// The play head goes back.
  case timeBack
  /// The play head goes forward.
  case timeForward
  /// The play head sweeps by itself, or stops.
  case sweep
  /// The focused panel shows something else.
  case nextView
  /// The other way around.
  case previousView
  /// The next panel has the focus.
  case nextFocus
  /// Another projection of the augmented space.
  case projection
  /// Fields as strokes, as lines, or not at all.
  case field
  /// One panel and its NFE fill the screen.
  case big
  /// What the focused panel shows, and what to look for.
  case explain

  /// The camera turns to the left.
  case turnLeft
  /// The camera turns to the right.
  case turnRight
  /// The camera rises.
  case tiltUp
  /// The camera sinks.
  case tiltDown
  /// Larger.
  case zoomIn
  /// Smaller.
  case zoomOut
  /// The camera turns by itself, or stops.
  case autoTurn
  /// The camera as it was at first.
  case cameraReset

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
  /// The next lesson of a course.
  case nextLesson
  /// The lesson before, of a course.
  case previousLesson
  /// A hint in an exercise.
  case hint
  /// A recording begins or ends.
  case record
  /// The explanation of every key.
  case help
  /// A page up in the help.
  case scrollUp
  /// A page down in the help.
  case scrollDown
  /// Whatever lies above the screen goes away.
  case close
  /// The mouse belongs to the terminal, or to the program again.
  case mouse
  /// The whole screen is drawn anew.
  case redraw
  /// The end.
  case quit
}
