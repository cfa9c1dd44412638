import LiveSession
import NeuralODE
import Testing

@Suite("Advected curves behave as under a homeomorphism") struct AdvectedCurveTests {
  private static let parts = SnapshotParts.all.union([
    Probe.bands.part, Probe.bandsAsTrained.part,
  ])

  /// The points of a picture's curve at a frame.
  private func curve(_ picture: SpacePicture, _ number: Int, frame: Int) -> [SIMD2<Float>] {
    let start = picture.lineLengths.prefix(number).reduce(0, +)
    return (start..<start + picture.lineLengths[number]).map { k in
      let i = (frame * picture.pointCount + k) * 2
      return SIMD2(picture.trajectories[i], picture.trajectories[i + 1])
    }
  }

  private func distance(_ p: SIMD2<Float>, _ a: SIMD2<Float>, _ b: SIMD2<Float>) -> Float {
    let (v, w) = (b - a, p - a)
    let square = (v * v).sum()
    let share = square > 0 ? min(max((v * w).sum() / square, 0), 1) : 0
    let gap = w - v * share
    return (gap * gap).sum().squareRoot()
  }

  /// Whether a ray from p to the right crosses the closed curve an odd number of times.
  private func isInside(_ p: SIMD2<Float>, _ curve: [SIMD2<Float>]) -> Bool {
    var inside = false
    for (a, b) in zip(curve, curve.dropFirst()) where (a.y > p.y) != (b.y > p.y) {
      let x = a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y)
      if x > p.x { inside.toggle() }
    }
    return inside
  }

  @Test(
    "the inner curve stays inside, to half a dot, for every NODE of the lessons on the annulus",
    arguments: [(0, 3000), (1, 3000), (2, 3000), (3, 3000), (4, 200)] as [(UInt64, Int)])
  func bands(seed: UInt64, points: Int) throws {
    var data = DatasetConfiguration.annulus
    let published = data.negativeCount + data.positiveCount
    data.negativeCount = data.negativeCount * min(points, published) / published
    data.positiveCount = min(points, published) - data.negativeCount
    var configuration = RunConfiguration(data: data, model: .node(), seed: seed)
    // The tolerance of the lesson on the annulus.
    if points < published { configuration.training.tolerance = 1e-5 }
    var session = TrainingSession(configuration)
    for epoch in points < published ? [0, 30, 100] : [0, 10, 22] {
      while session.iteration < epoch * session.iterationsPerEpoch { session.step() }
      let snapshot = session.snapshot(sequence: epoch, parts: Self.parts)
      let picture = try #require(snapshot[.bands].first)
      let span = max(picture.upper[0] - picture.lower[0], picture.upper[1] - picture.lower[1])
      // A picture has some 200 dots.
      let dot = span / 200
      for frame in picture.times.indices {
        let inner = curve(picture, 0, frame: frame)
        let outer = curve(picture, 1, frame: frame)
        for p in inner where !isInside(p, outer) {
          let gap = zip(outer, outer.dropFirst()).map { distance(p, $0, $1) }.min() ?? .infinity
          #expect(gap <= dot / 2, "seed \(seed), epoch \(epoch), frame \(frame): \(gap / dot) dots")
        }
      }
    }
  }

  @Test(
    "a stretched curve is refined, and the training's own is not"
  )
  func refined() throws {
    var session = TrainingSession(RunConfiguration(data: .annulus, model: .node(), seed: 2))
    while session.iteration < 10 * session.iterationsPerEpoch { session.step() }
    let snapshot = session.snapshot(sequence: 1, parts: Self.parts)
    let fine = try #require(snapshot[.bands].first)
    let coarse = try #require(snapshot[.bandsAsTrained].first)
    #expect(coarse.pointCount == 2 * 161 && fine.pointCount > coarse.pointCount)
    #expect(fine.trajectories.count == fine.times.count * fine.pointCount * 2)
    #expect(fine.lineLengths.reduce(0, +) == fine.pointCount)
  }

  @Test(
    "without a readout an ANODE's output is its first coordinate, and it learns the flip")
  func firstCoordinate() {
    var configuration = RunConfiguration(data: .flip, model: .anode(p: 1), seed: 0)
    configuration.model.hidden = 16
    configuration.model.hasReadout = false
    configuration.training.learningRate = 5e-3
    configuration.training.batchSize = 32
    let run = TrainingRun<Float>(configuration)
    var last: Float = 1
    for _ in 0..<40 * run.iterationsPerEpoch { last = Float((try? run.iterate().loss) ?? 1) }
    let evaluator = run.makeEvaluator()
    let outputs = evaluator.outputs(of: [-1, 1])
    #expect(last < 0.05 && outputs.count == 2)
    #expect(abs(outputs[0] - 1) < 0.3 && abs(outputs[1] + 1) < 0.3)
    #expect(evaluator.outputs(ofFeatures: [0.25, 7, -0.5, 9]) == [0.25, -0.5])
  }
}
