import NeuralODE

/// What a run is looked at with: its model as it is, the points that are followed through it, and
/// what probes found when they were last asked for.
package final class Album {
  /// Looks at the model.
  package let evaluator: Evaluator<Float>
  /// The points whose trajectories are drawn.
  package let probeSet: ProbeSet
  /// Updates done.
  package private(set) var iteration = 0
  /// The input that a person points at, in the input plane.
  package private(set) var pointer: SIMD2<Float>?
  /// The projections under which the space is shown, the default first.
  private(set) var projections: [Projection] = []
  private(set) var values = ProbeValues()
  private let run: TrainingRun<Float>

  let inputPoints: InputPoints
  /// Lines of the input space that the flow advects.
  let (grid, bandLines): (AdvectedLines, AdvectedLines)
  /// Of a run on images.
  let images: ImageAlbum?
  /// Of a run on series.
  private(set) lazy var series = SeriesAlbum(run)
  /// What the model is scored on: what is learned from, and what is held out.
  private(set) lazy var learned = Samples(run.dataset)
  private(set) lazy var tested = run.heldOut.map { Samples($0) }
  /// The numbers that are learned, where numbers are.
  private(set) lazy var numberScale =
    run.configuration.problem.target == .number ? NumberScale(run.dataset.targets) : nil

  /// Samples that a model is scored on: all of a set, or of very many so many, evenly chosen, that
  /// to score them costs no more than some iterations.
  struct Samples {
    let (inputs, targets): ([Float], [Float])

    init(_ set: Dataset) {
      let most = 20_000
      let part =
        set.count > most ? set.rows((0..<most).map { $0 * set.count / most }) : set
      (inputs, targets) = (part.inputs.map { Float($0) }, part.targets.map { Float($0) })
    }
  }

  init(_ run: TrainingRun<Float>) {
    self.run = run
    let data = run.configuration.data
    probeSet = ProbeSet(data, dataset: run.dataset)
    inputPoints = InputPoints(run.dataset, plane: probeSet.plane)
    if let set = data.images {
      (grid, bandLines) = (AdvectedLines(), AdvectedLines())
      // Convolutions need much memory a sample, and a training batch has no more.
      evaluator = run.makeEvaluator(capacity: max(64, probeSet.count))
      images = ImageAlbum(
        set, probe: probeSet, evaluator: evaluator, iterationsPerEpoch: run.iterationsPerEpoch)
      return
    }
    images = nil
    (grid, bandLines) = (.grid(probeSet.plane), .bands(data, probeSet.plane))
    evaluator = run.makeEvaluator(
      capacity: max(
        512, probeSet.count, grid.lengths.reduce(0, +), bandLines.lengths.reduce(0, +)))
  }

  /// The album of a copied run, or of a run whose data has changed: what probes found stays until
  /// they are asked again.
  convenience init(copying other: Album, _ run: TrainingRun<Float>) {
    self.init(run)
    values = other.values
    projections = other.projections
    if let pictures = other.images { images?.adopt(pictures) }
  }

  /// Makes anew what is asked for, and what is made always.
  func refresh(
    _ parts: SnapshotParts, iteration: Int, pointer: SIMD2<Float>?, chosenImage: Int
  ) {
    (self.iteration, self.pointer) = (iteration, pointer)
    images?.choose(chosenImage)
    // Others are seen under the projections that the points are.
    make(projections.isEmpty ? .spaces : parts.intersection(.spaces))
    make(parts.subtracting(.spaces))
    make(.always)
  }

  private func make(_ parts: SnapshotParts) {
    for part in parts.sorted() where part.suits(run.configuration) { values.make(part, of: self) }
  }

  /// Tests on images held out where such a test is due; nil where it is not.
  func testImages(iteration: Int) -> ImageScore? {
    guard let images, iteration % images.pictures.testedEvery == 0 else { return nil }
    images.test(iteration: iteration)
    values[.accuracy] = Score(images.pictures.score)
    return images.pictures.score
  }

  /// Has the model no flow, but blocks?
  package var isDiscrete: Bool { evaluator.model.family == .resnet }

  /// Times of the frames of trajectories: where a jump ends and the next begins, where there are
  /// jumps.
  package func times(_ frames: Int) -> [Double] {
    let frames = evaluator.jumps.map { $0 + 1 } ?? frames
    return (0..<frames).map { Double($0) / Double(max(1, frames - 1)) }
  }

  /// The points whose trajectories are drawn, under each projection.
  package func pictures(
    _ found: Evaluator<Float>.Trajectories, times: [Double], isDiscrete: Bool = false
  ) -> [SpacePicture] {
    projections.map {
      SpacePicture(
        $0, found, times: times, labels: probeSet.labels, meaning: probeSet.meaning,
        isDiscrete: isDiscrete)
    }
  }

  /// Trajectories and field. Images are advected in fewer frames, each as large as the space; no
  /// field could be seen through it, and no plane.
  func makeSpaces() -> [SpacePicture] {
    let times = times(images == nil ? SpacePicture.frameCount : 17)
    let found = evaluator.trajectories(
      of: probeSet.points, times: times, offsets: probeSet.offsets)
    images?.take(found, times: times)
    projections = projections(
      of: Array(found.states.suffix(probeSet.count * evaluator.features)))
    var spaces = pictures(found, times: times, isDiscrete: evaluator.jumps != nil)
    if images == nil {
      for k in spaces.indices { spaces[k].addField(projections[k], evaluator) }
    }
    return spaces
  }

  /// The projections under which a space is shown, the default first.
  private func projections(of features: [Float]) -> [Projection] {
    let n = evaluator.features
    guard n > 3 else { return [.identity(features: n, data: probeSet.dimension)] }
    let components = Projection.principal(features: n, of: features)
    // Coordinates of images are pixels: none of them is worth an axis.
    if images != nil { return [components] }
    return [components, .axes(features: n, data: probeSet.dimension, of: features)]
  }

  /// The features as they are now.
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
