import NeuralODE

/// The inputs of a run's probes (evaluator and probe points) and their latest values.
package final class Album {
  package let evaluator: any ModelEvaluator
  package let probeSet: ProbeSet
  package private(set) var iteration = 0
  /// The pointer's place in the input plane.
  package private(set) var pointer: SIMD2<Float>?
  /// The projections of the space, the default first.
  private(set) var projections: [Projection] = []
  private(set) var values = ProbeValues()
  private let run: TrainingRun<Float>
  /// The same run in 64 bits, for a model that computes in them.
  private let precise: TrainingRun<Double>?
  /// The probe points' trajectories of the latest spaces; empty for images.
  private(set) var found = Trajectories()

  let inputPoints: InputPoints
  let (grid, bandLines): (AdvectedLines, AdvectedLines)
  /// nil unless the run is on images.
  let images: ImageAlbum?
  /// nil unless the run is on series.
  private(set) lazy var series = SeriesAlbum(run)
  /// What another program has computed in place of the evaluator; nil for a model of our own.
  var frame: WatchFrame?
  /// Training points for the score.
  private(set) lazy var learned = Samples(run.dataset)
  /// Held-out points for the score.
  private(set) lazy var tested = run.heldOut.map { Samples($0) }
  /// nil unless targets are values.
  private(set) lazy var numberScale =
    run.configuration.problem.target == .number ? NumberScale(run.dataset.targets) : nil

  /// The points of a set, at most 20,000 evenly chosen ones, to keep the cost of a score low.
  struct Samples {
    let (inputs, targets): ([Float], [Float])

    init(_ set: Dataset) {
      let most = 20_000
      let part =
        set.count > most ? set.rows((0..<most).map { $0 * set.count / most }) : set
      (inputs, targets) = (part.inputs.map { Float($0) }, part.targets.map { Float($0) })
    }
  }

  init(_ run: TrainingRun<Float>, precise: TrainingRun<Double>? = nil) {
    (self.run, self.precise) = (run, precise)
    let data = run.configuration.data
    probeSet = ProbeSet(data, dataset: run.dataset)
    inputPoints = InputPoints(run.dataset, plane: probeSet.plane)
    if let set = data.images {
      (grid, bandLines) = (AdvectedLines(), AdvectedLines())
      // Convolutions need much memory per image.
      evaluator = run.makeEvaluator(capacity: max(64, probeSet.count))
      images = ImageAlbum(
        set, probe: probeSet, evaluator: evaluator, iterationsPerEpoch: run.iterationsPerEpoch)
      return
    }
    images = nil
    (grid, bandLines) = (.grid(probeSet.plane), .bands(data, probeSet.plane))
    let capacity = max(
      512, probeSet.count, grid.lengths.reduce(0, +), bandLines.lengths.reduce(0, +))
    evaluator =
      precise?.makeEvaluator(capacity: capacity) ?? run.makeEvaluator(capacity: capacity)
  }

  /// The album of a copied run, or of one whose data has changed; probes keep their values until
  /// the next refresh.
  convenience init(
    copying other: Album, _ run: TrainingRun<Float>, precise: TrainingRun<Double>? = nil
  ) {
    self.init(run, precise: precise)
    values = other.values
    projections = other.projections
    frame = other.frame
    if let pictures = other.images { images?.adopt(pictures) }
  }

  /// Computes the given parts and those of every snapshot.
  func refresh(
    _ parts: SnapshotParts, iteration: Int, pointer: SIMD2<Float>?, chosenImage: Int
  ) {
    (self.iteration, self.pointer) = (iteration, pointer)
    images?.choose(chosenImage)
    // Spaces come first: they choose the projections for the other parts.
    make(projections.isEmpty ? .spaces : parts.intersection(.spaces))
    make(parts.subtracting(.spaces))
    make(.always)
  }

  private func make(_ parts: SnapshotParts) {
    for part in parts.sorted() where part.suits(run.configuration) {
      if frame == nil || SnapshotParts.ofFrames.contains(part) { values.make(part, of: self) }
    }
  }

  /// Scores held-out images if that is due.
  func testImages(iteration: Int) -> ImageScore? {
    guard let images, iteration % images.pictures.testedEvery == 0 else { return nil }
    images.test(iteration: iteration)
    values[.accuracy] = Score(images.pictures.score)
    return images.pictures.score
  }

  /// Whether the model is a ResNet.
  package var isDiscrete: Bool { !evaluator.model.family.isFlow }

  /// Times of the frames of trajectories; for discrete models, between blocks or steps.
  package func times(_ frames: Int) -> [Double] {
    let frames = evaluator.jumps.map { $0 + 1 } ?? frames
    return (0..<frames).map { Double($0) / Double(max(1, frames - 1)) }
  }

  /// Trajectories of the probe points under each projection.
  package func pictures(
    _ found: Trajectories, times: [Double], isDiscrete: Bool = false
  ) -> [SpacePicture] {
    projections.map {
      SpacePicture(
        $0, found, times: times, labels: probeSet.labels, meaning: probeSet.meaning,
        isDiscrete: isDiscrete)
    }
  }

  /// Trajectories and field. Images have fewer frames and no field or readout plane.
  func makeSpaces() -> [SpacePicture] {
    if let frame { return makeSpaces(frame) }
    let times = times(images == nil ? SpacePicture.frameCount : 17)
    let found = evaluator.trajectories(
      of: probeSet.points, times: times, offsets: probeSet.offsets)
    images?.take(found, times: times)
    projections = projections(
      of: Array(found.states.suffix(probeSet.count * evaluator.features)))
    var spaces = pictures(found, times: times, isDiscrete: evaluator.jumps != nil)
    if images == nil {
      self.found = found
      for k in spaces.indices { spaces[k].addField(projections[k], evaluator, of: input) }
      addStart(to: &spaces)
    }
    return spaces
  }

  /// The input pointed at.
  var input: [Float]? { pointer.map { probeSet.plane.input(at: $0.x, $0.y) } }

  /// Adds where a trained map puts the input square at t = 0.
  private func addStart(to spaces: inout [SpacePicture]) {
    let plane = probeSet.plane
    guard evaluator.model.family.form?.startModule != nil, evaluator.features > plane.dimension,
      plane.dimension <= 2
    else { return }
    let e = plane.extent
    let corners: [Float] =
      plane.dimension == 1 ? [-e, e] : [-e, -e, e, -e, e, e, -e, e]
    let start = evaluator.trajectories(of: corners, times: [0]).states
    for k in spaces.indices where spaces[k].crossing != .ofPositions {
      spaces[k].startSheet = projections[k].apply(start)
    }
  }

  /// Trajectories and field as another program has computed them.
  private func makeSpaces(_ frame: WatchFrame) -> [SpacePicture] {
    guard let paths = frame.paths, paths.features == evaluator.features else {
      return [SpacePicture()]
    }
    let points = paths.rows.count
    var found = Trajectories()
    (found.states, found.frames) = (paths.states, paths.times.count)
    projections = projections(of: Array(paths.states.suffix(points * paths.features)))
    // As in the album's own pictures, 0 is the start of the flow and 1 its end.
    let first = paths.times[0]
    let length = max((paths.times.last ?? 1) - first, .leastNormalMagnitude)
    let labels = paths.rows.map { row -> Float in
      guard row < run.dataset.count else { return 0 }
      return numberScale.map { $0.level(run.dataset.label(row)) } ?? run.dataset.label(row)
    }
    return projections.map {
      var space = SpacePicture(
        $0, found, times: paths.times.map { ($0 - first) / length }, labels: labels,
        meaning: probeSet.meaning, isDiscrete: false)
      if let field = frame.field, field.features == paths.features {
        space.add(field, $0, at: (field.time - first) / length)
      }
      return space
    }
  }

  private func projections(of features: [Float]) -> [Projection] {
    let (n, d) = (evaluator.features, probeSet.dimension)
    let form = evaluator.model.family.form
    let symbol = form?.symbol ?? "a"
    let axes: Projection =
      n > 3
      ? .axes(features: n, data: d, symbol: symbol, of: features)
      : .identity(features: n, data: d, symbol: symbol)
    if form?.isSecondOrder == true, d <= 3 { return [.positions(d), axes] }
    var result = n > 3 ? [.principal(features: n, of: features), axes] : [axes]
    // A pixel is not worth an axis.
    if images != nil { result = [result[0]] }
    if form?.fieldTakesInput == true {
      for k in result.indices { result[k].crossing = .ofInputs }
    }
    return result
  }

  /// The current features.
  func featureFrame(iteration: Int, loss: Float?) -> FeatureFrame {
    let found = evaluator.trajectories(of: probeSet.points, times: [1])
    let features = Array(found.states.suffix(probeSet.count * evaluator.features))
    let projection = projections(of: features)[0]
    return FeatureFrame(
      iteration: iteration, nfe: found.statistics.evaluations, loss: loss,
      dimension: projection.axes.count, positions: projection.apply(features),
      labels: features.isEmpty ? [] : probeSet.labels, meaning: probeSet.meaning)
  }
}
