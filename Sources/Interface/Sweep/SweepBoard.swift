import Canvas
import LiveSession
import NeuralODE

/// A sweep's results: one cell for each combination of settings, each over several seeds.
package struct SweepBoard: Sendable {
  /// Median and quartiles over the seeds so far; values that are not finite are not drawn.
  package struct Level: Sendable, Equatable {
    package var lower: Float
    package var median: Float
    package var upper: Float

    package init(lower: Float, median: Float, upper: Float) {
      self.lower = lower
      self.median = median
      self.upper = upper
    }
  }

  package struct Cell: Sendable {
    /// As typed: "p=5".
    package var name: String
    package var family: ModelFamily
    /// The flow of `seed`, once there is one.
    package var space: SpacePicture?
    package var loss: [Level] = []
    package var nfe: [Level] = []
    /// Epochs done, summed over the seeds.
    package var epochs = 0
    /// The number of seeds that ended early.
    package var failures = 0
    /// The seed whose flow is shown: one near the median loss.
    package var seed: UInt64 = 0
    /// Cells with the same number learn the same points.
    package var dataNumber = 0

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

  /// The most cells that a person can compare.
  package static let most = 48

  /// The cell to duel against: the marked one, or else the one of least loss, among those that
  /// learn the same points.
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

  /// The share of the work done, 0…1.
  package var progress: Double {
    let all = cells.count * epochs * seeds
    return all == 0 ? 1 : min(1, Double(cells.reduce(0) { $0 + $1.epochs }) / Double(all))
  }

  /// The least and greatest median of a curve in all cells, for a common axis.
  func range(_ curve: KeyPath<Cell, [Level]>) -> ClosedRange<Float>? {
    let values = cells.flatMap { $0[keyPath: curve] }.map(\.median).filter { $0.isFinite && $0 > 0 }
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }
}
