import Solvers
import NeuralODE

/// What is compared: everything a person chooses about the two runs.
package struct DuelSetup: Sendable, Equatable {
  /// The data set.
  package var data: DatasetConfiguration
  /// Seed of data, weights and batches, of both runs.
  package var seed: UInt64
  /// The model on the left and its training.
  package var left: SideSetup
  /// The model on the right and its training.
  package var right: SideSetup
  /// Does a change of one side's setting change the other's, model and p apart?
  package var isLinked = true

  /// The published duel: a NODE against an ANODE on the annulus.
  package init(
    dataset: DatasetKind = .annulus, leftFamily: ModelFamily = .node, augmentation: Int = 1,
    seed: UInt64 = 0
  ) {
    data = .published(dataset)
    left = SideSetup(leftFamily)
    right = SideSetup(.anode, augmentation: augmentation)
    self.seed = seed
  }

  /// What is chosen about a side.
  package subscript(side: Side) -> SideSetup {
    get { side == .left ? left : right }
    set { if side == .left { left = newValue } else { right = newValue } }
  }

  /// The run of a side.
  package func run(_ side: Side) -> RunConfiguration {
    self[side].run(data, seed: seed)
  }
}

/// The runs of both sides, made once for whoever asks many settings about them.
package struct SideRuns: Sendable {
  let left: RunConfiguration
  let right: RunConfiguration

  init(_ setup: DuelSetup) {
    left = setup.run(.left)
    right = setup.run(.right)
  }

  subscript(side: Side) -> RunConfiguration { side == .left ? left : right }
}

extension DuelSetup {
  /// The duel of two runs that there are already; nil when they have not the same points and seed,
  /// or one of them is nothing that a side can be.
  package init?(left: RunConfiguration, right: RunConfiguration) {
    guard left.data == right.data, left.seed == right.seed else { return nil }
    self.init()
    data = left.data
    seed = left.seed
    self.left = SideSetup(left)
    self.right = SideSetup(right)
    guard run(.left) == left, run(.right) == right else { return nil }
  }
}
