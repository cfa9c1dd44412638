import Solvers
import NeuralODE

extension Experiment {
  /// In the lecture's order.
  package static let catalogue: [Experiment] = [
    .flip1D, .annulus, .separable, .nfeGrowth, .flows, .generalization, .nfeVersusLoss,
    .augmentSweep, .instability, .accuracy, .cost, .weightDecay, .depth, .regularized, .paperToy,
    .dynamicsOscillator, .dynamicsExtrapolation, .ways,
    .imagesDigits, .imagesMNIST, .imagesCIFAR10,
  ]

  /// The experiments that need no files from the user.
  package static let all = catalogue.filter { $0.images?.source.form == nil }

  package static func named(_ name: String) -> Experiment? { catalogue.first { $0.name == name } }
}

extension TrainingConfiguration {
  /// The published setting, changed.
  static func published(_ change: (inout TrainingConfiguration) -> Void) -> TrainingConfiguration {
    var training = TrainingConfiguration()
    change(&training)
    return training
  }

  /// The published setting of the flip, changed.
  static func flip(
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) -> TrainingConfiguration {
    published {
      $0.learningRate = 5e-4
      $0.batchSize = 32
      change(&$0)
    }
  }
}

extension ModelConfiguration {
  /// The published model of the flip: 16 hidden units, without a readout.
  static func flip(
    _ family: ModelFamily, p: Int = 0, hasReadout: Bool = false, blocks: Int = 5
  ) -> ModelConfiguration {
    ModelConfiguration(
      family: family, augmentation: p, hidden: 16, hasReadout: hasReadout, blocks: blocks)
  }
}

/// Where claims are from: headings of the lecture, which is not in the repository, and two papers.
enum Section {
  static let introduction = "Introduction: Neural ODEs"
  static let limitations = "Limitations of Neural ODEs/ODE Flows"
  static let augmented = "Augmented Neural ODE"
  static let experiments = "Experiments"
  static let computationalCost = "Computational Cost and NFE"
  static let toy = "Augmented Neural ODE: Experiments (Toy)"
  static let images = "Augmented Neural ODE: Experiments (Images)"
  static let dynamics = "Dynamics: what a flow makes of time series"
  static let conclusions = "Augmented Neural ODE: Conclusions"
  /// Of no source.
  static let ours = "ours"

  /// A part of "Dissecting Neural ODEs", DOI 10.48550/arXiv.2002.08071.
  static func dissecting(_ part: String) -> String { "Massaroli et al. 2020, \(part)" }

  /// A part of "On Second Order Behaviour in Augmented Neural ODEs", DOI 10.48550/arXiv.2006.07220.
  static func secondOrder(_ part: String) -> String { "Norcliffe et al. 2020, \(part)" }
}
