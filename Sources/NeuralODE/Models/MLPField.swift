import Solvers

/// The published vector field of the toy models: f(h, t) = W₃ σ(W₂ σ(W₁ [t, h] + b₁) + b₂) + b₃,
/// with t the first input where the field depends on time.
///
/// Time is folded into the first bias, so that it costs nothing a sample. A batch goes through all
/// three maps in *pieces* of so few samples that what is hidden stays in the first cache; what
/// recorded evaluations keep of it for the backward pass lies piece by piece too, in memory that
/// grows in chunks and stays.
public final class MLPField<Scalar: LaneScalar>: DifferentiableVectorField {
  /// Dimension of the state, d + p.
  public let features: Int
  /// Width of both hidden layers.
  public let hidden: Int
  /// Nonlinearity σ.
  public let activation: Activation
  /// Is t an input?
  public let isTimeDependent: Bool

  /// Scalars of W₁, b₁, W₂, b₂, W₃, b₃.
  public let parameterCounts: [Int]

  /// W₁, b₁, W₂, b₂, W₃, b₃ as `ParameterLayout` has them; the addresses of each.
  private let parameters: AlignedBuffer<Scalar>
  private let w1: UnsafeMutablePointer<Scalar>
  private let b1: UnsafeMutablePointer<Scalar>
  private let w2: UnsafeMutablePointer<Scalar>
  private let b2: UnsafeMutablePointer<Scalar>
  private let w3: UnsafeMutablePointer<Scalar>
  private let b3: UnsafeMutablePointer<Scalar>
  /// Numbers the first map takes: the state, and t before it where it is an input.
  private let inputs: Int
  /// W₁ without its time column, W₂ and W₃, each transposed for the forward map.
  private let transposed1: AlignedBuffer<Scalar>
  private let transposed2: AlignedBuffer<Scalar>
  private let transposed3: AlignedBuffer<Scalar>
  private let bias: AlignedBuffer<Scalar>
  private let epilogue: AffineEpilogue
  private let gate: AffineEpilogue
  /// Slopes that a layer keeps beside its values: as many as it is wide, or none.
  private let slopes: Int
  /// Numbers that are kept of a sample: both layers, the state, slopes.
  private let kept: Int
  /// Of each piece of a recorded evaluation both hidden layers and the state.
  private let tape: EvaluationTape<Scalar>
  /// The same of one piece that is not recorded.
  private let scratch: AlignedBuffer<Scalar>
  private lazy var weightGradient = MLPGradient<Scalar>(
    features: features, hidden: hidden, isTimeDependent: isTimeDependent)

  /// Vectors of a piece.
  private static var pieceBlocks: Int { 8 }

  /// A field over parameters that somebody else updates, for batches of up to `samples`.
  public init(
    features: Int, hidden: Int, activation: Activation, isTimeDependent: Bool,
    parameters: AlignedBuffer<Scalar>, samples: Int
  ) {
    self.features = features
    self.hidden = hidden
    self.activation = activation
    self.isTimeDependent = isTimeDependent
    self.parameters = parameters
    inputs = features + (isTimeDependent ? 1 : 0)
    parameterCounts = [
      hidden * inputs, hidden, hidden * hidden, hidden, features * hidden, features,
    ]
    (w1, b1, w2, b2, w3, b3) = parameters.threeMaps(parameterCounts)
    transposed1 = AlignedBuffer(count: features * hidden)
    transposed2 = AlignedBuffer(count: hidden * hidden)
    transposed3 = AlignedBuffer(count: hidden * features)
    bias = AlignedBuffer(count: hidden)
    (epilogue, gate) = (.activation(activation), .gate(activation))
    slopes = Scalar.kernels.keepsSlope(activation) ? hidden : 0
    kept = 2 * hidden + features + 2 * slopes
    let batch = BatchShape(features: kept, samples: samples, of: Scalar.self)
    // A vector more, so that slots do not lie a multiple of 4 kB apart and share sets of the first
    // cache.
    tape = EvaluationTape(slotSize: batch.count + Scalar.laneCount)
    scratch = AlignedBuffer(
      count: kept * min(batch.blocks, Self.pieceBlocks) * Scalar.laneCount)
  }

  /// Transposes the weights as they are now.
  public func prepare() {
    Scalar.kernels.transpose(
      w1 + (inputs - features), rows: hidden, columns: features, stride: inputs,
      into: transposed1.base)
    Scalar.kernels.transpose(
      w2, rows: hidden, columns: hidden, stride: hidden, into: transposed2.base)
    Scalar.kernels.transpose(
      w3, rows: features, columns: hidden, stride: hidden, into: transposed3.base)
  }

