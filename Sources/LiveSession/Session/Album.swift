import NeuralODE

/// The pictures of a run, each as it was when last asked for.
final class Album {
  private(set) var spaces = [SpacePicture()]
  private(set) var inputMap = InputMap()
  private(set) var accuracy: Float = 0
  private(set) var integration: IntegrationCheck?

  private let evaluator: Evaluator<Float>
  private let probe: ProbeSet
  private let inputs: [Float]
  private let targets: [Float]
  private var principal: Projection?
  private static var mapSide: Int { 48 }

  init(_ run: TrainingRun<Float>) {
    probe = ProbeSet(run.configuration.data.kind)
    inputs = run.dataset.inputs.map { Float($0) }
    targets = run.dataset.targets.map { Float($0) }
    evaluator = run.makeEvaluator()
  }

  /// The pictures of a copied run, to be drawn anew from it.
  convenience init(copying other: Album, _ run: TrainingRun<Float>) {
    self.init(run)
    spaces = other.spaces
    inputMap = other.inputMap
    accuracy = other.accuracy
    integration = other.integration
    principal = other.principal
  }

  func refresh(_ parts: SnapshotParts, iteration: Int) {
    if parts.contains(.spaces) { refreshSpaces() }
    if parts.contains(.inputMap) { refreshInputMap() }
    if parts.contains(.accuracy) {
      accuracy = evaluator.accuracy(inputs: inputs, targets: targets)
    }
    if parts.contains(.integration) {
      integration = evaluator.integration(of: probe.points).map {
        IntegrationCheck(
          iteration: iteration, probeNFE: $0.probeNFE, worstInverseError: $0.worstInverseError)
      }
    }
  }

  private func refreshSpaces() {
    let isDiscrete = evaluator.model.family == .resnet
    let frames = isDiscrete ? evaluator.model.blocks + 1 : SpacePicture.frameCount
    let times = (0..<frames).map { Double($0) / Double(max(1, frames - 1)) }
    let trajectories = evaluator.trajectories(of: probe.points, times: times)
    let n = evaluator.features
    let d = probe.dimension
    var projections: [Projection]
    if n <= 3 {
      projections = [.identity(features: n, data: d)]
    } else {
      let features = Array(trajectories.states.suffix(probe.count * n))
      let components = Projection.principal(features: n, of: features, near: principal)
      principal = components
      projections = [components, .axes(features: n, data: d, of: features)]
    }
    spaces = projections.map {
      .make(
        $0, trajectories: trajectories, times: times.map { Float($0) }, labels: probe.labels,
        evaluator: evaluator)
    }
  }

  private func refreshInputMap() {
    var map = InputMap()
    let side = Self.mapSide
    map.extent = probe.extent
    map.width = probe.dimension == 1 ? 4 * side : side
    map.height = probe.dimension == 1 ? 1 : side
    var points: [Float] = []
    for row in 0..<map.height {
      for column in 0..<map.width {
        points.append(((Float(column) + 0.5) / Float(map.width) * 2 - 1) * map.extent)
        if probe.dimension == 2 {
          points.append(((Float(row) + 0.5) / Float(map.height) * 2 - 1) * map.extent)
        }
      }
    }
    map.values = evaluator.outputs(of: points)
    inputMap = map
  }
}
