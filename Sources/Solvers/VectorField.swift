/// The right-hand side of dh/dt = f(t, h) for a whole batch, feature-major (`BatchShape`).
///
/// A field is a reference (it owns scratch memory and what it keeps for the backward pass) and is
/// confined to the queue that solves with it.
public protocol VectorField<Scalar>: AnyObject {
  /// Precision of the state. Times are Double whatever it is.
  associatedtype Scalar: LaneScalar

  /// Called before a solve: parameters stay as they are until the next call.
  func prepare()

  /// Writes f(t, state) to `derivative`, `shape.count` scalars each.
  ///
  /// - Parameter slot: where to keep what a pullback of this evaluation will need, or nil when
  ///   there will be none. A later evaluation of the same slot (a rejected step is tried again)
  ///   replaces it.
  func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?)
}

extension VectorField {
  /// Nothing.
  public func prepare() {}
}

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
