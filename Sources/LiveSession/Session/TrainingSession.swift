import DifferentialEquations
import NeuralODE

/// One training run as a value: it can be stepped, looked at, and copied (the copy goes its own way from there). It is
/// synchronous, and deterministic by its configuration: no clock, no threads.
public struct TrainingSession {
  /// What is trained, and how.
  public let configuration: RunConfiguration
  /// Updates done.
  public private(set) var iteration = 0
  /// Is the run alive? Once it is not, `step` does nothing.
  public private(set) var status = RunStatus.healthy
  /// What the last iteration found.
  public private(set) var lastReport: IterationReport?
  private var run: TrainingRun<Float>
  private var album: Album
  private var lossHistory = History()
  private var nfeHistory = History()
  private var initialNFE: Int?

  /// A run at its start.
  public init(_ configuration: RunConfiguration) {
    self.configuration = configuration
    run = TrainingRun(configuration)
    album = Album(run)
  }

  /// The data trained on.
  public var dataset: Dataset { run.dataset }

  /// Copies share their weights until one of them is used.
  private mutating func makeUnique() {
    guard !isKnownUniquelyReferenced(&album) else { return }
    run = TrainingRun(copying: run)
    album = Album(copying: album, run)
  }

  /// One update; nil when the run is not alive, or ends with this iteration.
  @discardableResult
  public mutating func step() -> IterationReport? {
    guard status == .healthy else { return nil }
    makeUnique()
    do throws(SolveFailure) {
      let report = try run.iterate()
      iteration += 1
      lastReport = report
      initialNFE = initialNFE ?? report.statistics.evaluations
      lossHistory.append(Float(report.loss))
      nfeHistory.append(Float(report.statistics.evaluations))
      return report
    } catch {
      status = RunStatus(error)
      return nil
    }
  }

  /// Updates that make an epoch.
  public var iterationsPerEpoch: Int { run.iterationsPerEpoch }

  /// What the run shows of itself now.
  ///
  /// - Parameters:
  ///   - sequence: number of the snapshot.
  ///   - parts: what is to be drawn anew; the rest is as it was when it was last asked for.
  public mutating func snapshot(sequence: Int, parts: SnapshotParts = .all) -> Snapshot {
    makeUnique()
    var snapshot = Snapshot()
    snapshot.configuration = configuration
    snapshot.sequence = sequence
    snapshot.iteration = iteration
    snapshot.iterationsPerEpoch = iterationsPerEpoch
    snapshot.status = status
    snapshot.parameterCount = run.trainer.layout.count
    snapshot.loss = lastReport.map { Float($0.loss) }
    snapshot.nfe = lastReport?.statistics.evaluations ?? 0
    snapshot.initialNFE = initialNFE ?? 0
    snapshot.acceptedSteps = lastReport?.statistics.accepted ?? 0
    snapshot.rejectedSteps = lastReport?.statistics.rejected ?? 0
    snapshot.lossHistory = lossHistory
    snapshot.nfeHistory = nfeHistory
    album.refresh(parts, iteration: iteration)
    snapshot.spaces = album.spaces
    snapshot.inputMap = album.inputMap
    snapshot.accuracy = album.accuracy
    snapshot.integration = album.integration
    return snapshot
  }
}

/// What of a snapshot is drawn anew: they differ in cost by powers of ten.
public struct SnapshotParts: OptionSet, Sendable {
  /// The set as bits.
  public let rawValue: Int
  /// A set from its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// Trajectories and field.
  public static let spaces = SnapshotParts(rawValue: 1)
  /// The map of the input space.
  public static let inputMap = SnapshotParts(rawValue: 2)
  /// Accuracy over the training set.
  public static let accuracy = SnapshotParts(rawValue: 4)
  /// The check whether the flow is integrated.
  public static let integration = SnapshotParts(rawValue: 8)
  /// Everything.
  public static let all: SnapshotParts = [.spaces, .inputMap, .accuracy, .integration]
}

extension RunStatus {
  init(_ failure: SolveFailure) {
    switch failure {
    case .stepsExceeded(let limit, _): self = .stepsExceeded(limit: limit)
    case .stepUnderflow(let t, let stepSize): self = .stepUnderflow(time: t, stepSize: stepSize)
    case .nonFinite: self = .nonFinite
    }
  }
}
