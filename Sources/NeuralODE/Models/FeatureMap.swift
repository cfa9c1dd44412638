import DifferentialEquations
import Lanes

/// What maps augmented inputs to features φ(x): the flow of a vector field, or a stack of residual blocks. Confined to
/// one queue.
protocol FeatureMap<Scalar>: AnyObject {
  associatedtype Scalar: LaneScalar

  /// Turns inputs (features × samples) into φ of them, in place.
  ///
  /// - Parameter record: keep what `backward` needs.
  func forward(
    _ state: UnsafeMutablePointer<Scalar>, shape: BatchShape, record: Bool
  ) throws(SolveFailure) -> SolveStatistics

  /// Turns the cotangent of φ of the last recorded batch into that of its inputs, in place, and adds the parameters'
  /// gradient to `gradient`, laid out as the parameters.
  ///
  /// - Returns: function evaluations that took: 0 where the forward pass kept them all.
  func backward(
    _ cotangent: UnsafeMutablePointer<Scalar>, shape: BatchShape,
    addingTo gradient: UnsafeMutablePointer<Scalar>
  ) throws(SolveFailure) -> Int

  /// From now on solves and differentiates as `training` says.
  func retune(_ training: TrainingConfiguration)

  /// What the last batch's way through the map adds to the objective, beside the loss.
  var penalty: Double { get }
}

extension FeatureMap {
  /// Nothing: the loss is all that is minimised.
  var penalty: Double { 0 }

  /// Nothing: there is no solver.
  func retune(_ training: TrainingConfiguration) {}
}
