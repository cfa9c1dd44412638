/// y = epilogue(W x + b) for a batch: inputs and outputs feature-major, weights *input-major*: the
/// weights from one input to all outputs are neighbours, so that a register tile of several outputs
/// reads them with one address.
///
/// PyTorch's row-major (outputs × inputs) weight is input-major for the pullback Wᵀ as it stands;
/// the forward map takes a transposed copy, made once a solve (`transpose`).
@frozen public struct AffineMap<Scalar: LaneNumber> {
  /// outputs × samples, written.
  public var y: UnsafeMutablePointer<Scalar>
  /// inputs × samples.
  public var x: UnsafePointer<Scalar>
  /// The weight to output o from input i is at `i * stride + o`.
  public var weights: UnsafePointer<Scalar>
  /// Scalars from the weights of one input to those of the next, at least `outputs`.
  public var stride: Int
  /// One number an output, or nil for none.
  public var bias: UnsafePointer<Scalar>?
  /// Numbers to an output sample.
  public var outputs: Int
  /// Numbers to an input sample.
  public var inputs: Int
  /// What to do with W x + b.
  public var epilogue: AffineEpilogue
  /// What an activation keeps for the way back, outputs × samples, apart from y: its values or
  /// slopes, read by a gate, which cannot do without them; slopes are written by the activation that
  /// keeps them.
  public var gates: UnsafeMutablePointer<Scalar>?
  /// Vectors from one input to the next; nil where inputs follow each other without a gap. With a
  /// pitch a map works on some columns of a wider matrix: one row of the pixels of an image.
  public var inputPitch: Int?
  /// Vectors from one output (and its gates) to the next; nil where they follow each other without
  /// a gap.
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

/// What a map does with its result before storing it.
public enum AffineEpilogue: Sendable, Hashable {
  /// z
  case none
  /// z + what was stored before
  case accumulate
  /// σ(z); where the activation keeps its slope and there are `gates`, they become σ′(z)
  case activation(Activation)
  /// z · σ′, from what is in `gates`: the activation's *value*, or its slope where that is kept
  case gate(Activation)

  /// Does it read what an activation kept?
  @inlinable public var isGate: Bool { if case .gate = self { true } else { false } }

  /// Every epilogue there is.
  public static var all: [AffineEpilogue] {
    [.none, .accumulate] + Activation.allCases.flatMap { [.activation($0), .gate($0)] }
  }
}
