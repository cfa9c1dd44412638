import Solvers
import NeuralODE

/// Everything a person chooses about the two runs.
package struct DuelSetup: Sendable, Equatable {
  package var data: DatasetConfiguration
  /// The seed of data, weights and batches, for both runs.
  package var seed: UInt64
  package var left: SideSetup
  package var right: SideSetup
  /// Whether a change of one side's settings, except model and p, changes the other's.
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

  package subscript(side: Side) -> SideSetup {
    get { side == .left ? left : right }
    set { if side == .left { left = newValue } else { right = newValue } }
  }

  package func run(_ side: Side) -> RunConfiguration { self[side].run(data, seed: seed) }
}

/// The runs of both sides, made once to read many settings from.
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
  /// The duel of two existing runs; nil if their points or seeds differ, or if a side cannot express
  /// one of them.
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
