import LaneOperands

/// The kernels with an epilogue, compiled for one activation: functions, so that none is chosen
/// inside a loop.
struct ActivationKernels<S: LaneArithmetic>: Sendable {
  let affine: @Sendable (AffineMap<S.Scalar>, _ blocks: Int) -> Void
  let affineGate: @Sendable (AffineMap<S.Scalar>, _ blocks: Int) -> Void
  let finish: @Sendable (TileFinish<S.Scalar>) -> Void
  let finishGate: @Sendable (TileFinish<S.Scalar>) -> Void

  init<A: LaneActivation>(_: A.Type) {
    affine = { S.affineTiles($0, $1, Activate<A>.self) }
    affineGate = { S.affineTiles($0, $1, Gate<A>.self) }
    finish = { S.finishTiles($0, Activate<A>.self) }
    finishGate = { S.finishTiles($0, Gate<A>.self) }
  }

  /// Those of `Activation.builtIn`, in its order.
  @inline(__always) static func builtIn() -> [ActivationKernels] {
    [
      ActivationKernels(ReLU.self), ActivationKernels(Softplus.self), ActivationKernels(Tanh.self),
      ActivationKernels(GELU.self),
    ]
  }

  /// An activation's kernels: of those that were compiled, or made of what was brought along.
  @inline(__always) static func of(
    _ activation: Activation, compiled: [ActivationKernels]
  ) -> ActivationKernels {
    switch activation.form {
    case .builtIn(let place): compiled[place]
    case .brought(let type): ActivationKernels(type)
    }
  }
}

/// A set's kernels with an epilogue.
protocol ActivatedLanes: LaneArithmetic {
  /// Those of an activation.
  static func kernels(of activation: Activation) -> ActivationKernels<Self>
}
