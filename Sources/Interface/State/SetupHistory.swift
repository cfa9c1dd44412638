/// Setups that a person has left behind, to go back to, and those that they have gone back from.
struct SetupHistory: Sendable, Equatable {
  /// The last one is the one before the present.
  private(set) var past: [DuelSetup] = []
  /// The last one is the one after the present.
  private(set) var future: [DuelSetup] = []

  /// How many are remembered.
  static let depth = 200

  /// Remembers a setup that is changed; what was undone before is forgotten.
  mutating func leave(_ setup: DuelSetup) {
    past.append(setup)
    if past.count > Self.depth { past.removeFirst() }
    future = []
  }

  /// The setup before the present one, which is remembered as the one after it; nil where there is
  /// none.
  mutating func back(from present: DuelSetup) -> DuelSetup? {
    guard let setup = past.popLast() else { return nil }
    future.append(present)
    return setup
  }

  /// The setup after the present one, which is remembered as the one before it; nil where there is
  /// none.
  mutating func forth(from present: DuelSetup) -> DuelSetup? {
    guard let setup = future.popLast() else { return nil }
    past.append(present)
    return setup
  }

  /// Forgets all of it.
  mutating func forget() { (past, future) = ([], []) }
}
