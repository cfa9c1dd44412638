import Solvers

/// The published vector field of the toy models: f(h, t) = W₃ σ(W₂ σ(W₁ [t, h] + b₁) + b₂) + b₃,
/// with t the first input if the field depends on time.
///
/// Time is folded into the first bias and costs nothing per point. Points can have constant inputs
/// too, such as the offset o in f(h, t + o) or the input x in f(h, t, x). A batch goes through all
/// three maps in *pieces* whose hidden layers fit the L1 cache; recorded evaluations are stored by
/// piece too, in memory that grows in chunks.
public final class MLPField<Scalar: LaneScalar>: DifferentiableVectorField {
  /// Dimension of the state.
  public let features: Int
  /// Coordinates of f: those of the state or, if fewer, of its last ones. Then these are the
  /// derivatives of the first: x′ = v, v′ = f(t, x, v).
  public let outputs: Int
  /// Width of both hidden layers.
  public let hidden: Int
  /// Nonlinearity σ.
  public let activation: Activation
  /// Whether t is an input.
  public let isTimeDependent: Bool

  /// Scalars of W₁, b₁, W₂, b₂, W₃, b₃.
  public let parameterCounts: [Int]

  /// Constant inputs of each point, constants × samples with the batch's stride, for the columns of
  /// W₁ just before the state's; set before a solve. nil if there are none.
  public let constants: AlignedBuffer<Scalar>?
  /// The same for the columns after the state's.
  public let controls: AlignedBuffer<Scalar>?

  /// W₁, b₁, W₂, b₂, W₃, b₃ in the order of `ParameterLayout`.
  private let parameters: AlignedBuffer<Scalar>
  private let w1: UnsafeMutablePointer<Scalar>
  private let b1: UnsafeMutablePointer<Scalar>
  private let w2: UnsafeMutablePointer<Scalar>
  private let b2: UnsafeMutablePointer<Scalar>
  private let w3: UnsafeMutablePointer<Scalar>
  private let b3: UnsafeMutablePointer<Scalar>
  /// Inputs of the first map: t if that is an input, state, controls.
  private let inputs: Int
  /// Inputs that differ between points: constants, state, controls.
  private let varying: Int
  private let controlCount: Int
  /// Coordinates whose derivatives are others of the state, not of f.
  private let leading: Int
  private let one = AlignedBuffer<Scalar>(count: 1)
  /// W₁ (its `varying` columns), W₂ and W₃, transposed for the forward map.
  private let transposed1: AlignedBuffer<Scalar>
  private let transposed2: AlignedBuffer<Scalar>
  private let transposed3: AlignedBuffer<Scalar>
  private let bias: AlignedBuffer<Scalar>
  private let epilogue: AffineEpilogue
  private let gate: AffineEpilogue
  /// Slopes that a layer keeps: its width, or 0.
  private let slopes: Int
  /// Numbers kept per point: both layers, varying inputs, slopes.
  private let kept: Int
  private let tape: EvaluationTape<Scalar>
  /// Memory of one piece that is not recorded.
  private let scratch: AlignedBuffer<Scalar>
  private lazy var weightGradient = MLPGradient<Scalar>(
    inputs: inputs, varying: varying, hidden: hidden, outputs: outputs,
    isTimeDependent: isTimeDependent)

  /// A field over parameters that the caller updates, for batches of up to `samples`.
  ///
  /// - Parameters:
  ///   - outputs: coordinates of f; nil for as many as the state has.
  ///   - constants: constants per point; 1 is an offset of t, which shares its column.
  ///   - controls: constants per point with columns of their own, after the state's.
  public init(
    features: Int, outputs: Int? = nil, hidden: Int, activation: Activation, isTimeDependent: Bool,
    parameters: AlignedBuffer<Scalar>, samples: Int, constants: Int = 0, controls: Int = 0
  ) {
    self.features = features
    self.outputs = outputs ?? features
    leading = features - self.outputs
    precondition((0...self.outputs).contains(leading), "a derivative is a coordinate or f's")
    self.hidden = hidden
    self.activation = activation
    self.isTimeDependent = isTimeDependent
    self.parameters = parameters
    inputs = features + (isTimeDependent ? 1 : 0) + controls
    varying = features + constants + controls
    controlCount = controls
    precondition(varying <= inputs, "a constant has a column of W\u{2081}")
    parameterCounts = [
      hidden * inputs, hidden, hidden * hidden, hidden, self.outputs * hidden, self.outputs,
    ]
    (w1, b1, w2, b2, w3, b3) = parameters.threeMaps(parameterCounts)
    transposed1 = AlignedBuffer(count: varying * hidden)
    transposed2 = AlignedBuffer(count: hidden * hidden)
    transposed3 = AlignedBuffer(count: hidden * self.outputs)
    bias = AlignedBuffer(count: hidden)
    (epilogue, gate) = (.activation(activation), .gate(activation))
    slopes = Scalar.kernels.keepsSlope(activation) ? hidden : 0
    kept = 2 * hidden + varying + 2 * slopes
    let batch = BatchShape(features: kept, samples: samples, of: Scalar.self)
    // An extra vector: slots a multiple of 4 kB apart would share sets of the L1 cache.
    tape = EvaluationTape(slotSize: batch.count + Scalar.laneCount)
    scratch = AlignedBuffer(
      count: kept * min(batch.blocks, BatchPiece<Scalar>.mostBlocks) * Scalar.laneCount)
    self.constants = constants > 0 ? AlignedBuffer(count: constants * batch.stride) : nil
    self.controls = controls > 0 ? AlignedBuffer(count: controls * batch.stride) : nil
    one.base[0] = 1
  }

