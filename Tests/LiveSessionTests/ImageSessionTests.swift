import LiveSession
import NeuralODE
import Testing

@Suite("A session on images is reproducible, and its numbers are consistent")
struct ImageSessionTests {
  /// A few digits, for short epochs.
  private static let few: ImageSet = ImageSet(
    name: "few", classNames: ImageSet.digits.classNames,
    training: ImageSet.digits.training.first(128), test: ImageSet.digits.test.first(70))

  private func session(p: Int = 2, images: ImageSet = few) -> TrainingSession {
    var run = RunConfiguration(data: .published(.images(images)))
    run.model = ModelConfiguration(
      family: p > 0 ? .anode : .node, augmentation: p, hidden: 6, image: images.shape)
    run.training.loss = .crossEntropy
    run.training.batchSize = 32
    run.training.learningRate = 5e-3
    return TrainingSession(run)
  }

  @Test("two runs with one seed are equal to the bit, with or without snapshots")
  func repeatable() throws {
    var (a, b) = (session(), session())
    for i in 0..<24 {
      if i % 5 == 0 { _ = b.snapshot(sequence: i) }
      #expect(a.step() == b.step())
    }
    let (first, second) = (a.snapshot(sequence: 1), b.snapshot(sequence: 1))
    #expect(first.accuracyHistory == second.accuracyHistory && first.accuracyHistory.count == 6)
    let (x, y) = (try #require(first[.images]), try #require(second[.images]))
    #expect(x.score == y.score && x.guesses == y.guesses && x.channels == y.channels)
  }

  @Test("the flow begins with the image and zeros for the added channels")
  func channels() throws {
    var session = session()
    for _ in 0..<8 { session.step() }
    session.chosenImage = 7
    let images = try #require(session.snapshot(sequence: 1)[.images])
    let size = images.shape.pixels
    #expect(images.chosen == 7 && images.channelCount == 3)
    #expect(images.frames == images.times.count && images.times.last == 1)
    #expect(Array(images.channels[..<size]) == Array(images.image(7)))
    #expect(images.channels[size..<3 * size].allSatisfy { $0 == 0 })
    #expect(images.channels.suffix(2 * size).contains { $0 != 0 })
  }

  @Test("predictions and score agree with each other and with the images")
  func verdict() throws {
    var session = session()
    for _ in 0..<40 { session.step() }
    let snapshot = session.snapshot(sequence: 1)
    let images = try #require(snapshot[.images])
    let score = images.score
    #expect(score.count == 70 && score.confusion.reduce(0, +) == 70)
    let right = (0..<10).reduce(0) { $0 + score.confusion[$1 * 11] }
    #expect(score.accuracy == Float(right) / 70 && snapshot.testAccuracy == score.accuracy)
    for label in 0..<10 {
      let row = score.confusion[label * 10..<label * 10 + 10].reduce(0, +)
      #expect(row == Self.few.test.labels.count { $0 == label })
    }
    #expect(score.worst.allSatisfy { $0.label != $0.guess.label })
    #expect(score.worst.count == min(24, 70 - right))
    #expect(
      score.worst.map(\.guess.probability) == score.worst.map(\.guess.probability).sorted(by: >)
    )
    // 40 iterations are whole epochs of 4, so the score is up to date.
    let told = zip(images.guesses, images.labels).count { $0?.label == $1 }
    let mistaken = score.worst.count { $0.row < images.count }
    #expect(score.worst.count == 24 || images.count - told == mistaken)
    #expect(try #require(score.accuracy) > 0.2, "it learns")
  }

  @Test("when the solve fails there is no accuracy, loss, prediction or mistake")
  func failedTest() throws {
    let session = session()
    var run = session.configuration
    run.training.maximumSteps = 1
    run.training.tolerance = 1e-9
    var failing = TrainingSession(run)
    let snapshot = failing.snapshot(sequence: 1)
    let images = try #require(snapshot[.images])
    #expect(snapshot.accuracy == nil && snapshot.testAccuracy == nil)
    #expect(images.score.count == 70 && images.score.accuracy == nil && images.score.loss.isNaN)
    #expect(images.score.confusion.allSatisfy { $0 == 0 } && images.score.worst.isEmpty)
    #expect(images.guesses.allSatisfy { $0 == nil })
  }

  @Test(
    "an earlier keyframe is shown as it was, and training from there discards the later history")
  func winding() throws {
    var session = session()
    for _ in 0..<16 { session.step() }
    let earlier = session.snapshot(sequence: 1)
    let then = try #require(earlier[.images])
    for _ in 0..<16 { session.step() }
    session.show(0.5)
    let shown = session.snapshot(sequence: 2)
    #expect(shown.iteration == 16 && shown.isPast)
    #expect(shown[.images]?.score == then.score && shown[.images]?.channels == then.channels)
    session.step()
    #expect(session.snapshot(sequence: 3).accuracyHistory == earlier.accuracyHistory)
  }

  @Test("a copy is independent of the original")
  func copies() throws {
    var original = session()
    for _ in 0..<6 { original.step() }
    var copy = original
    for _ in 0..<6 { copy.step() }
    var twin = session()
    for _ in 0..<6 { twin.step() }
    let (shown, same) = (original.snapshot(sequence: 1), twin.snapshot(sequence: 1))
    #expect(shown[.images]?.channels == same[.images]?.channels)
    #expect(original.iteration == 6 && copy.iteration == 12)
  }

  @Test("features are shown along their principal axes, coloured by class")
  func features() throws {
    var session = session(p: 0)
    for _ in 0..<8 { session.step() }
    let picture = try #require(session.snapshot(sequence: 1)[.spaces].first)
    #expect(picture.dimension == 3 && picture.meaning == .classes(Self.few.classNames))
    #expect(picture.labels.map { Int32($0) } == Array(Self.few.test.labels.prefix(60)))
    #expect(picture.field.isEmpty && picture.decision == nil)
    // At t = 1 the axes are uncorrelated, in order of falling variance.
    let last = picture.trajectories.suffix(60 * 3)
    func product(_ i: Int, _ j: Int) -> Float {
      (0..<60).reduce(0) {
        $0 + last[last.startIndex + 3 * $1 + i] * last[last.startIndex + 3 * $1 + j]
      }
    }
    #expect(product(0, 0) > product(1, 1) && product(1, 1) > product(2, 2))
    #expect(abs(product(0, 1)) < 0.05 * product(1, 1))
  }

  @Test("an ANODE classifies nine in ten digits right after six epochs")
  func learns() throws {
    var run = RunConfiguration(data: .published(.digits))
    run.model = ModelConfiguration(
      family: .anode, augmentation: 5, hidden: 16, image: ImageSet.digits.shape)
    run.training.loss = .crossEntropy
    var session = TrainingSession(run)
    for _ in 0..<6 * session.iterationsPerEpoch { session.step() }
    #expect(try #require(session.snapshot(sequence: 1).testAccuracy) > 0.9)
  }
}
