import NeuralODE
import Testing

@testable import LiveSession

@Suite("Particles are carried by the field of the model") struct ParticleTests {
  private func snapshot(_ model: ModelConfiguration, _ kind: DatasetKind = .annulus) -> Snapshot {
    var run = RunConfiguration()
    run.model = model
    run.data.kind = kind
    var session = TrainingSession(run)
    for _ in 0..<20 { session.step() }
    return session.snapshot(sequence: 1, parts: [Probe.spaces.part, Probe.particles.part])
  }

  private func request(
    _ seconds: Double?, _ source: ParticleSource, t: Double = 0.4
  ) -> MotionRequest {
    MotionRequest(
      seconds: seconds, t: t, space: 0, sources: [.left: source, .right: source], sequences: [1, 1])
  }

  /// The places of all particles at the ends of their tails.
  private func heads(_ picture: ParticlePicture) -> [[Float]] {
    picture.speeds.indices.map { particle in
      let end = (particle + 1) * picture.length * picture.axes
      return Array(picture.places[end - picture.axes..<end])
    }
  }

  @Test("a tick is a midpoint step of a ninetieth of the flow's time", arguments: [0, 1])
  func step(p: Int) throws {
    let source = try #require(snapshot(p == 0 ? .node() : .anode(p: p))[.particles])
    var run = RunConfiguration()
    run.model = p == 0 ? .node() : .anode(p: p)
    let training = TrainingRun<Float>(run)
    for _ in 0..<20 { _ = try training.iterate() }
    let evaluator = training.makeEvaluator(capacity: 1024)
    var motion = Motion()
    _ = motion.answer(request(1, source))
    let before = heads(try #require(motion.answer(request(1, source))[.left]))
    let after = heads(try #require(motion.answer(request(1 + 1.0 / 30, source))[.left]))
    let (n, step) = (2 + p, Float(1.0 / 90))
    let first = evaluator.field(at: before.flatMap { $0 }, t: 0.4)
    let halfway = zip(before.flatMap { $0 }, first).map { $0 + step / 2 * $1 }
    let slope = evaluator.field(at: halfway, t: 0.4)
    var moved = 0
    for particle in before.indices {
      let expected = (0..<n).map { before[particle][$0] + step * slope[particle * n + $0] }
      let error = zip(expected, after[particle]).map { abs($0 - $1) }.max() ?? 0
      // Others are born again.
      if error < 1e-5 { moved += 1 }
    }
    #expect(moved > 480 && moved < 512, "\(moved)")
  }

  @Test("particles are born within the region, stay there, and both sides' are the same age")
  func lives() throws {
    let source = try #require(snapshot(.node())[.particles])
    var motion = Motion()
    var pictures: [Side: ParticlePicture] = [:]
    for tick in 0...300 { pictures = motion.answer(request(Double(tick) / 30, source)) }
    #expect(pictures[.left] == pictures[.right])
    let heads = heads(try #require(pictures[.left]))
    #expect(heads.allSatisfy { source.contains($0[...]) })
    // Even: each quarter of the region has its share.
    let middle = zip(source.lower, source.upper).map { ($0 + $1) / 2 }
    for (right, up) in [(false, false), (false, true), (true, false), (true, true)] {
      let share = heads.count { ($0[0] > middle[0]) == right && ($0[1] > middle[1]) == up }
      #expect(share > 60, "\(share)")
    }
  }

  @Test("at rest they are streaklines, which depend on the model and the time alone")
  func still() throws {
    let source = try #require(snapshot(.anode())[.particles])
    var (used, new) = (Motion(), Motion())
    for tick in 0...50 { _ = used.answer(request(Double(tick) / 30, source)) }
    let still = used.answer(request(nil, source))
    #expect(still == new.answer(request(nil, source)))
    #expect(still != new.answer(request(nil, source, t: 0.9)))
    // From rest they start as they are.
    #expect(used.answer(request(7, source)) == still)
    #expect(used.answer(request(7.1, source)) != still)
  }

  @Test("an answer is taken for another request only if it shows the same")
  func answers() throws {
    let source = try #require(snapshot(.node())[.particles])
    let still = request(nil, source)
    #expect(still.isAnswered(by: still))
    #expect(!request(nil, source, t: 0.5).isAnswered(by: still))
    #expect(!request(1, source).isAnswered(by: still))
    #expect(request(1.01, source, t: 0.5).isAnswered(by: request(1, source)))
    #expect(!request(1.04, source).isAnswered(by: request(1, source)))
  }

  @Test("a line, a residual network and a diverged field have no particles, or none that last")
  func none() throws {
    #expect(snapshot(.node(), .flip)[.particles] == nil)
    #expect(snapshot(.resnet())[.particles] == nil)
    #expect(snapshot(.anode(), .flip)[.particles] != nil)
  }
}
