import NeuralODE

/// The gradient of training points' losses along their trajectories, in each space drawn.
package struct LossGradient: Sendable {
  /// Trajectories under each projection, of fewer points than in `Probe.spaces`.
  package var ways: [SpacePicture] = []
  /// λ = ∂ℓ/∂h(t) for each picture, laid out like its trajectories; ℓ is the point's own loss.
  package var gradients: [[Float]] = []
  /// ‖λ‖ in the whole space of the flow, frames × points.
  package var norms: [Float] = []

  /// The most points: two vectors of a batch.
  static let most = 32
}

extension Probe where Value == LossGradient {
  /// Empty for discrete models and when a solve fails.
  package static var lossGradient: Self {
    Self(
      "lossGradient", .likeMaps, blank: LossGradient(),
      suits: { $0.problem.isOfPoints && $0.model.family.isFlow }
    ) { LossGradient($0) }
  }
}

extension LossGradient {
  init(_ album: Album) {
    let (evaluator, set) = (album.evaluator, album.learned)
    let (d, outputs) = (album.probeSet.dimension, evaluator.outputs)
    let count = set.inputs.count / d
    guard evaluator.jumps == nil, count > 0 else { return }
    let rows = (0..<min(count, Self.most)).map { $0 * count / min(count, Self.most) }
    let targets = rows.map { set.targets[$0 * outputs..<($0 + 1) * outputs] }
    let times = (0..<SpacePicture.frameCount).map {
      Double($0) / Double(SpacePicture.frameCount - 1)
    }
    guard
      let found = evaluator.adjoints(
        of: rows.flatMap { set.inputs[$0 * d..<($0 + 1) * d] }, targets: targets.flatMap { $0 },
        times: times)
    else { return }
    let labels = targets.map { target in
      guard target.count == 1, let only = target.first else {
        return Float(ClassTally.guess(target) ?? 0)
      }
      return album.numberScale?.level(only) ?? only
    }
    ways = album.projections.map {
      SpacePicture(
        $0, found.way, times: times, labels: labels, meaning: album.probeSet.meaning,
        isDiscrete: false)
    }
    gradients = album.projections.map { $0.applyToVectors(found.gradients) }
    norms = Projection.lengths(of: found.gradients, evaluator.features)
  }
}
