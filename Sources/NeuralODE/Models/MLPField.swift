import DifferentialEquations
import Lanes

/// The published vector field of the toy models: f(h, t) = W₃ σ(W₂ σ(W₁ [t, h] + b₁) + b₂) + b₃, with t the first
/// input where the field depends on time.
///
/// Time is folded into the first bias, so that it costs nothing a sample. Hidden activations of recorded evaluations
/// are kept for the backward pass, in memory that grows in chunks and stays.
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
  private let tape: EvaluationTape<Scalar>
  private let scratch: AlignedBuffer<Scalar>
  private let bias: AlignedBuffer<Scalar>
  /// Cotangents before each activation.
  private let cotangent1: AlignedBuffer<Scalar>
  private let cotangent2: AlignedBuffer<Scalar>
  /// Lane accumulators of the gradient, a vector each: W₁ without its time column, b₁, the time column, W₂, b₂, W₃, b₃.
  private let sums: AlignedBuffer<Scalar>

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
    (epilogue, gate) = (activation.epilogue, activation.gate)
    let wide = BatchShape(features: hidden, samples: samples, of: Scalar.self)
    let state = BatchShape(features: features, samples: samples, of: Scalar.self)
    tape = EvaluationTape(slotSize: 2 * wide.count + state.count)
    scratch = AlignedBuffer(count: 2 * wide.count)
    bias = AlignedBuffer(count: hidden)
    sums = AlignedBuffer(
      count: (hidden * (features + hidden + 3) + features * (hidden + 1)) * Scalar.laneCount)
    cotangent1 = AlignedBuffer(count: wide.count)
    cotangent2 = AlignedBuffer(count: wide.count)
  }

  private let epilogue: AffineEpilogue
  private let gate: AffineEpilogue

  /// Transposes the weights as they are now.
  public func prepare() {
    Scalar.transpose(
      w1 + (inputs - features), rows: hidden, columns: features, stride: inputs,
      into: transposed1.base)
    Scalar.transpose(w2, rows: hidden, columns: hidden, stride: hidden, into: transposed2.base)
    Scalar.transpose(w3, rows: features, columns: hidden, stride: hidden, into: transposed3.base)
  }

  /// f(t, state).
  public func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    var h1 = scratch.base
    if let slot {
      h1 = tape.keep(slot, t: t)
      (h1 + 2 * hidden * shape.stride).update(from: state, count: shape.count)
    }
    let h2 = h1 + hidden * shape.stride
    // With the time's weight folded in, t costs nothing a sample.
    Scalar.addScaled(
      b1, isTimeDependent ? Scalar(t) : 0, w1, stride: inputs, count: hidden, into: bias.base)
    Scalar.affine(
      AffineMap(
        y: h1, x: state, weights: transposed1.base, stride: hidden, bias: bias.base,
        outputs: hidden, inputs: features, epilogue: epilogue), blocks: shape.blocks)
    Scalar.affine(
      AffineMap(
        y: h2, x: h1, weights: transposed2.base, stride: hidden, bias: b2, outputs: hidden,
        inputs: hidden, epilogue: epilogue), blocks: shape.blocks)
    Scalar.affine(
      AffineMap(
        y: derivative, x: h2, weights: transposed3.base, stride: features, bias: b3,
        outputs: features, inputs: hidden), blocks: shape.blocks)
  }

  // MARK: Gradient

  /// Forgets the gradient gathered so far.
  public func zeroGradient() { sums.zero() }

  /// cotangent · ∂f/∂h, and cotangent · ∂f/∂θ added to the gradient.
  public func pullback(
    slot: Int, cotangent: UnsafePointer<Scalar>, stateCotangent: UnsafeMutablePointer<Scalar>,
    shape: BatchShape
  ) {
    let h1 = tape.pointer(slot)
    let h2 = h1 + hidden * shape.stride
    let state = h2 + hidden * shape.stride
    let lanes = Scalar.laneCount
    let sW1 = sums.base
    let sb1 = sW1 + hidden * features * lanes
    let st1 = sb1 + hidden * lanes
    let sW2 = st1 + hidden * lanes
    let sb2 = sW2 + hidden * hidden * lanes
    let sW3 = sb2 + hidden * lanes
    let sb3 = sW3 + features * hidden * lanes

    Scalar.accumulateOuterProduct(
      sW3, rows: cotangent, rowCount: features, columns: h2, columnCount: hidden,
      blocks: shape.blocks)
    Scalar.accumulateRowSums(
      sb3, times: nil, t: 0, rows: cotangent, rowCount: features, blocks: shape.blocks)
    Scalar.affine(
      AffineMap(
        y: cotangent2.base, x: cotangent, weights: w3, stride: hidden,
        outputs: hidden, inputs: features, epilogue: gate, gates: h2), blocks: shape.blocks)
    Scalar.accumulateOuterProduct(
      sW2, rows: cotangent2.base, rowCount: hidden, columns: h1, columnCount: hidden,
      blocks: shape.blocks)
    Scalar.accumulateRowSums(
      sb2, times: nil, t: 0, rows: cotangent2.base, rowCount: hidden, blocks: shape.blocks)
    Scalar.affine(
      AffineMap(
        y: cotangent1.base, x: cotangent2.base, weights: w2, stride: hidden,
        outputs: hidden, inputs: hidden, epilogue: gate, gates: h1), blocks: shape.blocks)
    Scalar.accumulateOuterProduct(
      sW1, rows: cotangent1.base, rowCount: hidden, columns: state, columnCount: features,
      blocks: shape.blocks)
    Scalar.accumulateRowSums(
      sb1, times: isTimeDependent ? st1 : nil, t: Scalar(tape.time(slot)), rows: cotangent1.base,
      rowCount: hidden, blocks: shape.blocks)
    Scalar.affine(
      AffineMap(
        y: stateCotangent, x: cotangent1.base, weights: w1 + (inputs - features),
        stride: inputs, outputs: features, inputs: hidden), blocks: shape.blocks)
  }

  /// Adds the gradient gathered since `zeroGradient` to `gradient`, laid out as the parameters.
  public func addGradient(to gradient: UnsafeMutablePointer<Scalar>) {
    let lanes = Scalar.laneCount
    var source = UnsafePointer(sums.base)
    func reduce(_ count: Int, into target: UnsafeMutablePointer<Scalar>) {
      Scalar.reduceLanes(source, count: count, into: target)
      source += count * lanes
    }
    for o in 0..<hidden { reduce(features, into: gradient + o * inputs + (inputs - features)) }
    let gb1 = gradient + hidden * inputs
    reduce(hidden, into: gb1)
    for o in 0..<hidden {
      if isTimeDependent { reduce(1, into: gradient + o * inputs) } else { source += lanes }
    }
    // b₁ is followed by W₂, b₂, W₃, b₃ in the parameters as in the sums.
    reduce(hidden * hidden + hidden + features * hidden + features, into: gb1 + hidden)
  }
}
