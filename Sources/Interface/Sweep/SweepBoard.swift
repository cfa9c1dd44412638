import Canvas
import LiveSession
import NeuralODE

/// What a sweep has come to: one cell for each setting, each the sum of several seeds.
package struct SweepBoard: Sendable {
  /// Median, and quartiles, of the seeds that have come so far.
  package struct Level: Sendable, Equatable {
    package var lower: Float
    package var median: Float
    package var upper: Float

    /// A level; what is infinite or not a number is not drawn.
    package init(lower: Float, median: Float, upper: Float) {
      self.lower = lower
      self.median = median
      self.upper = upper
    }
  }

  /// One setting.
  package struct Cell: Sendable {
    /// The setting, as it was asked for: "p=5".
    package var name: String
    package var family: ModelFamily
    /// The flow of the seed shown; nil before it is there.
    package var space: SpacePicture?
    package var loss: [Level] = []
    package var nfe: [Level] = []
    /// Epochs done, of all seeds together.
    package var epochs = 0
    /// Seeds that ended early.
    package var failures = 0
    /// The seed whose flow is shown: one in the middle of all by its loss.
    package var seed: UInt64 = 0
    /// Cells of the same number learn the same points.
    package var dataNumber = 0

    /// A cell that has not begun.
    package init(name: String, family: ModelFamily) {
      self.name = name
      self.family = family
    }
  }

  package var cells: [Cell]
  package var epochs: Int
  package var seeds: Int

  package init(cells: [Cell], epochs: Int, seeds: Int) {
    self.cells = cells
    self.epochs = epochs
    self.seeds = seeds
  }

  /// The most cells: what a person can compare.
  package static let most = 48

  /// Whom a cell is to meet in a duel: the one that was marked, or else the one of least loss,
  /// among those that learn the same points; nil when there is none.
  package func opponent(of index: Int, marked: Int? = nil) -> Int? {
    let others = cells.indices.filter {
      $0 != index && cells[$0].dataNumber == cells[index].dataNumber
    }
    if let marked, others.contains(marked) { return marked }
    func loss(_ index: Int) -> Float {
      cells[index].loss.last.map { $0.median.isNaN ? .infinity : $0.median } ?? .infinity
    }
    return others.min { loss($0) < loss($1) }
  }

  /// Share of the work that is done, 0…1.
  package var progress: Double {
    let all = cells.count * epochs * seeds
    return all == 0 ? 1 : min(1, Double(cells.reduce(0) { $0 + $1.epochs }) / Double(all))
  }

  /// Least and greatest of all medians of a curve, so that cells can be compared; nil of none.
  func range(_ curve: KeyPath<Cell, [Level]>) -> ClosedRange<Float>? {
    let values = cells.flatMap { $0[keyPath: curve] }.map(\.median).filter { $0.isFinite && $0 > 0 }
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }
}
