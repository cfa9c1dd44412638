import NeuralODE

/// Is the learned flow integrated, or only stepped through? Solve forward, then back, and compare
/// with the input.
package struct IntegrationCheck: Sendable, Equatable {
  /// The iteration that was checked.
  package var iteration: Int
  /// Function evaluations that a solve of the same points needs at tolerance 1e-6; nil if it
  /// failed.
  package var probeNFE: Int?
  /// Worst relative error over the probe points of solving back to the input at the training
  /// tolerance; infinite if a solve failed.
  package var worstInverseError: Float
  /// A check of the model as it was at `iteration`.
  package init(iteration: Int, probeNFE: Int?, worstInverseError: Float) {
    self.iteration = iteration
    self.probeNFE = probeNFE
    self.worstInverseError = worstInverseError
  }

  /// Points move back to within this of where they started: a flow worth the name.
  package static let bound: Float = 0.05
  /// Does the check pass (`worstInverseError` ≤ `bound`)?
  package var isIntegrated: Bool { worstInverseError <= Self.bound }
}

extension Probe where Value == IntegrationCheck? {
  /// How well the flow is integrated at all; nil until measured, and for a ResNet.
  package static var integration: Self {
    Self("integration", .slow, blank: nil, suits: { $0.model.family != .resnet }) { album in
      let points = album.probeSet.points
      // Some images say as much as many, which would cost too much to be solved forward and back.
      let few = points.prefix(album.images == nil ? points.count : 16 * album.probeSet.dimension)
      return album.evaluator.integration(of: Array(few)).map {
        IntegrationCheck(
          iteration: album.iteration, probeNFE: $0.probeNFE,
          worstInverseError: $0.worstInverseError)
      }
    }
  }
}
