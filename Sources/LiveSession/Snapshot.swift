/// What one training run shows of itself at one moment: an immutable value, made by the training queue and drawn
/// by the interface. Everything is ready to draw (Float, projected to at most three dimensions), so that drawing
/// costs nothing that grows with the model.
public struct Snapshot: Sendable {
  /// What is being trained.
  public var configuration = RunConfiguration()
  /// Grows by one with every snapshot of a session; never repeats, restarts included.
  public var sequence = 0
  /// Parameter updates done.
  public var iteration = 0
  /// Updates that make one pass over the data.
  public var iterationsPerEpoch = 1
  /// Is the run alive, and if not, why.
  public var status = RunStatus.healthy
  /// Number of trainable parameters.
  public var parameterCount = 0

  /// Training loss of the last iteration; nil before the first.
  public var loss: Float?
  /// Share of the training set on the right side of zero (0…1).
  public var accuracy: Float = 0
  /// Forward function evaluations of the last training solve (for a ResNet: its number of blocks).
  public var nfe = 0
  /// Forward function evaluations of the first training solve, to show growth against.
  public var initialNFE = 0
  /// Accepted and rejected steps of the last training solve.
  public var acceptedSteps = 0
  /// See `acceptedSteps`.
  public var rejectedSteps = 0

  /// Loss by iteration.
  public var lossHistory = History()
  /// NFE by iteration.
  public var nfeHistory = History()

  /// Pictures of the space the flow lives in: the first is the default one, further ones are other projections of it
  /// (for p ≥ 2: principal components first, then two data axes and one augmented axis). Never empty.
  public var spaces = [SpacePicture()]
  /// The model's output over the input space.
  public var inputMap = InputMap()
  /// How well the flow is integrated at all; nil until measured, and for a ResNet.
  public var integration: IntegrationCheck?

  /// A snapshot of nothing yet.
  public init() {}

  /// Epochs done, with fraction.
  public var epoch: Float { Float(iteration) / Float(max(1, iterationsPerEpoch)) }
}

/// Is a run alive, and if not, why: shown in its panel, never fatal to anything else.
public enum RunStatus: Sendable, Equatable {
  /// Training, or able to.
  case healthy
  /// The training solve needed more steps than allowed (the authors' bound: 1000).
  case stepsExceeded(limit: Int)
  /// The step size fell so low that t + dt == t.
  case stepUnderflow(time: Double, stepSize: Double)
  /// The state, the loss or a gradient became infinite or not a number.
  case nonFinite
}

/// A curve over iterations in bounded memory: when full, neighbouring buckets merge and each covers twice as many
/// iterations.
public struct History: Sendable, Equatable {
  /// Iterations in one bucket (a power of two).
  public private(set) var stride = 1
  /// Mean, least and greatest value by bucket; the last bucket may be part-filled.
  public private(set) var buckets: [Bucket] = []
  /// Values recorded.
  public private(set) var count = 0
  /// At most this many buckets are kept (even).
  public let capacity: Int

  /// Mean, least and greatest value of a run of iterations.
  public struct Bucket: Sendable, Equatable {
    /// Mean value.
    public var mean: Float
    /// Least value.
    public var low: Float
    /// Greatest value.
    public var high: Float
  }

  /// An empty curve of at most `capacity` buckets.
  public init(capacity: Int = 1024) {
    self.capacity = capacity
  }

  /// Records the value of the next iteration.
  ///
  /// - Complexity: O(1) amortised.
  public mutating func append(_ value: Float) {
    let position = count % stride
    if position == 0 {
      if buckets.count == capacity {
        buckets = Swift.stride(from: 0, to: capacity, by: 2).map { k in
          let a = buckets[k]
          let b = buckets[k + 1]
          return Bucket(
            mean: (a.mean + b.mean) / 2, low: min(a.low, b.low), high: max(a.high, b.high))
        }
        stride *= 2
      }
      buckets.append(Bucket(mean: value, low: value, high: value))
    } else {
      let filled = Float(position)
      let last = buckets[buckets.count - 1]
      buckets[buckets.count - 1] = Bucket(
        mean: (last.mean * filled + value) / (filled + 1), low: min(last.low, value),
        high: max(last.high, value))
    }
    count += 1
  }
}

