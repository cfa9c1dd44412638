import NeuralODE

/// Trajectories of the probe points and the learned field, in 1, 2 or 3 dimensions.
package struct SpacePicture: Sendable {
  /// Axes drawn: 1 (h over t), 2 (the plane) or 3 (projected when drawn).
  package var dimension = 2
  /// Names of the axes: "x₁", "a₁", "PC₁" and so on.
  package var axisNames: [String] = []
  /// Whether the last axis is an added dimension that starts at 0 (then the floor is drawn).
  package var hasFloor = false
  /// Why paths may cross in it though the flow's never meet; nil if they may not.
  package var crossing: Crossing?
  /// Corners of the input square (ends of the line) at t = 0, where a trained map puts them; empty
  /// if added coordinates start at 0.
  package var startSheet: [Float] = []
  /// Times of the frames, ascending from 0 to 1; for discrete models, the ends of blocks or steps.
  package var times: [Float] = []
  /// Whether frames are discrete: between them nothing is defined.
  package var isDiscrete = false
  package var pointCount = 0
  package var labels: [Float] = []
  /// See `ProbeSet.isBeside`.
  package var isBeside: [Bool] = []
  package var meaning = PointLabels.signs
  /// Positions, frames × points × dimension. Shorter than `times` if a solve fails.
  package var trajectories: [Float] = []
  /// Points of each advected line; empty for separate points.
  package var lineLengths: [Int] = []
  /// Lattice positions, lattice points × dimension.
  package var lattice: [Float] = []
  /// Lattice sites along each axis; the first axis varies fastest.
  package var latticeShape: [Int] = []
  /// Field at the lattice, `fieldTimes` × lattice points × dimension, per unit of t (ResNet:
  /// displacement by block).
  package var field: [Float] = []
  package var fieldTimes: [Float] = []
  /// A great length of the field, over all times: the 90th percentile at the lattice.
  package var speed: Float = 0
  /// Least position on each axis.
  package var lower: [Float] = []
  /// Greatest position on each axis.
  package var upper: [Float] = []
  /// The readout plane n·h + c = 0, where the output changes sign, in this picture's coordinates:
  /// (n₁, n₂, n₃, c), or (n₁, n₂, c) in 2 dimensions.
  package var decision: [Float]?
  /// With several classes, the output of each as such a function: the greatest is the class.
  package var classPlanes: [[Float]] = []

  /// Why paths may cross.
  package enum Crossing: Sendable {
    /// Their velocities, which differ, are not shown.
    case ofPositions
    /// Each input has a field of its own.
    case ofInputs
  }

  package init() {}
}

extension Probe where Value == [SpacePicture] {
  /// Pictures of the space of the flow, the default projection first (for more than 3 dimensions:
  /// principal components, then data axes with an added dimension; of second order: positions, then
  /// velocities too). Never empty.
  package static var spaces: Self {
    Self("spaces", .everyFrame, blank: [SpacePicture()]) { album in
      var spaces = album.makeSpaces()
      for k in spaces.indices { spaces[k].isBeside = album.probeSet.isBeside }
      return spaces
    }
  }
}

extension SpacePicture {
  package static let frameCount = 33
  private static let fieldFrameCount = 9

  /// Trajectories under a projection, without field or readout plane.
  init(
    _ projection: Projection, _ found: Trajectories, times: [Double],
    labels: [Float], meaning: PointLabels = .signs, isDiscrete: Bool
  ) {
    dimension = projection.axes.count
    axisNames = projection.names
    hasFloor = projection.hasFloor
    crossing = projection.crossing
    self.times = times.prefix(found.frames).map { Float($0) }
    self.isDiscrete = isDiscrete
    pointCount = labels.count
    self.labels = labels
    self.meaning = meaning
    trajectories = projection.apply(found.states)
    (lower, upper) = Self.hull(of: trajectories, dimension)
    for i in 0..<dimension where lower[i] > upper[i] { (lower[i], upper[i]) = (-1, 1) }
  }

  /// Least and greatest coordinates of positions, within ±50: a diverged one would make everything
  /// else too small. Infinite where none is finite.
  static func hull(
    of positions: [Float], _ dimension: Int
  ) -> (lower: [Float], upper: [Float]) {
    var lower = Array(repeating: Float.infinity, count: dimension)
    var upper = Array(repeating: -Float.infinity, count: dimension)
    for i in positions.indices where positions[i].isFinite {
      let x = min(max(positions[i], -50), 50)
      lower[i % dimension] = min(lower[i % dimension], x)
      upper[i % dimension] = max(upper[i % dimension], x)
    }
    return (lower, upper)
  }

