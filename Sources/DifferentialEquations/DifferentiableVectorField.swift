import Lanes

/// A field that can be differentiated backwards.
public protocol DifferentiableVectorField<Scalar>: VectorField {
  /// Scalars of each parameter tensor, in order.
  var parameterCounts: [Int] { get }

  /// Forgets the parameter gradient gathered so far.
  func zeroGradient()

  /// Adds the parameter gradient gathered since `zeroGradient` to one flat array, tensor after
  /// tensor, and forgets it.
  func addGradient(to gradient: UnsafeMutablePointer<Scalar>)

  /// Vector–Jacobian products at the evaluation kept in `slot`: *adds* cotangent · ∂f/∂θ to the
  /// field's parameter gradient, and writes cotangent · ∂f/∂h to `stateCotangent`.
  func pullback(
    slot: Int, cotangent: UnsafePointer<Scalar>, stateCotangent: UnsafeMutablePointer<Scalar>,
    shape: BatchShape)
}
