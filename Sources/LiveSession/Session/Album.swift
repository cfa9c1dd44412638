import Elementary
import NeuralODE

/// The pictures of a run, each as it was when last asked for.
final class Album {
  private(set) var spaces = [SpacePicture()]
  private(set) var inputMap = InputMap()
  private(set) var accuracy: Float?
  private(set) var testAccuracy: Float?
  private(set) var testLoss: Float?
  /// Of several classes, how often the row's is taken for the column's.
  private(set) var confusion: [Int] = []
  private(set) var integration: IntegrationCheck?
  private(set) var grids: [SpacePicture] = []
  private(set) var bands: [SpacePicture] = []
  private(set) var bandsAsTrained: [SpacePicture] = []
  private(set) var waysBack: [SpacePicture] = []
  private(set) var microscopy: Snapshot.Microscopy?
  private(set) var sampleNFE: [Int]?
  let inputPoints: InputPoints
  /// What only a run on images shows.
  let images: ImageAlbum?
  /// What only a run on series shows.
  let series: SeriesAlbum?
  private(set) var seriesPictures: SeriesPictures?

  private let evaluator: Evaluator<Float>
  /// The numbers that are learned, where numbers are.
  private let numbers: NumberScale?
  let probe: ProbeSet
  private let inputs: [Float]
  private let targets: [Float]
  private let heldOut: (inputs: [Float], targets: [Float])?
  private let grid: AdvectedLines
  private let bandLines: AdvectedLines
  private var principal: Projection?
  private var projections: [Projection] = []
  private static var mapSide: Int { 48 }
  private static var gridFrames: Int { 17 }
  /// Frames of images advected by the flow: each is as large as the space.
  private static var imageFrames: Int { 17 }

  init(_ run: TrainingRun<Float>) {
    probe = ProbeSet(run.configuration.data, dataset: run.dataset)
    numbers =
      run.configuration.problem.target == .number ? NumberScale(run.dataset.targets) : nil
    (inputs, targets) = Self.sample(run.dataset)
    heldOut = run.heldOut.map(Self.sample)
    inputPoints = InputPoints(run.dataset, plane: probe.plane)
    if let set = run.configuration.data.images {
      (grid, bandLines) = (AdvectedLines(), AdvectedLines())
      // Convolutions need much memory a sample, and a training batch has no more.
      evaluator = run.makeEvaluator(capacity: max(64, probe.count))
      series = nil
      images = ImageAlbum(
        set, probe: probe, evaluator: evaluator, iterationsPerEpoch: run.iterationsPerEpoch)
      return
    }
    images = nil
    series = SeriesAlbum(run)
    grid = .grid(probe.plane)
    bandLines = .bands(run.configuration.data, probe.plane)
    evaluator = run.makeEvaluator(
      capacity: max(512, probe.count, grid.lengths.reduce(0, +), bandLines.lengths.reduce(0, +)))
  }

  /// Samples that the model is scored on: all of them, or of very many so many, evenly chosen, that
  /// to score them costs no more than some iterations.
  private static func sample(_ set: Dataset) -> (inputs: [Float], targets: [Float]) {
    let most = 20_000
    guard set.count > most else {
      return (set.inputs.map { Float($0) }, set.targets.map { Float($0) })
    }
    let rows = (0..<most).map { $0 * set.count / most }
    let part = set.rows(rows)
    return (part.inputs.map { Float($0) }, part.targets.map { Float($0) })
  }

  /// The pictures of a copied run, or of a run whose data has changed, to be drawn anew from it.
  convenience init(copying other: Album, _ run: TrainingRun<Float>) {
    self.init(run)
    spaces = other.spaces
    inputMap = other.inputMap
    accuracy = other.accuracy
    testAccuracy = heldOut == nil ? nil : other.testAccuracy
    testLoss = heldOut == nil ? nil : other.testLoss
    confusion = other.confusion
    integration = other.integration
    principal = other.principal
    projections = other.projections
    if let pictures = other.images { images?.adopt(pictures) }
    if series != nil { seriesPictures = other.seriesPictures }
  }

  var dimension: Int { probe.dimension }

