import NeuralODE

extension SpacePicture {
  /// Frames of a trajectory.
  static let frameCount = 33
  /// Moments at which the field is shown.
  static let fieldFrameCount = 9

  /// The picture of a model's trajectories and field under a projection.
  static func make(
    _ projection: Projection, trajectories: Evaluator<Float>.Trajectories, times: [Float],
    labels: [Float], meaning: PointLabels, isOfImages: Bool = false,
    evaluator: Evaluator<Float>
  ) -> SpacePicture {
    var picture = SpacePicture()
    let dimension = projection.axes.count
    picture.dimension = dimension
    picture.axisNames = projection.names
    picture.hasFloor = projection.hasFloor
    picture.times = Array(times.prefix(trajectories.frames))
    picture.isDiscrete = evaluator.jumps != nil
    picture.pointCount = labels.count
    picture.labels = labels
    picture.meaning = meaning
    picture.trajectories = projection.apply(trajectories.states)
    (picture.lower, picture.upper) = bounds(of: picture.trajectories, dimension: dimension)
    // Through a space of images no field could be seen, and no plane.
    guard !isOfImages else { return picture }
    switch meaning {
    case .signs: picture.decision = projection.plane(evaluator.readout)
    case .classes(let names):
      picture.classPlanes = names.indices.map { projection.plane(evaluator.readout(of: $0)) }
    case .levels: break
    }

    let lattice = Lattice(
      lower: picture.lower, upper: picture.upper, most: dimension == 3 ? 7 : 19)
    picture.lattice = lattice.positions
    picture.latticeShape = lattice.shape
    let moments = evaluator.jumps ?? fieldFrameCount
    let states = projection.lift(lattice.positions)
    for moment in 0..<moments {
      let t =
        evaluator.model.family == .resnet
        ? (Double(moment) + 0.5) / Double(moments)
        : Double(moment) / Double(picture.isDiscrete ? moments : moments - 1)
      picture.fieldTimes.append(Float(picture.isDiscrete ? Double(moment) / Double(moments) : t))
      picture.field += projection.applyToVectors(evaluator.field(at: states, t: t))
    }
    return picture
  }

  /// The picture of lines that the flow advects, under a projection.
  static func make(
    _ projection: Projection, lines: AdvectedLines, trajectories: Evaluator<Float>.Trajectories,
    times: [Float], isDiscrete: Bool
  ) -> SpacePicture {
    var picture = SpacePicture()
    picture.dimension = projection.axes.count
    picture.axisNames = projection.names
    picture.hasFloor = projection.hasFloor
    picture.times = Array(times.prefix(trajectories.frames))
    picture.isDiscrete = isDiscrete
    picture.pointCount = lines.lengths.reduce(0, +)
    picture.labels = zip(lines.lengths, lines.labels).flatMap { Array(repeating: $1, count: $0) }
    picture.lineLengths = lines.lengths
    picture.trajectories = projection.apply(trajectories.states)
    (picture.lower, picture.upper) = bounds(
      of: picture.trajectories, dimension: picture.dimension)
    return picture
  }

  /// The picture of points on their way back, under a projection: no field, no plane.
  static func make(
    _ projection: Projection, wayBack: Evaluator<Float>.Trajectories, times: [Float],
    labels: [Float], meaning: PointLabels
  ) -> SpacePicture {
    var picture = SpacePicture()
    picture.dimension = projection.axes.count
    picture.axisNames = projection.names
    picture.hasFloor = projection.hasFloor
    picture.times = times
    picture.pointCount = labels.count
    picture.labels = labels
    picture.meaning = meaning
    picture.trajectories = projection.apply(wayBack.states)
    (picture.lower, picture.upper) = bounds(
      of: picture.trajectories, dimension: picture.dimension)
    return picture
  }

  private static func bounds(of positions: [Float], dimension: Int) -> ([Float], [Float]) {
    var lower = Array(repeating: Float.infinity, count: dimension)
    var upper = Array(repeating: -Float.infinity, count: dimension)
    for i in positions.indices where positions[i].isFinite {
      // A state that ran away would leave nothing else to be seen.
      let x = min(max(positions[i], -50), 50)
      lower[i % dimension] = min(lower[i % dimension], x)
      upper[i % dimension] = max(upper[i % dimension], x)
    }
    for i in 0..<dimension where lower[i] > upper[i] {
      lower[i] = -1
      upper[i] = 1
    }
    return (lower, upper)
  }
}
