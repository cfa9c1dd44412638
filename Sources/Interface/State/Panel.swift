import NeuralODE
/// A part of the screen that can have the focus.
public enum Panel: String, Sendable, CaseIterable {
  /// The model on the left.
  case left
  /// The model on the right.
  case right
  /// NFE by epoch.
  case nfe
  /// Loss by epoch.
  case loss
  /// The two maps of input space.
  case maps
  /// The settings of the runs.
  case run

  /// What the panel can show, in the order of Tab; one thing only where Tab does nothing.
  public var views: [PanelView] {
    switch self {
    case .left, .right: [.flow, .features, .inputSpace]
    case .nfe: [.linear, .logarithmic]
    case .loss: [.logarithmic, .linear]
    case .maps, .run: []
    }
  }

  /// Is it one of the two models?
  public var isModel: Bool { self == .left || self == .right }
}

/// What a panel shows.
public enum PanelView: String, Sendable {
  /// Trajectories and the learned field at the play head's time.
  case flow
  /// Where the points are at t = 1, and where the readout divides them.
  case features
  /// The model's output over the input space.
  case inputSpace = "input space"
  /// A chart with equal differences equally long.
  case linear
  /// A chart with equal ratios equally long.
  case logarithmic = "log"

  /// What a panel's header calls it.
  public var title: String { self == .features ? "features at t = 1" : rawValue }
}

/// What the outside has to do after an action.
public enum Effect: Sendable, Equatable {
  /// Train, or stand still.
  case setRunning(Bool)
  /// Train one iteration of each model.
  case stepOnce
  /// Begin both runs again.
  case restart
  /// Begin other runs.
  case reconfigure(left: RunConfiguration, right: RunConfiguration)
  /// Iterations a second from now on; nil is full speed.
  case setTempo(Double?)
  /// Take the mouse, or leave it to the terminal.
  case setMouse(Bool)
  /// Forget what the terminal shows and draw all of it.
  case redraw
  /// End the program.
  case quit
}