  func refresh(_ parts: SnapshotParts, iteration: Int) {
    if parts.contains(.spaces) || projections.isEmpty { refreshSpaces() }
    if let images {
      if parts.contains(.accuracy) { images.testIfStale(iteration: iteration) }
      accuracy = images.pictures.score.accuracy
      (testAccuracy, testLoss) = (accuracy, images.pictures.score.loss)
    } else {
      if parts.contains(.inputMap) { refreshInputMap() }
      if parts.contains(.accuracy) { refreshAccuracy() }
    }
    if parts.contains(.integration) {
      integration = evaluator.integration(of: checked).map {
        IntegrationCheck(
          iteration: iteration, probeNFE: $0.probeNFE, worstInverseError: $0.worstInverseError)
      }
    }
    if parts.contains(.grid) { grids = advected(grid) }
    if parts.contains(.bands) {
      bands = bandLines.lengths.isEmpty ? [] : advected(bandLines)
      bandsAsTrained = bandLines.lengths.isEmpty || isDiscrete ? [] : advectedAsTrained(bandLines)
    }
    if parts.contains(.series) { seriesPictures = series?.pictures(evaluator) }
    if parts.contains(.wayBack) { refreshWaysBack() }
    if parts.contains(.microscopy) { microscopy = evaluator.microscopy(of: probe.points) }
    if parts.contains(.sampleNFE) { sampleNFE = evaluator.sampleNFE(of: probe.points) }
  }

  /// Inputs that are solved forward and back: some images say as much as many, which would cost too
  /// much.
  private var checked: [Float] {
    images == nil ? probe.points : Array(probe.points.prefix(16 * probe.dimension))
  }

  private var isDiscrete: Bool { evaluator.model.family == .resnet }

  /// Times of the frames of trajectories: where a jump ends and the next begins, where there are
  /// jumps.
  private func times(_ frames: Int) -> [Double] {
    let frames = evaluator.jumps.map { $0 + 1 } ?? frames
    return (0..<frames).map { Double($0) / Double(max(1, frames - 1)) }
  }

  private func refreshSpaces() {
    let times = times(images == nil ? SpacePicture.frameCount : Self.imageFrames)
    let trajectories = evaluator.trajectories(of: probe.points, times: times)
    images?.take(trajectories, times: times)
    let features = Array(trajectories.states.suffix(probe.count * evaluator.features))
    projections = projections(of: features)
    spaces = projections.map {
      .make(
        $0, trajectories: trajectories, times: times.map { Float($0) }, labels: probe.labels,
        meaning: probe.meaning, isOfImages: images != nil, evaluator: evaluator)
    }
  }

  /// The same points on their way back, under the same projections.
  private func refreshWaysBack() {
    guard images == nil, !isDiscrete else { return }
    let times = times(SpacePicture.frameCount)
    let found = evaluator.wayBack(of: probe.points, times: times)
    guard found.failure == nil, found.frames == times.count else {
      waysBack = []
      return
    }
    waysBack = projections.map {
      .make(
        $0, wayBack: found, times: times.map { Float($0) }, labels: probe.labels,
        meaning: probe.meaning)
    }
  }

  /// The projections under which a space is shown, the default first.
  private func projections(of features: [Float]) -> [Projection] {
    let n = evaluator.features
    guard n > 3 else { return [.identity(features: n, data: probe.dimension)] }
    let components = Projection.principal(features: n, of: features, near: principal)
    principal = components
    // Coordinates of images are pixels: none of them is worth an axis.
    if images != nil { return [components] }
    return [components, .axes(features: n, data: probe.dimension, of: features)]
  }

  /// Lines as the flow advects them: solved and sampled as finely as a picture needs.
  private func advected(_ lines: AdvectedLines) -> [SpacePicture] {
    let times = times(Self.gridFrames)
    let advection = CurveAdvection(evaluator: evaluator, times: times, dimension: dimension)
    guard !isDiscrete, let (lines, trajectories) = advection.advect(lines) else {
      return advectedAsTrained(lines)
    }
    return projections.map {
      .make(
        $0, lines: lines, trajectories: trajectories, times: times.map { Float($0) },
        isDiscrete: evaluator.jumps != nil)
    }
  }

