import NeuralODE

/// What a sweep has come to: one cell for each setting, each the sum of several seeds.
public struct SweepBoard: Sendable {
  /// Median, and quartiles, of the seeds that have come so far.
  public struct Level: Sendable, Equatable {
    /// The lower quartile.
    public var lower: Float
    /// The median.
    public var median: Float
    /// The upper quartile.
    public var upper: Float

    /// A level; what is infinite or not a number is not drawn.
    public init(lower: Float, median: Float, upper: Float) {
      self.lower = lower
      self.median = median
      self.upper = upper
    }
  }

  /// One setting.
  public struct Cell: Sendable {
    /// The setting, as it was asked for: "p=5".
    public var name: String
    /// Which family it trains.
    public var family: ModelFamily
    /// The flow of the seed shown; nil before it is there.
    public var space: SpacePicture?
    /// Loss by epoch.
    public var loss: [Level] = []
    /// NFE by epoch.
    public var nfe: [Level] = []
    /// Epochs done, of all seeds together.
    public var epochs = 0
    /// Seeds that ended early.
    public var failures = 0
    /// The seed whose flow is shown: one in the middle of all by its loss.
    public var seed: UInt64 = 0
    /// Cells of the same number learn the same points.
    public var dataNumber = 0

    /// A cell that has not begun.
    public init(name: String, family: ModelFamily) {
      self.name = name
      self.family = family
    }
  }

  /// Cells in the order of the settings.
  public var cells: [Cell]
  /// Epochs of each run.
  public var epochs: Int
  /// Seeds of each setting.
  public var seeds: Int

  /// A board.
  public init(cells: [Cell], epochs: Int, seeds: Int) {
    self.cells = cells
    self.epochs = epochs
    self.seeds = seeds
  }

  /// The most cells: what a person can compare.
  public static let most = 48

  /// Whom a cell is to meet in a duel: the one that was marked, or else the one of least loss, among those that learn the same
  /// points; nil when there is none.
  public func opponent(of index: Int, marked: Int? = nil) -> Int? {
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
  public var progress: Double {
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
