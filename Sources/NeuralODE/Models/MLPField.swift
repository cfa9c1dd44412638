import Solvers

/// The published vector field of the toy models: f(h, t) = W₃ σ(W₂ σ(W₁ [t, h] + b₁) + b₂) + b₃,
/// with t the first input where the field depends on time.
///
/// Time is folded into the first bias, so that it costs nothing a sample. Samples may have constants
/// of their own as well, such as the offset o of a sample with f(h, t + o): they are inputs beside
/// the state, which alone has a derivative. A batch goes through all three maps in *pieces* of so
/// few samples that what is hidden stays in the first cache; what recorded evaluations keep of it
/// for the backward pass lies piece by piece too, in memory that grows in chunks and stays.
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

  /// Inputs of each sample that stay the same along a solve, constants × samples with the batch's
  /// stride, for the last columns of W₁ before the state's; nil where samples have none. To be
  /// written before a solve.
  public let constants: AlignedBuffer<Scalar>?

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
  /// How many of them differ between samples: constants and state.
  private let varying: Int
  /// W₁ of what differs between samples, W₂ and W₃, each transposed for the forward map.
  private let transposed1: AlignedBuffer<Scalar>
  private let transposed2: AlignedBuffer<Scalar>
  private let transposed3: AlignedBuffer<Scalar>
  private let bias: AlignedBuffer<Scalar>
  private let epilogue: AffineEpilogue
  private let gate: AffineEpilogue
  /// Slopes that a layer keeps beside its values: as many as it is wide, or none.
  private let slopes: Int
  /// Numbers that are kept of a sample: both layers, constants and state, slopes.
  private let kept: Int
  /// Of each piece of a recorded evaluation both hidden layers, constants and state.
  private let tape: EvaluationTape<Scalar>
  /// The same of one piece that is not recorded.
  private let scratch: AlignedBuffer<Scalar>
  private lazy var weightGradient = MLPGradient<Scalar>(
    features: features, hidden: hidden, isTimeDependent: isTimeDependent,
    constants: varying - features)

  /// Vectors of a piece.
  private static var pieceBlocks: Int { 8 }

  /// A field over parameters that somebody else updates, for batches of up to `samples`.
  ///
  /// - Parameter constants: how many `constants` samples have. 1 is an offset for t, since they
  ///   share its column.
  public init(
    features: Int, hidden: Int, activation: Activation, isTimeDependent: Bool,
    parameters: AlignedBuffer<Scalar>, samples: Int, constants: Int = 0
  ) {
    self.features = features
    self.hidden = hidden
    self.activation = activation
    self.isTimeDependent = isTimeDependent
    self.parameters = parameters
    inputs = features + (isTimeDependent ? 1 : 0)
    varying = features + constants
    precondition(varying <= inputs, "a constant has a column of W\u{2081}")
    parameterCounts = [
      hidden * inputs, hidden, hidden * hidden, hidden, features * hidden, features,
    ]
    (w1, b1, w2, b2, w3, b3) = parameters.threeMaps(parameterCounts)
    transposed1 = AlignedBuffer(count: varying * hidden)
    transposed2 = AlignedBuffer(count: hidden * hidden)
    transposed3 = AlignedBuffer(count: hidden * features)
    bias = AlignedBuffer(count: hidden)
    (epilogue, gate) = (.activation(activation), .gate(activation))
    slopes = Scalar.kernels.keepsSlope(activation) ? hidden : 0
    kept = 2 * hidden + varying + 2 * slopes
    let batch = BatchShape(features: kept, samples: samples, of: Scalar.self)
    // A vector more, so that slots do not lie a multiple of 4 kB apart and share sets of the first
    // cache.
    tape = EvaluationTape(slotSize: batch.count + Scalar.laneCount)
    scratch = AlignedBuffer(
      count: kept * min(batch.blocks, Self.pieceBlocks) * Scalar.laneCount)
    self.constants = constants > 0 ? AlignedBuffer(count: constants * batch.stride) : nil
  }

  /// Transposes the weights as they are now.
  public func prepare() {
    Scalar.kernels.transpose(
      w1 + (inputs - varying), rows: hidden, columns: varying, stride: inputs,
      into: transposed1.base)
    Scalar.kernels.transpose(
      w2, rows: hidden, columns: hidden, stride: hidden, into: transposed2.base)
    Scalar.kernels.transpose(
      w3, rows: features, columns: hidden, stride: hidden, into: transposed3.base)
  }

  /// Where a piece's vectors are: hidden layers one after another, then constants and state.
  private struct Piece {
    /// Its first vector in the batch.
    var first: Int
    var blocks: Int
    var h1: UnsafeMutablePointer<Scalar>
    var h2: UnsafeMutablePointer<Scalar>
    var varying: UnsafeMutablePointer<Scalar>
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
      let (h1, h2, varying) = (start, start + layer, start + 2 * layer)
      let beside = varying + self.varying * blocks * Scalar.laneCount
      body(
        Piece(
          first: first, blocks: blocks, h1: h1, h2: h2, varying: varying,
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
      // Without constants the map reads the batch's state in place.
      if slot != nil || constants != nil { keep(state, of: piece, shape) }
      Scalar.kernels.affine(
        AffineMap(
          y: piece.h1,
          x: constants == nil
            ? state + piece.first * Scalar.laneCount : UnsafePointer(piece.varying),
          weights: transposed1.base, stride: hidden, bias: bias.base, outputs: hidden,
          inputs: varying, epilogue: epilogue, gates: piece.gates1,
          inputPitch: constants == nil ? shape.blocks : piece.blocks),
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

  /// Copies a piece's constants and state.
  private func keep(_ state: UnsafePointer<Scalar>, of piece: Piece, _ shape: BatchShape) {
    var target = piece.varying
    if let constants {
      copy(constants.base, rows: varying - features, into: target, piece, shape)
      target += (varying - features) * piece.blocks * Scalar.laneCount
    }
    copy(state, rows: features, into: target, piece, shape)
  }

  /// A piece of each row of a batch.
  private func copy(
    _ source: UnsafePointer<Scalar>, rows: Int, into target: UnsafeMutablePointer<Scalar>,
    _ piece: Piece, _ shape: BatchShape
  ) {
    let (first, count) = (piece.first * Scalar.laneCount, piece.blocks * Scalar.laneCount)
    for i in 0..<rows {
      (target + i * count).update(from: source + i * shape.stride + first, count: count)
    }
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
        h1: piece.h1, h2: piece.h2, varying: piece.varying, blocks: piece.blocks, t: t)
      copy(cotangent, rows: features, into: room.z3, piece, shape)
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
