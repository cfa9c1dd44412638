/// y = epilogue(W x + b) for a batch. Inputs and outputs are feature-major, weights *input-major*:
/// the weights from one input to all outputs are adjacent, and a register tile of several outputs
/// reads them from one address.
///
/// PyTorch's row-major weight (outputs × inputs) is already input-major for the pullback Wᵀ. The
/// forward map takes a transposed copy, made once per solve (`transpose`).
@frozen public struct AffineMap<Scalar: LaneNumber> {
  /// outputs × samples, written.
  public var y: UnsafeMutablePointer<Scalar>
  /// inputs × samples.
  public var x: UnsafePointer<Scalar>
  /// The weight to output o from input i is at `i * stride + o`.
  public var weights: UnsafePointer<Scalar>
  /// Scalars from one input's weights to the next's, at least `outputs`.
  public var stride: Int
  /// One number per output, or nil.
  public var bias: UnsafePointer<Scalar>?
  /// Numbers per output sample.
  public var outputs: Int
  /// Numbers per input sample.
  public var inputs: Int
  /// Applied to W x + b.
  public var epilogue: AffineEpilogue
  /// An activation's values or slopes for the backward pass, outputs × samples: required and read
  /// by a gate; slopes are written by the activation that keeps them.
  public var gates: UnsafeMutablePointer<Scalar>?
  /// Vectors from one input to the next; nil if they are contiguous. With a pitch the map works on
  /// some columns of a wider matrix, such as one row of an image's pixels.
  public var inputPitch: Int?
  /// Vectors from one output (and its gates) to the next; nil if they are contiguous.
  public var outputPitch: Int?

  /// A map; see the properties.
  @inlinable public init(
    y: UnsafeMutablePointer<Scalar>, x: UnsafePointer<Scalar>, weights: UnsafePointer<Scalar>,
    stride: Int, bias: UnsafePointer<Scalar>? = nil, outputs: Int, inputs: Int,
    epilogue: AffineEpilogue = .none, gates: UnsafeMutablePointer<Scalar>? = nil,
    inputPitch: Int? = nil, outputPitch: Int? = nil
  ) {
    self.y = y
    self.x = x
    self.weights = weights
    self.stride = stride
    self.bias = bias
    self.outputs = outputs
    self.inputs = inputs
    self.epilogue = epilogue
    precondition(!epilogue.isGate || gates != nil, "a gate reads what an activation kept")
    self.gates = gates
    self.inputPitch = inputPitch
    self.outputPitch = outputPitch
  }
}

/// Applied to a map's result before it is stored.
public enum AffineEpilogue: Sendable, Hashable {
  /// z
  case none
  /// z + y
  case accumulate
  /// σ(z); if the activation keeps its slope and there are `gates`, they become σ′(z)
  case activation(Activation)
  /// z · σ′; `gates` holds the activation's *value*, or its slope if that is kept
  case gate(Activation)

  /// Whether it reads `gates`.
  @inlinable public var isGate: Bool { if case .gate = self { true } else { false } }

  /// Every epilogue.
  public static var all: [AffineEpilogue] {
    [.none, .accumulate] + Activation.allCases.flatMap { [.activation($0), .gate($0)] }
  }
}