  /// Where a piece's vectors are: hidden layers one after another, then the state.
  private struct Piece {
    /// Its first vector in the batch.
    var first: Int
    var blocks: Int
    var h1: UnsafeMutablePointer<Scalar>
    var h2: UnsafeMutablePointer<Scalar>
    var state: UnsafeMutablePointer<Scalar>
    /// What the gates of the way back read: the layers' values, or their slopes.
    var gates1: UnsafeMutablePointer<Scalar>
    var gates2: UnsafeMutablePointer<Scalar>
  }

  /// The pieces of a batch whose memory is at `base`, or all of them at the same place.
  @inline(__always) private func forEachPiece(
    of shape: BatchShape, at base: UnsafeMutablePointer<Scalar>, isKept: Bool,
    _ body: (Piece) -> Void
  ) {
    var first = 0
    while first < shape.blocks {
      let blocks = min(Self.pieceBlocks, shape.blocks - first)
      let start = isKept ? base + first * kept * Scalar.laneCount : base
      let layer = hidden * blocks * Scalar.laneCount
      let (h1, h2, state) = (start, start + layer, start + 2 * layer)
      let beside = state + features * blocks * Scalar.laneCount
      body(
        Piece(
          first: first, blocks: blocks, h1: h1, h2: h2, state: state,
          gates1: slopes > 0 ? beside : h1, gates2: slopes > 0 ? beside + layer : h2))
      first += blocks
    }
  }

  /// f(t, state).
  public func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    // What waits to be summed is about to be overwritten.
    if slot != nil { weightGradient.sumUp() }
    // With the time's weight folded in, t costs nothing a sample.
    Scalar.kernels.addScaled(
      b1, isTimeDependent ? Scalar(t) : 0, w1, stride: inputs, count: hidden, into: bias.base)
    let base = slot.map { tape.keep($0, t: t) } ?? scratch.base
    forEachPiece(of: shape, at: base, isKept: slot != nil) { piece in
      let x = state + piece.first * Scalar.laneCount
      if slot != nil { copy(x, pitch: shape.stride, into: piece.state, piece.blocks) }
      Scalar.kernels.affine(
        AffineMap(
          y: piece.h1, x: x, weights: transposed1.base, stride: hidden, bias: bias.base,
          outputs: hidden, inputs: features, epilogue: epilogue, gates: piece.gates1,
          inputPitch: shape.blocks),
        blocks: piece.blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: piece.h2, x: piece.h1, weights: transposed2.base, stride: hidden, bias: b2,
          outputs: hidden, inputs: hidden, epilogue: epilogue, gates: piece.gates2),
        blocks: piece.blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: derivative + piece.first * Scalar.laneCount, x: piece.h2, weights: transposed3.base,
          stride: features, bias: b3, outputs: features, inputs: hidden,
          outputPitch: shape.blocks), blocks: piece.blocks)
    }
  }

  /// A piece of every feature of a batch.
  private func copy(
    _ source: UnsafePointer<Scalar>, pitch: Int, into target: UnsafeMutablePointer<Scalar>,
    _ blocks: Int
  ) {
    let count = blocks * Scalar.laneCount
    for i in 0..<features { (target + i * count).update(from: source + i * pitch, count: count) }
  }

  // MARK: Gradient

  /// Forgets the gradient gathered so far.
  public func zeroGradient() { weightGradient.zero() }

  /// cotangent · ∂f/∂h, and cotangent · ∂f/∂θ added to the gradient.
  public func pullback(
    slot: Int, cotangent: UnsafePointer<Scalar>, stateCotangent: UnsafeMutablePointer<Scalar>,
    shape: BatchShape
  ) {
    let t = Scalar(tape.time(slot))
    forEachPiece(of: shape, at: tape.pointer(slot), isKept: true) { piece in
      let z3 = cotangent + piece.first * Scalar.laneCount
      // The cotangents before each activation stay until the weights' gradient is formed of many
      // evaluations at once.
      let room = weightGradient.room(
        h1: piece.h1, h2: piece.h2, state: piece.state, blocks: piece.blocks, t: t)
      copy(z3, pitch: shape.stride, into: room.z3, piece.blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: room.z2, x: z3, weights: w3, stride: hidden, outputs: hidden, inputs: features,
          epilogue: gate, gates: piece.gates2, inputPitch: shape.blocks), blocks: piece.blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: room.z1, x: room.z2, weights: w2, stride: hidden, outputs: hidden, inputs: hidden,
          epilogue: gate, gates: piece.gates1), blocks: piece.blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: stateCotangent + piece.first * Scalar.laneCount, x: room.z1,
          weights: w1 + (inputs - features), stride: inputs, outputs: features, inputs: hidden,
          outputPitch: shape.blocks), blocks: piece.blocks)
    }
  }

  /// Adds the gradient gathered since `zeroGradient` to `gradient`, laid out as the parameters, and
  /// forgets it.
  public func addGradient(to gradient: UnsafeMutablePointer<Scalar>) {
    weightGradient.add(to: gradient)
  }
}
