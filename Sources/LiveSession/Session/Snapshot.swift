import NeuralODE

/// What one training run shows of itself at one moment: an immutable value, made by the training
/// queue and drawn by the interface. Everything is ready to draw (Float, projected to at most three
/// dimensions), so that drawing costs nothing that grows with the model.
package struct Snapshot: Sendable {
  /// What is being trained.
  package var configuration = RunConfiguration()
  /// Has it been trained so from its first iteration on?
  package var isAsConfigured = true
  /// Grows by one with every snapshot of a session; never repeats, restarts included.
  package var sequence = 0
  /// Parameter updates done.
  package var iteration = 0
  /// Updates done at the latest moment of the run; more than `iteration` when an earlier one is
  /// shown.
  package var latestIteration = 0
  /// Updates that make one pass over the data.
  package var iterationsPerEpoch = 1
  /// Is the run alive, and if not, why.
  package var status = RunStatus.healthy
  /// Number of trainable parameters.
  package var parameterCount = 0

  /// Training loss of the last iteration; nil before the first.
  package var loss: Float?
  /// Share of the training set on the right side of zero (0…1); of images, of those tested on that
  /// are classified right; R² of numbers. nil when a solve fails, and of series.
  package var accuracy: Float?
  /// Share of the points held out that are on the right side of zero; nil when none are,
  /// and when a solve fails.
  package var testAccuracy: Float?
  /// Mean loss over the points held out; nil when none are.
  package var testLoss: Float?
  /// Of several classes of points, how often the row's is taken for the column's, `classes ×
  /// classes`: of the points held out, or where none are of those trained on.
  package var confusion: [Int] = []
  /// Points trained on.
  package var trainingCount = 0
  /// Points held out.
  package var heldOutCount = 0
  /// Forward function evaluations of the last training solve (for a ResNet: its number of blocks).
  package var nfe = 0
  /// Forward function evaluations of the first training solve, to show growth against.
  package var initialNFE = 0
  /// Function evaluations of the last backward pass: 0 where the forward pass kept them all.
  package var backwardNFE = 0
  /// Accepted steps of the last training solve.
  package var acceptedSteps = 0
  /// Rejected steps of the last training solve.
  package var rejectedSteps = 0

  /// Loss by iteration.
  package var lossHistory = History()
  /// NFE by iteration.
  package var nfeHistory = History()
  /// NFE of backward passes by iteration.
  package var backwardHistory = History()

  /// Pictures of the space the flow lives in: the first is the default one, further ones are other
  /// projections of it (for p ≥ 2: principal components first, then two data axes and one augmented
  /// axis). Never empty.
  package var spaces = [SpacePicture()]
  /// The model's output over the input space.
  package var inputMap = InputMap()
  /// How well the flow is integrated at all; nil until measured, and for a ResNet.
  package var integration: IntegrationCheck?

  /// The plane of the input space that the map shows.
  package var inputPlane = InputPlane(dimension: 2, extent: 2)
  /// Points of the training set, in that plane.
  package var inputPoints = InputPoints()
  /// The input lattice advected by the flow, for each of `spaces`; empty until it is asked for.
  package var grids: [SpacePicture] = []
  /// Two closed curves advected by the flow, for each of `spaces`; empty until asked for, and in
  /// one dimension.
  package var bands: [SpacePicture] = []
  /// The same curves as the training's solver advects them, at its own tolerance.
  package var bandsAsTrained: [SpacePicture] = []
  /// The probe points solved back from t = 1, for each of `spaces`: frames by ascending time. Empty
  /// until asked for, for a ResNet, and when a solve fails.
  package var waysBack: [SpacePicture] = []
  /// The steps of one solve of the probe points; nil until asked for, and for a ResNet.
  package var microscopy: Microscopy?
  /// NFE of each probe point solved by itself, 0 where that fails; nil until asked for, and for a
  /// ResNet.
  package var sampleNFE: [Int]?
  /// What the run says of the input pointed at.
  package var probe: ProbeReading?
  /// The features at moments of training, the first first.
  package var gallery: [FeatureFrame] = []
  /// What only a run on images shows; nil for points.
  package var images: ImagePictures?
  /// What only a run on series shows; nil until it is asked for, and for others.
  package var series: SeriesPictures?

  /// A snapshot of nothing yet.
  package init() {}

  /// Epochs done, with fraction.
  package var epoch: Float { Float(iteration) / Float(max(1, iterationsPerEpoch)) }

  /// Is an earlier moment shown than the run has come to?
  package var isPast: Bool { iteration < latestIteration }

  /// The steps of one solve.
  package typealias Microscopy = Evaluator<Float>.Microscopy
}
