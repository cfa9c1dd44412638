import Canvas
import LiveSession
import NeuralODE

/// The whole state of the screen apart from training: a value changed by actions and time.
package struct DuelState: Sendable, Equatable {
  package internal(set) var setup: DuelSetup
  package internal(set) var width: Int
  package internal(set) var height: Int

  var history = SetupHistory()
  package internal(set) var playback = Playback()
  package internal(set) var navigation = Navigation()
  package internal(set) var pointing = Pointing()
  package internal(set) var overlays = Overlays()
  package internal(set) var strip = DemoStrip()
  var tips = Tips()

  package private(set) var themeName = Theme.dark.name
  /// Whether figures are large, strokes wide and numbers few, for the back row of a lecture room.
  package internal(set) var isBig = false
  package internal(set) var pixels = PicturePreference.auto
  package internal(set) var dots = DotGlyphs.auto
  /// Whether the terminal has said that it can show pixels.
  package var hasPixels = false
  /// The command-line options that name a person's own data.
  var ownData: [String] = []
  /// Whether to print the share line when the program ends.
  package internal(set) var sharesOnQuit = false
  /// Whether the program, not the terminal, gets the mouse's events.
  package internal(set) var isMouseCaptured = true
  /// The sweep's cells that this duel was opened from, if any.
  package internal(set) var origin: SweepOrigin?
  /// The visible part of each space, from snapshots.
  var bounds: [BoundsKey: SpaceBounds] = [:]
  var sent = Sent()

  /// Iterations a second that the tempo keys choose from; nil is full speed.
  package static let tempos: [Double?] = [5, 10, 20, 50, 100, 200, 400, 1000, nil]
  package static let tempoRange = 0.1...100_000
  /// The word for full speed.
  package static let fullTempo = "full"
  /// Some twenty epochs of the annulus in a quarter of a minute.
  package static let defaultTempo = 50.0
  package static let initialCamera = Camera(azimuth: 0.9, elevation: 0.42)

  /// A running duel; a nil tempo is full speed.
  package init(
    setup: DuelSetup = DuelSetup(), tempo: Double? = Self.defaultTempo, width: Int, height: Int
  ) {
    self.setup = setup
    playback.tempo = tempo
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// What the runs were last told.
  struct Sent: Sendable, Equatable {
    var left = SnapshotParts()
    var right = SnapshotParts()
    var pointer: SIMD2<Float>?
    var chosenImage = 0
    var keyframes: [Side: Double] = [:]
  }

  /// The theme for projectors comes with big figures, and they leave with it.
  mutating func setTheme(_ name: String) {
    if name == Theme.projector.name {
      isBig = true
    } else if themeName == Theme.projector.name {
      isBig = false
    }
    themeName = name
  }

  package var isHelpOpen: Bool { if case .help? = overlays.overlay { true } else { false } }
  package var helpScroll: Int {
    if case .help(let scroll)? = overlays.overlay { scroll } else { 0 }
  }

  /// Advances the play head, the camera, the message and the tip. Nothing else changes by a bit, so a caller
  /// can compare states to see whether to draw.
  package mutating func advance(by seconds: Double) {
    // A process that was stopped continues from where it was.
    let seconds = min(max(0, seconds), 0.25)
    guard seconds > 0 else { return }
    playback.playHead(seconds)
    if turnsSomething { playback.drift(seconds) }
    if carriesParticles { playback.carryParticles(seconds) }
    overlays.advance(by: seconds)
    if tip != nil { tips.advance(by: seconds) }
  }
}

/// The focus, the views, and the hidden parts.
package struct Navigation: Sendable, Equatable {
  package internal(set) var focus = Panel.right
  /// The views of panels that do not show their first.
  var chosenViews: [Panel: View] = [:]
  /// Index into a snapshot's `spaces`, modulo their number.
  package internal(set) var projectionIndex = 0
  /// Whether the focused panel fills the screen.
  package internal(set) var isBig = false
  package internal(set) var fieldStyle = FieldStyle.strokes
  package internal(set) var hidden: Set<ScreenPart> = []
  package internal(set) var cursor = SettingsCursor()
}
