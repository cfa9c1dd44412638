import CellGraphics
import LiveSession
import NeuralODE

/// Everything about the screen that is not training: a value that actions and time change.
package struct DuelState: Sendable, Equatable {
  /// What is compared.
  package internal(set) var setup: DuelSetup
  /// Columns of the screen.
  package internal(set) var width: Int
  /// Rows of the screen.
  package internal(set) var height: Int

  /// Does training stand still?
  package internal(set) var isPaused = false
  /// Parts of the screen that are not shown.
  package internal(set) var hidden: Set<ScreenPart> = []
  /// Iterations a second wanted; nil is full speed.
  package internal(set) var tempo: Double?
  /// Which panel has the focus.
  package internal(set) var focus = Panel.right
  /// What panels show, where that is not the first of their views.
  var chosenViews: [Panel: View] = [:]
  /// Which of a snapshot's `spaces` is drawn, modulo their number.
  package internal(set) var projectionIndex = 0
  /// Does one panel, with its NFE, fill the screen?
  package internal(set) var isBig = false
  /// The theme, by name.
  package internal(set) var themeName = Theme.dark.name
  /// Does nothing move by itself but training?
  package internal(set) var isMotionReduced = false

  /// The play head: the time 0…1 at which the flow is shown.
  package internal(set) var time: Double = 0
  /// Does the play head move by itself?
  package internal(set) var isSweeping = true
  /// Direction of the sweep, 1 or −1.
  var sweepDirection: Double = 1
  /// Seconds that the sweep still rests at an end, so that it can be read.
  var sweepRest: Double = 0
  /// From where three dimensions are seen.
  package internal(set) var camera = Self.initialCamera
  /// Does the camera turn by itself?
  package internal(set) var isTurning = true
  /// Did the play head move before the pause, and is to again after it?
  var resumesSweep = false
  /// Did the camera turn before the pause, and is to again after it?
  var resumesTurn = false

  /// The moment of training that is shown, as a share 0…1 of the run so far; nil is the present.
  package internal(set) var moment: Double?
  /// The place of the input plane that is pointed at.
  package internal(set) var pointer: SIMD2<Float>?
  /// Which of the images looked at is shown in the flow.
  package internal(set) var chosenImage = 0
  /// What a drag over an input map does.
  package internal(set) var brush: Brush?
  /// What lies above the screen.
  package internal(set) var overlay: Overlay?
  /// The line that is being typed after a colon.
  package internal(set) var palette: Palette?
  /// Where the settings panel's cursor is, and what is typed there.
  package internal(set) var cursor = SettingsCursor()
  /// Setups that undo goes back to, the latest last.
  var past: [DuelSetup] = []
  /// Setups that redo goes forward to, the nearest last.
  var future: [DuelSetup] = []
  /// Is the share line wanted when the program ends?
  package internal(set) var sharesOnQuit = false

  /// The cells of a sweep that this duel shows; nil of a duel of its own.
  package internal(set) var origin: SweepOrigin?

  /// Is room kept for a caption?
  package internal(set) var hasCaption = false
  /// What the caption says.
  package internal(set) var caption = ""
  /// The equation above the caption.
  package internal(set) var formula: DemoFormula?
  /// Is a row kept for equations?
  package internal(set) var hasFormulas = false
  /// What the person can do about it, in the caption's corner.
  package internal(set) var captionHint = ""
  /// The keys of the demo that leads; nil where every key is the duel's own.
  package internal(set) var demoKeys: [KeyHint]?
  /// Is the session being recorded?
  package internal(set) var isRecording = false
  /// What is chosen in the list of lessons; nil when it is not open.
  package internal(set) var lessonChoice: Int?
  /// Titles of the lessons that can be chosen.
  package internal(set) var lessonTitles: [String] = []

  /// Does the program get the mouse's events?
  package internal(set) var isMouseCaptured = true
  /// A short answer to the last action, and the seconds it stays.
  package internal(set) var message: String?
  var messageRest: Double = 0
  /// Where a drag was last, and what it holds.
  var drag: Drag?
  /// What of each space is in the picture; see `observe`.
  var bounds: [BoundsKey: SpaceBounds] = [:]
  /// Half-width of the input plane that maps show, and its number of axes, as snapshots report.
  var plane = InputFrame()
  /// What of the state was sent to the runs last; see `settle`.
  var sent = Sent()

  /// Iterations a second that tempo keys go through; nil is full speed.
  package static let tempos: [Double?] = [5, 10, 20, 50, 100, 200, 400, 1000, nil]
  /// 50 a second: some twenty epochs of the annulus in a quarter of a minute.
  package static let defaultTempo = 50.0
  /// Numbers of augmented dimensions that keys go through.
  package static let augmentations = RunSetting.augmentations
  /// The camera at first: from a little above, askew.
  package static let initialCamera = Camera(azimuth: 0.9, elevation: 0.42)

  /// A duel on a screen of that size, running at a tempo (nil is full speed).
  package init(
    setup: DuelSetup = DuelSetup(), tempo: Double? = Self.defaultTempo, width: Int, height: Int
  ) {
    self.setup = setup
    self.tempo = tempo
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// What lies above the screen, and from which row on it is shown.
  package enum Overlay: Sendable, Equatable {
    /// Every key.
    case help(scroll: Int)
    /// What the focused panel shows and what to look for.
    case explanation
  }

  /// What a drag over an input map leaves behind.
  package enum Brush: String, Sendable, CaseIterable {
    /// Points of class +1.
    case positive = "+1"
    /// Points of class −1.
    case negative = "\u{2212}1"
    /// No points.
    case eraser
  }

  /// The part of the input plane that maps show.
  struct InputFrame: Sendable, Equatable {
    var extent: Float = 2
    var axes = 2
  }

  /// What the runs know of the state.
  struct Sent: Sendable, Equatable {
    var left = SnapshotParts()
    var right = SnapshotParts()
    var pointer: SIMD2<Float>?
    var chosenImage = 0
    var moment: Double?
  }

  /// Is help shown?
  package var isHelpOpen: Bool { if case .help? = overlay { true } else { false } }
  /// From which row on help is shown.
  package var helpScroll: Int { if case .help(let scroll)? = overlay { scroll } else { 0 } }

  /// What a drag of the mouse holds.
  struct Drag: Sendable, Equatable {
    enum Target: Sendable { case camera, playHead, paint, pointer }
    var target: Target
    var panel: Panel
    var x: Int
    var y: Int
  }
}
