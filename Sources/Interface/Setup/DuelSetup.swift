import Solvers
import LiveSession
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
  /// Whether only the left run is shown.
  package private(set) var isAlone = false

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

  /// One or two runs of other programs. Alone, a run is on the left, and its twin on the right is
  /// not shown.
  ///
  /// - Parameter isAgainst: train a run of our own on the right.
  /// - Returns: nil if the two are on data of different kinds.
  package init?(_ left: WatchedRun, _ right: WatchedRun?, isAgainst: Bool) {
    let (a, b) = (left.configuration.data, right?.configuration.data)
    guard b.map({ $0.problem == a.problem && $0.dimension == a.dimension }) ?? true else {
      return nil
    }
    self.init()
    data = a
    self.left = SideSetup(left)
    self.right =
      right.map { SideSetup($0) } ?? (isAgainst ? SideSetup(left.configuration) : SideSetup(left))
    isAlone = right == nil && !isAgainst
  }

  /// Whether no side trains.
  var isAllWatched: Bool { left.watched != nil && right.watched != nil }
  /// Why nothing here can train another way; nil if a side can.
  var watchedObstacle: String? { isAllWatched ? left.watchedObstacle : nil }
  /// Whether a side shows a run of another program.
  package var isWatching: Bool { left.watched != nil || right.watched != nil }
  /// Shows another run of another program on a side. A run of our own keeps the data that it has.
  mutating func watch(_ run: WatchedRun, _ side: Side) {
    self[side] = SideSetup(run)
    if isAlone { right = left }
    if side == .left, isAllWatched { data = run.configuration.data }
  }

  /// Why the data cannot be changed; nil if they can.
  var dataObstacle: String? {
    Side.allCases.lazy.compactMap { self[$0].watched }.first.map {
      "the data are those of \($0.program)\u{2019}s run"
    }
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
