/// The right-hand side of dh/dt = f(t, h) for a whole batch, feature-major (`BatchShape`).
///
/// A class: it owns scratch memory and tapes. Only the queue that solves with it uses it.
public protocol VectorField<Scalar>: AnyObject {
  /// Precision of the state. Times are always Double.
  associatedtype Scalar: LaneScalar

  /// Called before a solve; parameters do not change until the next call.
  func prepare()

  /// Writes f(t, state) to `derivative`, `shape.count` scalars each.
  ///
  /// - Parameter slot: where to keep the values for a pullback of this evaluation, or nil if there
  ///   will be none. A later evaluation with the same slot (after a rejected step) replaces them.
  func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?)
}

extension VectorField {
  /// Does nothing.
  public func prepare() {}
}

/// A field with reverse-mode derivatives.
public protocol DifferentiableVectorField<Scalar>: VectorField {
  /// Scalars of each parameter tensor, in order.
  var parameterCounts: [Int] { get }

  /// Sets the gathered parameter gradient to zero.
  func zeroGradient()

  /// Adds the parameter gradient gathered since `zeroGradient` to one flat array, tensor after
  /// tensor, and sets it to zero.
  func addGradient(to gradient: UnsafeMutablePointer<Scalar>)

  /// Vector–Jacobian products at the evaluation in `slot`: *adds* cotangent · ∂f/∂θ to the field's
  /// parameter gradient, and writes cotangent · ∂f/∂h to `stateCotangent`.
  func pullback(
    slot: Int, cotangent: UnsafePointer<Scalar>, stateCotangent: UnsafeMutablePointer<Scalar>,
    shape: BatchShape)
}
