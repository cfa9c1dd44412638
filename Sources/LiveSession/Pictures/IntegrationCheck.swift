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
