import Canvas
import LiveSession
import NeuralODE

/// Everything about the screen that is not training: a value that actions and time change.
package struct DuelState: Sendable, Equatable {
  /// What is compared.
  package internal(set) var setup: DuelSetup
  package internal(set) var width: Int
  package internal(set) var height: Int

  /// Setups to go back to, and to go forward to.
  var history = SetupHistory()
  /// How training and what moves are played.
  package internal(set) var playback = Playback()
  /// What panels show, and which has the focus.
  package internal(set) var navigation = Navigation()
  /// Where in the input space a person points, and what they paint.
  package internal(set) var pointing = Pointing()
  /// What lies above the screen.
  package internal(set) var overlays = Overlays()
  /// What a demo says at the foot.
  package internal(set) var strip = DemoStrip()

  /// The theme, by name.
  package internal(set) var themeName = Theme.dark.name
  /// What is wanted of pictures in pixels.
  package internal(set) var pixels = PicturePreference.auto
  /// Has the terminal pixels to show, as far as it has said?
  package var hasPixels = false
  /// Of a person's own data, the options that name them on the command line.
  var ownData: [String] = []
  /// Is the share line wanted when the program ends?
  package internal(set) var sharesOnQuit = false
  /// Does the program get the mouse's events?
  package internal(set) var isMouseCaptured = true
  /// The cells of a sweep that this duel shows; nil of a duel of its own.
  package internal(set) var origin: SweepOrigin?
  /// What of each space is in the picture, as snapshots tell.
  var bounds: [BoundsKey: SpaceBounds] = [:]
  /// What the runs were sent last of what the state says.
  var sent = Sent()

  /// Iterations a second that tempo keys go through; nil is full speed.
  package static let tempos: [Double?] = [5, 10, 20, 50, 100, 200, 400, 1000, nil]
  /// Iterations a second that can be asked for.
  package static let tempoRange = 0.1...100_000
  /// The word for as many as the machine can do.
  package static let fullTempo = "full"
  /// 50 a second: some twenty epochs of the annulus in a quarter of a minute.
  package static let defaultTempo = 50.0
  /// The camera at first: from a little above, askew.
  package static let initialCamera = Camera(azimuth: 0.9, elevation: 0.42)

  /// A duel on a screen of that size, running at a tempo (nil is full speed).
  package init(
    setup: DuelSetup = DuelSetup(), tempo: Double? = Self.defaultTempo, width: Int, height: Int
  ) {
    self.setup = setup
    playback.tempo = tempo
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// What the runs know of the state.
  struct Sent: Sendable, Equatable {
    var left = SnapshotParts()
    var right = SnapshotParts()
    var pointer: SIMD2<Float>?
    var chosenImage = 0
    var moments: [Side: Double] = [:]
  }

  /// Is help shown?
  package var isHelpOpen: Bool { if case .help? = overlays.overlay { true } else { false } }
  /// From which row on help is shown.
  package var helpScroll: Int {
    if case .help(let scroll)? = overlays.overlay { scroll } else { 0 }
  }

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

/// What is looked at: the focus, the views, what is hidden.
package struct Navigation: Sendable, Equatable {
  /// Which panel has the focus.
  package internal(set) var focus = Panel.right
  /// What panels show, where that is not the first of their views.
  var chosenViews: [Panel: View] = [:]
  /// Which of a snapshot's `spaces` is drawn, modulo their number.
  package internal(set) var projectionIndex = 0
  /// Does one panel, with its NFE, fill the screen?
  package internal(set) var isBig = false
  /// How fields are drawn below trajectories.
  package internal(set) var fieldStyle = FieldStyle.strokes
  /// Parts of the screen that are not shown.
  package internal(set) var hidden: Set<ScreenPart> = []
  /// Where the settings panel's cursor is, and what is typed there.
  package internal(set) var cursor = SettingsCursor()
}
