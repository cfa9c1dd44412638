import LiveSession

/// What a panel shows.
package enum PanelView: String, Sendable, CaseIterable {
  /// Trajectories and the learned field at the play head's time.
  case flow
  /// The input lattice, advected by the flow.
  case grid
  /// Two closed curves, advected by the flow, and how often one winds round the other.
  case band
  /// Points solved forward and back again, and how far that misses where they began.
  case wayBack = "back"
  /// Where the points are at t = 1, and where the readout divides them.
  case features
  /// The model's output over the input space, with the training set.
  case inputSpace = "input"
  /// The points at some times of the flow, or after each block, side by side.
  case layers
  /// The features at some moments of training, side by side.
  case training
  /// The solver's steps along t.
  case steps
  /// How many evaluations each point needs by itself.
  case samples
  /// One image advected by the flow: its channels at the play head's time.
  case channels
  /// Its channels at several times.
  case film
  /// Images that are not learned from, and what the model takes them for.
  case gallery
  /// Those that it is most wrong about.
  case mistakes
  /// Which class is taken for which.
  case confusion
  /// Share of images classified right, by epoch.
  case accuracy
  /// Loss against NFE, a dot an iteration.
  case scatter
  /// A chart with equal differences equally long.
  case linear
  /// A chart with equal ratios equally long.
  case logarithmic = "log"

  /// What a panel's header calls it.
  package var title: String {
    switch self {
    case .flow: "flow"
    case .grid: "warped grid"
    case .band: "rubber band"
    case .wayBack: "the way back"
    case .features: "features at t = 1"
    case .inputSpace: "input space"
    case .layers: "along t"
    case .training: "over training"
    case .steps: "solver microscope"
    case .samples: "NFE by point"
    case .channels: "channels"
    case .film: "over t"
    case .gallery: "test images"
    case .mistakes: "worst mistakes"
    case .confusion: "confusion"
    case .accuracy: "test accuracy"
    case .scatter: "loss against NFE"
    case .linear: "linear"
    case .logarithmic: "log"
    }
  }

  /// Does the play head's time count in it?
  var hasPlayHead: Bool {
    switch self {
    case .flow, .grid, .band, .wayBack, .steps, .channels, .film: true
    default: false
    }
  }

  /// Does it show points of the space, seen by the camera?
  var isOfSpace: Bool {
    switch self {
    case .flow, .grid, .band, .wayBack, .features, .layers, .training: true
    default: false
    }
  }

  /// What a run has to draw for it beside the usual.
  var parts: SnapshotParts {
    switch self {
    case .grid: .grid
    case .band: .bands
    case .wayBack: .wayBack
    case .steps: .microscopy
    case .samples: .sampleNFE
    default: []
    }
  }
}