  /// Lines as the training's solver advects them, point by point.
  private func advectedAsTrained(_ lines: AdvectedLines) -> [SpacePicture] {
    let times = times(Self.gridFrames)
    let trajectories = evaluator.trajectories(of: lines.points, times: times)
    return projections.map {
      .make(
        $0, lines: lines, trajectories: trajectories, times: times.map { Float($0) },
        isDiscrete: evaluator.jumps != nil)
    }
  }

  private func refreshAccuracy() {
    if let series {
      // There is no right and wrong, but an error over series that are not learned from.
      (accuracy, testAccuracy) = (nil, nil)
      testLoss = series.heldOut.map { Float(evaluator.seriesLoss(of: $0)) }
      return
    }
    if case .classes = probe.meaning {
      // What is taken for what tells what is right, and the loss as well: solved once for all.
      let learned = evaluator.tally(inputs: inputs, targets: targets)
      let tested = heldOut.map { evaluator.tally(inputs: $0.inputs, targets: $0.targets) }
      accuracy = learned.accuracy.map { Float($0) }
      testAccuracy = tested?.accuracy.map { Float($0) }
      testLoss = tested.map { Float($0.meanLoss) }
      confusion = (tested ?? learned).confusion
      return
    }
    accuracy = evaluator.accuracy(inputs: inputs, targets: targets)
    testAccuracy = heldOut.flatMap { evaluator.accuracy(inputs: $0.inputs, targets: $0.targets) }
    testLoss = heldOut.map { evaluator.meanLoss(inputs: $0.inputs, targets: $0.targets) }
  }

  private func refreshInputMap() {
    var map = InputMap()
    let side = Self.mapSide
    let plane = probe.plane
    map.extent = plane.extent
    map.width = probe.dimension == 1 ? 4 * side : side
    map.height = probe.dimension == 1 ? 1 : side
    var points: [Float] = []
    for row in 0..<map.height {
      for column in 0..<map.width {
        points += plane.input(
          at: ((Float(column) + 0.5) / Float(map.width) * 2 - 1) * map.extent,
          ((Float(row) + 0.5) / Float(map.height) * 2 - 1) * map.extent)
      }
    }
    map.outputs = evaluator.outputs
    let found = evaluator.outputs(of: points)
    let places = map.width * map.height
    map.values =
      map.outputs == 1
      ? found
      : (0..<map.outputs).flatMap { output in
        (0..<places).map { found[$0 * map.outputs + output] }
      }
    map.range = numbers?.range
    inputMap = map
  }

  /// What the model says of a place of the input plane.
  func reading(at position: SIMD2<Float>) -> ProbeReading {
    if projections.isEmpty { refreshSpaces() }
    let input = probe.plane.input(at: position.x, position.y)
    let found = evaluator.trajectories(of: input, times: times(SpacePicture.frameCount))
    var reading = ProbeReading(position: position)
    reading.trajectories = projections.map { $0.apply(found.states) }
    let outputs = evaluator.outputs(of: input)
    if evaluator.outputs == 1 {
      reading.output = outputs.first ?? .nan
    } else if let guess = ClassTally.guess(outputs[...]) {
      reading.output = Float(guess)
      let sum = outputs.reduce(0.0) { $0 + Elementary.exp(Double($1 - outputs[guess])) }
      reading.probability = Float(1 / sum)
    }
    if !isDiscrete {
      reading.nfe = found.failure == nil ? found.statistics.evaluations : nil
      reading.inverseError = evaluator.integration(of: input)?.worstInverseError
    }
    return reading
  }

  /// The features as they are now.
  func featureFrame(iteration: Int, loss: Float?) -> FeatureFrame {
    let found = evaluator.trajectories(of: probe.points, times: [1])
    let n = evaluator.features
    let features = Array(found.states.suffix(probe.count * n))
    let projection = projections(of: features)[0]
    return FeatureFrame(
      iteration: iteration, nfe: found.statistics.evaluations, loss: loss,
      dimension: projection.axes.count, positions: projection.apply(features),
      labels: features.isEmpty ? [] : probe.labels, meaning: probe.meaning)
  }
}
