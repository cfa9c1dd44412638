import NeuralODE

/// Everything about the screen that is not training: a value that actions and time change.
public struct DuelState: Sendable, Equatable {
  /// What is compared.
  public var setup: DuelSetup
  /// Screen size in cells.
  public internal(set) var width: Int
  /// See `width`.
  public internal(set) var height: Int

  /// Does training stand still?
  public internal(set) var isPaused = false
  /// Iterations a second wanted; nil is full speed.
  public internal(set) var tempo: Double?
  /// Which panel has the focus.
  public internal(set) var focus = Panel.right
  /// What each panel shows, where that is not the first of its views.
  var viewIndices: [Panel: Int] = [:]
  /// Which of a snapshot's `spaces` is drawn, modulo their number.
  public internal(set) var projectionIndex = 0

  /// The play head: the time 0…1 at which the flow is shown.
  public internal(set) var time: Double = 0
  /// Does the play head move by itself?
  public internal(set) var isSweeping = true
  /// Direction of the sweep, 1 or −1.
  var sweepDirection: Double = 1
  /// Seconds that the sweep still rests at an end, so that it can be read.
  var sweepRest: Double = 0
  /// From where three dimensions are seen.
  public internal(set) var camera = Self.initialCamera
  /// Does the camera turn by itself?
  public internal(set) var isTurning = true
  /// What moved before the pause and is to move again after it.
  var resumesSweep = false
  /// See above.
  var resumesTurn = false

  /// Is the help shown, and from which row on?
  public internal(set) var isHelpOpen = false
  /// See `isHelpOpen`.
  public internal(set) var helpScroll = 0
  /// Does the program get the mouse's events?
  public internal(set) var isMouseCaptured = true
  /// A short answer to the last action, and the seconds it stays.
  public internal(set) var message: String?
  var messageRest: Double = 0
  /// Where a drag was last, and what it holds.
  var drag: Drag?
  /// What of each space is in the picture; see `observe`.
  var bounds: [BoundsKey: SpaceBounds] = [:]

  /// Iterations a second that tempo keys go through; nil is full speed.
  public static let tempos: [Double?] = [5, 10, 20, 50, 100, 200, 400, 1000, nil]
  /// 50 a second: some twenty epochs of the annulus in a quarter of a minute.
  public static let defaultTempo = 50.0
  /// Numbers of augmented dimensions that keys go through.
  public static let augmentations = [0, 1, 2, 3, 4, 5, 10, 20, 50, 100]
  /// The camera at first: from a little above, askew.
  public static let initialCamera = Camera(azimuth: 0.9, elevation: 0.42)

  /// A duel on a screen of that size, running at a tempo (nil is full speed).
  public init(
    setup: DuelSetup = DuelSetup(), tempo: Double? = Self.defaultTempo, width: Int, height: Int
  ) {
    self.setup = setup
    self.tempo = tempo
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// What a panel shows.
  public func view(of panel: Panel) -> PanelView {
    let views = panel.views
    guard !views.isEmpty else { return .flow }
    return views[(viewIndices[panel] ?? 0) % views.count]
  }

  /// Does anything on the screen change by itself? If not, there is nothing to draw before the next event or snapshot.
  public var needsAnimation: Bool { isSweeping || turnsSomething || message != nil }

  /// Is a panel's space of three dimensions, seen by the camera?
  func isSolid(_ panel: Panel) -> Bool {
    guard panel.isModel else { return false }
    let run = panel == .left ? setup.left : setup.right
    return run.data.dimension + run.model.augmentation >= 3
  }

  /// Does the camera turn by itself around anything?
  var turnsSomething: Bool { isTurning && (isSolid(.left) || isSolid(.right)) }

  /// What a drag of the mouse holds.
  struct Drag: Sendable, Equatable {
    enum Target: Sendable { case camera, playHead }
    var target: Target
    var panel: Panel
    var x: Int
    var y: Int
  }
}
