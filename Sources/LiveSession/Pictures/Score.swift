import NeuralODE

/// How good a model is.
package struct Score: Sendable, Equatable {
  /// Share of the training set on the right side of zero (0…1); of images, of those tested on that
  /// are classified right; R² of numbers. nil when a solve fails, and of series.
  package var accuracy: Float?
  /// Share of the points held out that are on the right side of zero; nil when none are,
  /// and when a solve fails.
  package var testAccuracy: Float?
  /// Mean loss over the points held out; nil when none are.
  package var testLoss: Float?
  /// Of several classes of points, how often the row's is taken for the column's, `classes ×
  /// classes`: of the points held out, or where none are of those trained on.
  package var confusion: [Int] = []
}

extension Probe where Value == Score {
  /// Accuracy over the training set, and over the points held out; of images over those tested on.
  package static var accuracy: Self {
    Self("accuracy", .likeMaps, blank: Score()) { Score($0) }
  }
}

extension Score {
  /// How good a model is as it is.
  init(_ album: Album) {
    let evaluator = album.evaluator
    if let images = album.images {
      images.testIfStale(iteration: album.iteration)
      self.init(images.pictures.score)
    } else if let series = album.series {
      // There is no right and wrong, but an error over series that are not learned from.
      self.init(testLoss: series.heldOut.map { Float(evaluator.seriesLoss(of: $0)) })
    } else if case .classes = album.probeSet.meaning {
      // What is taken for what tells what is right, and the loss as well: solved once for all.
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

  /// What a test on images found.
  init(_ images: ImageScore) {
    self.init(
      accuracy: images.accuracy, testAccuracy: images.accuracy, testLoss: images.loss,
      confusion: images.confusion)
  }
}

/// How a model classifies images that it does not learn from.
package struct ImageScore: Sendable, Equatable {
  /// Images tested.
  package var count = 0
  /// Mean cross entropy, in nats; not a number when a solve failed.
  package var loss: Float = .nan
  /// Share classified right, 0…1; nil when a solve failed.
  package var accuracy: Float?
  /// How often the class of the row was taken for that of the column, `classes × classes`; where a
  /// solve failed, for none.
  package var confusion: [Int] = []
  /// Those that the model was most wrong about, the worst first.
  package var worst: [Mistake] = []

  /// An image that is taken for something else.
  package struct Mistake: Sendable, Equatable {
    /// Its number among those tested.
    package var row: Int
    /// Its pixels, from 0 to 1.
    package var pixels: [Float]
    /// What it is.
    package var label: Int
    /// What it is taken for.
    package var guess: ImagePictures.Guess
  }
}
