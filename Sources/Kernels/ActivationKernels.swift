import LaneOperands

/// The kernels with an epilogue, compiled for one activation: functions, so that none is chosen
/// inside a loop.
public struct ActivationKernels<S: LaneKernels>: Sendable {
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

  @inline(__always) private init(_ activation: Activation.BuiltIn) {
    self =
      switch activation {
      case .relu: ActivationKernels(ReLU.self)
      case .softplus: ActivationKernels(Softplus.self)
      case .tanh: ActivationKernels(Tanh.self)
      case .gelu: ActivationKernels(GELU.self)
      }
  }

  /// Those of all that are built in, by their places.
  @inline(__always) static func builtIn() -> [ActivationKernels] {
    Activation.BuiltIn.allCases.map { ActivationKernels($0) }
  }

  /// An activation's kernels: of those that were compiled, or made of what was brought along.
  @inline(__always) static func of(
    _ activation: Activation, compiled: [ActivationKernels]
  ) -> ActivationKernels {
    switch activation.form {
    case .builtIn(let which): compiled[which.rawValue]
    case .brought(let type): ActivationKernels(type)
    }
  }
}