/// Trajectories of the probe points and the learned field, in a space of 1, 2 or 3 dimensions.
///
/// All arrays are flat: element `(frame, point, axis)` of `trajectories` is at
/// `(frame * pointCount + point) * dimension + axis`, and likewise for the lattice.
public struct SpacePicture: Sendable {
  /// Axes drawn: 1 (h over t), 2 (the plane) or 3 (a projection follows).
  public var dimension = 2
  /// Names of the axes, `dimension` of them: "x₁", "a₁", "PC₁" and so on.
  public var axisNames: [String] = []
  /// Is the last axis an augmented coordinate that starts at 0 (then the floor is drawn)?
  public var hasFloor = false
  /// Times of the frames, ascending from 0 to 1. For a ResNet: block boundaries, and frames are jumps, not a flow.
  public var times: [Float] = []
  /// True for a ResNet: between frames nothing is defined.
  public var isDiscrete = false
  /// Number of probe points.
  public var pointCount = 0
  /// Target of each probe point: its sign is its class.
  public var labels: [Float] = []
  /// Positions, frames × points × dimension. Shorter than `times` says when a solve failed on the way.
  public var trajectories: [Float] = []
  /// Lattice positions, lattice points × dimension.
  public var lattice: [Float] = []
  /// Lattice sites along each axis, `dimension` of them (first axis varies fastest).
  public var latticeShape: [Int] = []
  /// Field at the lattice, `fieldTimes` × lattice points × dimension, per unit of t (ResNet: displacement by block).
  public var field: [Float] = []
  /// Times at which `field` is given, ascending.
  public var fieldTimes: [Float] = []
  /// Least and greatest position on each axis over trajectories, `dimension` of each.
  public var lower: [Float] = []
  /// See `lower`.
  public var upper: [Float] = []
  /// For 3 dimensions with a linear readout: the plane n·h + c = 0 where the output changes sign, as (n₁, n₂, n₃, c) in
  /// this picture's coordinates; for 2 the line (n₁, n₂, c). nil without a readout or when the plane is not seen.
  public var decision: [Float]?

  /// An empty picture.
  public init() {}
}

/// The model's output on a square lattice over the input space (2 dimensions), or on a line (1 dimension).
public struct InputMap: Sendable {
  /// Cells along x.
  public var width = 0
  /// Cells along y (1 for a one-dimensional input).
  public var height = 1
  /// Half-width of the square: it spans −extent…extent on both axes.
  public var extent: Float = 2
  /// Outputs by row, from the least y upwards; targets are ±1. Not a number where a solve failed.
  public var values: [Float] = []

  /// An empty map.
  public init() {}
}

/// Is the learned flow integrated, or only stepped through? Solve forward, then back, and compare with the input.
public struct IntegrationCheck: Sendable, Equatable {
  /// The iteration that was checked.
  public var iteration: Int
  /// Function evaluations that a solve of the same points needs at tolerance 1e-6; nil if it failed.
  public var probeNFE: Int?
  /// Worst relative error over the probe points of solving back to the input at the training tolerance; infinite
  /// if a solve failed.
  public var worstInverseError: Float
  /// A check of the model as it was at `iteration`.
  public init(iteration: Int, probeNFE: Int?, worstInverseError: Float) {
    self.iteration = iteration
    self.probeNFE = probeNFE
    self.worstInverseError = worstInverseError
  }

  /// Points move back to within this of where they started: a flow worth the name.
  public static let bound: Float = 0.05
  /// Does the check pass (`worstInverseError` ≤ `bound`)?
  public var isIntegrated: Bool { worstInverseError <= Self.bound }
}
