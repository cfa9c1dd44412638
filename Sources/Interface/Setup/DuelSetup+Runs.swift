import NeuralODE

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
