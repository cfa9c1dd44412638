import Lanes

/// The right-hand side of the adjoint system. Its state is y, a, and the parameter tensors one
/// after another, each starting at a whole vector.
final class AdjointSystem<Field: DifferentiableVectorField>: VectorField {
  typealias Scalar = Field.Scalar

  let field: Field
  var batch = BatchShape(features: 1, samples: 1, of: Scalar.self)
  /// Scalars of each parameter tensor.
  let counts: [Int]
  /// Where each tensor starts behind y and a.
  let offsets: [Int]
  private let parameterSpace: Int
  private let gradient: AlignedBuffer<Scalar>

  init(field: Field) {
    self.field = field
    counts = field.parameterCounts
    var offsets: [Int] = []
    var end = 0
    for count in counts {
      offsets.append(end)
      end += BatchShape(features: 1, samples: count, of: Scalar.self).count
    }
    self.offsets = offsets
    parameterSpace = end
    gradient = AlignedBuffer(count: counts.reduce(0, +))
  }

  /// The whole state as rows as long as the batch's, the last of them part-filled.
  func stateShape(_ batch: BatchShape) -> BatchShape {
    let rows = (parameterSpace + batch.stride - 1) / batch.stride
    return BatchShape(
      features: 2 * batch.features + rows, samples: batch.samples, of: Scalar.self)
  }

  func prepare() { field.prepare() }

  func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    let n = batch.count
    field.evaluate(t: t, state: state, derivative: derivative, shape: batch, slot: 0)
    field.zeroGradient()
    gradient.zero()
    field.pullback(
      slot: 0, cotangent: state + n, stateCotangent: derivative + n, shape: batch)
    field.addGradient(to: gradient.base)
    // By kernels: a loop here would be over numbers of a type that is not known.
    Scalar.kernels.negate(derivative + n, count: n, into: derivative + n)
    let tail = derivative + 2 * n
    Scalar.zero(tail, count: shape.count - 2 * n)
    var source = gradient.base
    for (count, offset) in zip(counts, offsets) {
      Scalar.kernels.negate(source, count: count, into: tail + offset)
      source += count
    }
  }
}