  /// Transposes the current weights.
  public func prepare() {
    Scalar.kernels.transpose(
      w1 + (inputs - varying), rows: hidden, columns: varying, stride: inputs,
      into: transposed1.base)
    Scalar.kernels.transpose(
      w2, rows: hidden, columns: hidden, stride: hidden, into: transposed2.base)
    Scalar.kernels.transpose(
      w3, rows: outputs, columns: hidden, stride: hidden, into: transposed3.base)
  }

  /// A piece's memory: hidden layers, then varying inputs, then slopes. The gates are the inputs of
  /// the pullback's: the layers' values or slopes.
  private func layers(
    of piece: BatchPiece<Scalar>
  ) -> (
    h1: UnsafeMutablePointer<Scalar>, h2: UnsafeMutablePointer<Scalar>,
    varying: UnsafeMutablePointer<Scalar>, gates1: UnsafeMutablePointer<Scalar>,
    gates2: UnsafeMutablePointer<Scalar>
  ) {
    let (h1, layer) = (piece.memory, hidden * piece.row)
    let beside = h1 + 2 * layer + varying * piece.row
    return (
      h1, h1 + layer, h1 + 2 * layer, slopes > 0 ? beside : h1,
      slopes > 0 ? beside + layer : h1 + layer
    )
  }

  /// f(t, state).
  public func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    // The activations of pending gradients are about to be overwritten.
    if slot != nil { weightGradient.sumUp() }
    Scalar.kernels.addScaled(
      b1, isTimeDependent ? Scalar(t) : 0, w1, stride: inputs, count: hidden, into: bias.base)
    let base = slot.map { tape.keep($0, t: t) } ?? scratch.base
    let isAlone = varying == features
    shape.forEachPiece(kept, at: base, isKept: slot != nil) { piece in
      let layers = layers(of: piece)
      // Without constants or controls the map reads the batch's state in place.
      if slot != nil || !isAlone {
        let rows = varying - features - controlCount
        var end = piece.gather(constants?.base, rows: rows, of: shape, into: layers.varying)
        end = piece.gather(state, rows: features, of: shape, into: end)
        piece.gather(controls?.base, rows: controlCount, of: shape, into: end)
      }
      Scalar.kernels.affine(
        AffineMap(
          y: layers.h1,
          x: isAlone ? state + piece.place : UnsafePointer(layers.varying),
          weights: transposed1.base, stride: hidden, bias: bias.base, outputs: hidden,
          inputs: varying, epilogue: epilogue, gates: layers.gates1,
          inputPitch: isAlone ? shape.blocks : piece.blocks),
        blocks: piece.blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: layers.h2, x: layers.h1, weights: transposed2.base, stride: hidden, bias: b2,
          outputs: hidden, inputs: hidden, epilogue: epilogue, gates: layers.gates2),
        blocks: piece.blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: derivative + leading * shape.stride + piece.place, x: layers.h2,
          weights: transposed3.base, stride: outputs, bias: b3, outputs: outputs, inputs: hidden,
          outputPitch: shape.blocks), blocks: piece.blocks)
    }
    derivative.update(from: state + outputs * shape.stride, count: leading * shape.stride)
  }

  // MARK: Gradient

  /// Clears the accumulated gradient.
  public func zeroGradient() { weightGradient.zero() }

  /// cotangent · ∂f/∂h, and cotangent · ∂f/∂θ added to the gradient.
  public func pullback(
    slot: Int, cotangent: UnsafePointer<Scalar>, stateCotangent: UnsafeMutablePointer<Scalar>,
    shape: BatchShape
  ) {
    let t = Scalar(tape.time(slot))
    let z3Rows = cotangent + leading * shape.stride
    shape.forEachPiece(kept, at: tape.pointer(slot), isKept: true) { piece in
      let layers = layers(of: piece)
      // The cotangents before each activation stay until many evaluations are summed at once.
      let room = weightGradient.room(
        h1: layers.h1, h2: layers.h2, varying: layers.varying, blocks: piece.blocks, t: t)
      piece.gather(z3Rows, rows: outputs, of: shape, into: room.z3)
      Scalar.kernels.affine(
        AffineMap(
          y: room.z2, x: z3Rows + piece.place, weights: w3, stride: hidden, outputs: hidden,
          inputs: outputs,
          epilogue: gate, gates: layers.gates2, inputPitch: shape.blocks), blocks: piece.blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: room.z1, x: room.z2, weights: w2, stride: hidden, outputs: hidden, inputs: hidden,
          epilogue: gate, gates: layers.gates1), blocks: piece.blocks)
      Scalar.kernels.affine(
        AffineMap(
          y: stateCotangent + piece.place, x: room.z1,
          weights: w1 + (inputs - features - controlCount), stride: inputs, outputs: features,
          inputs: hidden, outputPitch: shape.blocks), blocks: piece.blocks)
    }
    guard leading > 0 else { return }
    let velocities = stateCotangent + outputs * shape.stride
    Scalar.kernels.combine(
      into: velocities, base: velocities, scale: 1, terms: cotangent, stride: 0,
      coefficients: one.base, termCount: 1, count: leading * shape.stride)
  }

  /// Adds the gradient since `zeroGradient` to `gradient`, in parameter order, and clears it.
  public func addGradient(to gradient: UnsafeMutablePointer<Scalar>) {
    weightGradient.add(to: gradient)
  }
}
