import DifferentialEquations
import Lanes

/// A field with the running cost of its flow as one more coordinate: d(h, e)/dt = (f(t, h), ‖f(t,
/// h)‖²), so that e(1) is the kinetic energy ∫‖f‖² dt of a trajectory that starts at e(0) = 0.
///
/// Finlay, Jacobsen, Nurbekyan, Oberman 2020, *How to train your neural ODE*, DOI
/// 10.48550/arXiv.2002.02798, equation 7. The energy is the last feature; with it known to the
/// solver it is integrated as exactly as the state.
final class EnergyField<Scalar: LaneScalar>: DifferentiableVectorField {
  /// The field whose flow it is.
  let inner: ModelField<Scalar>
  private let tape: EvaluationTape<Scalar>
  private let cotangent: AlignedBuffer<Scalar>

  /// A field over `inner`, for states of `inner` of up to the given shape.
  init(inner: ModelField<Scalar>, shape: BatchShape) {
    self.inner = inner
    tape = EvaluationTape(slotSize: shape.count)
    cotangent = AlignedBuffer(count: shape.count)
  }

  /// The shape of the flow's own state within that of state and energy.
  private func innerShape(_ shape: BatchShape) -> BatchShape {
    BatchShape(features: shape.features - 1, samples: shape.samples, of: Scalar.self)
  }

  func prepare() { inner.prepare() }

  func evaluate(
    t: Double, state: UnsafePointer<Scalar>, derivative: UnsafeMutablePointer<Scalar>,
    shape: BatchShape, slot: Int?
  ) {
    let innerShape = innerShape(shape)
    inner.evaluate(t: t, state: state, derivative: derivative, shape: innerShape, slot: slot)
    if let slot { tape.keep(slot, t: t).update(from: derivative, count: innerShape.count) }
    let energy = derivative + innerShape.count
    for sample in 0..<shape.stride { energy[sample] = 0 }
    for feature in 0..<innerShape.features {
      let row = derivative + feature * shape.stride
      for sample in 0..<shape.stride { energy[sample] += row[sample] * row[sample] }
    }
  }

  var parameterCounts: [Int] { inner.parameterCounts }

  func zeroGradient() { inner.zeroGradient() }

  func addGradient(to gradient: UnsafeMutablePointer<Scalar>) { inner.addGradient(to: gradient) }

  /// Of a cotangent (c, ε) the field's own part is c + 2ε f; nothing depends on the energy itself.
  func pullback(
    slot: Int, cotangent outer: UnsafePointer<Scalar>,
    stateCotangent: UnsafeMutablePointer<Scalar>, shape: BatchShape
  ) {
    let innerShape = innerShape(shape)
    let f = tape.pointer(slot)
    let energy = outer + innerShape.count
    for feature in 0..<innerShape.features {
      let row = feature * shape.stride
      for sample in 0..<shape.stride {
        cotangent.base[row + sample] =
          outer[row + sample] + 2 * energy[sample] * f[row + sample]
      }
    }
    inner.pullback(
      slot: slot, cotangent: cotangent.base, stateCotangent: stateCotangent, shape: innerShape)
    for sample in 0..<shape.stride { stateCotangent[innerShape.count + sample] = 0 }
  }
}
