import NeuralODE

/// Accuracy and held-out loss of a model.
package struct Score: Sendable, Equatable {
  /// Share of correct training points, or of correct held-out images, 0…1; R² for values. nil when a
  /// solve fails, and for series.
  package var accuracy: Float?
  /// The same for held-out points; nil without any and when a solve fails.
  package var testAccuracy: Float?
  /// Mean loss over held-out points; nil without any.
  package var testLoss: Float?
  /// Counts by class (row) and predicted class (column) of held-out points, or without any of
  /// training points; empty unless there are several classes.
  package var confusion: [Int] = []
}

extension Probe where Value == Score {
  package static var accuracy: Self {
    Self("accuracy", .likeMaps, blank: Score()) { Score($0) }
  }
}

extension Score {
  init(_ album: Album) {
    let evaluator = album.evaluator
    if let images = album.images {
      images.testIfStale(iteration: album.iteration)
      self.init(images.pictures.score)
    } else if let series = album.series {
      // Series are not right or wrong, but have an error when held out.
      self.init(testLoss: series.heldOut.map { Float(evaluator.seriesLoss(of: $0)) })
    } else if case .classes = album.probeSet.meaning {
      // One solve gives confusion, accuracy and loss.
      let (learned, tested) = (album.learned, album.tested)
      let tally = evaluator.tally(inputs: learned.inputs, targets: learned.targets)
      let test = tested.map { evaluator.tally(inputs: $0.inputs, targets: $0.targets) }
      self.init(
        accuracy: tally.accuracy.map { Float($0) },
        testAccuracy: test?.accuracy.map { Float($0) }, testLoss: test.map { Float($0.meanLoss) },
        confusion: (test ?? tally).confusion)
    } else {
      let (learned, tested) = (album.learned, album.tested)
      self.init(
        accuracy: evaluator.accuracy(inputs: learned.inputs, targets: learned.targets),
        testAccuracy: tested.flatMap { evaluator.accuracy(inputs: $0.inputs, targets: $0.targets) },
        testLoss: tested.map { evaluator.meanLoss(inputs: $0.inputs, targets: $0.targets) })
    }
  }

  init(_ images: ImageScore) {
    self.init(
      accuracy: images.accuracy, testAccuracy: images.accuracy, testLoss: images.loss,
      confusion: images.confusion)
  }
}

/// The classification of held-out images.
package struct ImageScore: Sendable, Equatable {
  package var count = 0
  /// Mean cross entropy in nats; NaN when a solve failed.
  package var loss: Float = .nan
  /// Share of correct images, 0…1; nil when a solve failed.
  package var accuracy: Float?
  /// Counts by class (row) and predicted class (column), `classes × classes`, without failed solves.
  package var confusion: [Int] = []
  /// The mistakes of the highest probability, in descending order.
  package var worst: [Mistake] = []

  package struct Mistake: Sendable, Equatable {
    /// Its number among the images scored.
    package var row: Int
    /// Pixels, 0…1.
    package var pixels: [Float]
    package var label: Int
    package var guess: ImagePictures.Guess
  }
}
