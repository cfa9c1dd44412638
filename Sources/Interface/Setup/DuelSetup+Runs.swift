import NeuralODE

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