  /// Adds a field that another program has computed at places of its own.
  ///
  /// - Parameter time: from 0 at the start of the flow to 1 at its end.
  mutating func add(_ known: WatchFrame.Field, _ projection: Projection, at time: Double) {
    lattice = projection.apply(known.points)
    // Places row by row: the first row ends where the second coordinate changes.
    if dimension == 2, lattice.count > 2 {
      let sites = lattice.count / 2
      let width = (1..<sites).first { lattice[2 * $0 + 1] != lattice[1] } ?? sites
      latticeShape = sites % width == 0 ? [width, sites / width] : []
    }
    fieldTimes = [Float(min(max(0, time), 1))]
    field = projection.applyToVectors(known.vectors)
    let lengths = Projection.lengths(of: known.vectors, projection.features)
      .filter(\.isFinite).sorted()
    speed = lengths.isEmpty ? 0 : lengths[lengths.count * 9 / 10]
  }

  /// Adds the readout planes and the learned field; where each input has its own, that of `input`.
  mutating func addField(
    _ projection: Projection, _ evaluator: any ModelEvaluator, of input: [Float]?
  ) {
    switch meaning {
    case .signs: decision = evaluator.readout(of: 0).map { projection.plane($0) }
    case .classes(let names):
      classPlanes = names.indices.compactMap { evaluator.readout(of: $0).map(projection.plane) }
    case .levels: break
    }
    // A place without its velocity has no slope.
    guard projection.crossing != .ofPositions, input != nil || !evaluator.fieldTakesInput else {
      return
    }
    // Beyond the trajectories, too: a flow is seen around the data.
    let margin = dimension > 1 ? 0.2 * (zip(lower, upper).map { $1 - $0 }.max() ?? 0) : 0
    let sites = Lattice(
      lower: lower.map { $0 - margin }, upper: upper.map { $0 + margin },
      most: [19, 23, 9][min(dimension, 3) - 1])
    lattice = sites.positions
    latticeShape = sites.shape
    let moments = evaluator.jumps ?? Self.fieldFrameCount
    let states = projection.lift(lattice)
    var lengths: [Float] = []
    for moment in 0..<moments {
      let t =
        evaluator.model.family == .resnet
        ? (Double(moment) + 0.5) / Double(moments)
        : Double(moment) / Double(isDiscrete ? moments : moments - 1)
      fieldTimes.append(Float(isDiscrete ? Double(moment) / Double(moments) : t))
      let vectors = evaluator.field(at: states, t: t, of: input ?? [])
      lengths += Projection.lengths(of: vectors, projection.features)
      field += projection.applyToVectors(vectors)
    }
    lengths = lengths.filter(\.isFinite).sorted()
    speed = lengths.isEmpty ? 0 : lengths[lengths.count * 9 / 10]
  }
}

/// Sites of a field's arrows, at multiples of a round spacing: when bounds drift, sites appear and
/// vanish at the rim, and none moves.
struct Lattice: Sendable, Equatable {
  /// Sites along each axis.
  var shape: [Int]
  /// sites × axes, the first axis fastest.
  var positions: [Float]

  /// Sites covering lower…upper on each axis, at most `most` along the longest.
  init(lower: [Float], upper: [Float], most: Int) {
    let longest = zip(lower, upper).map { $1 - $0 }.max() ?? 0
    let spacing = Lattice.roundSpacing(atLeast: max(longest, 1e-3) / Float(max(1, most - 1)))
    let first = lower.map { ($0 / spacing).rounded(.down) }
    shape = zip(first, upper).map {
      min(most + 2, max(1, Int(($1 / spacing - $0).rounded(.up)) + 1))
    }
    let count = shape.reduce(1, *)
    positions = []
    positions.reserveCapacity(count * shape.count)
    for site in 0..<count {
      var rest = site
      for axis in shape.indices {
        positions.append((first[axis] + Float(rest % shape[axis])) * spacing)
        rest /= shape[axis]
      }
    }
  }

  /// The least of …, 0.1, 0.125, 0.2, 0.25, 0.5, 1, … not below x.
  private static func roundSpacing(atLeast x: Float) -> Float {
    var power: Float = 1e-4
    while power < 1e6 {
      for factor in [1, 1.25, 2, 2.5, 5] as [Float] where power * factor >= x * 0.999 {
        return power * factor
      }
      power *= 10
    }
    return power
  }
}
