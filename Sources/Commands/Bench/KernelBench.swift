import Solvers
import NeuralODE

/// Each kernel on a batch of 64, called as a model calls it.
///
/// Operations are counted as in `Arithmetic`: for an affine map or outer product, two for each
/// weight and sample, without the epilogue. Reduce: an addition a lane. Combine: two a term and one
/// for the base. Error norm: two a stage, two for the scale, a division and two for the sum. Adam:
/// thirteen a weight, with a division or root as one each.
struct KernelBench<Scalar: LaneScalar> {
  let effort: BenchEffort
  /// Operations a second of `Peak`.
  let peak: Double

  private static var samples: Int { 64 }
  private static var hidden: Int { 32 }
  private static var features: Int { 3 }

  /// Memory for all kernels; values of order 1, so nothing becomes denormal.
  private final class Workspace {
    let x: AlignedBuffer<Scalar>
    let y: AlignedBuffer<Scalar>
    let gates: AlignedBuffer<Scalar>
    let weights: AlignedBuffer<Scalar>
    let sums: AlignedBuffer<Scalar>
    let moments: AlignedBuffer<Scalar>

    init() {
      var generator = Xoshiro256(seed: 1)
      func filled(_ count: Int, _ low: Double, _ high: Double) -> AlignedBuffer<Scalar> {
        let buffer = AlignedBuffer<Scalar>(count: count)
        for i in 0..<count { buffer.base[i] = Scalar(generator.uniform(low, high)) }
        return buffer
      }
      let wide = BatchShape(features: hidden, samples: samples, of: Scalar.self).count
      x = filled(wide, -1, 1)
      y = filled(wide, -1, 1)
      gates = filled(wide, -1, 1)
      weights = filled(2 * hidden * hidden, -0.2, 0.2)
      sums = AlignedBuffer(count: hidden * hidden * Scalar.laneCount)
      moments = filled(2 * 2048, 0.1, 0.2)
    }
  }

  func section() -> BenchSection {
    let space = Workspace()
    var section = BenchSection(
      kind: "kernel",
      title:
        "Kernels, batch \(Self.samples) (peak: \(gflops(peak)) GFLOP/s; \(Kernels.summary))")
    func measure(_ name: String, _ operations: Int, _ work: () -> Void) {
      let seconds = Stopwatch.median(
        rounds: effort.rounds, roundSeconds: effort.roundSeconds, work)
      let rate = Double(operations) / seconds
      section.rows.append(
        JSONLine([
          ("name", .text(name)), ("microseconds", .number(seconds * 1e6, digits: 3)),
          ("gflops", .number(rate * 1e-9, digits: 3)),
          ("shareOfPeak", .number(rate / peak, digits: 2)),
        ]))
    }
    measureMaps(space, measure)
    measureOthers(space, measure)
    return section
  }

  private func gflops(_ operations: Double) -> String {
    JSONLine.rounded(operations * 1e-9, digits: 3) ?? "-"
  }

  private func measureMaps(_ space: Workspace, _ measure: (String, Int, () -> Void) -> Void) {
    let blocks = BatchShape(features: 1, samples: Self.samples, of: Scalar.self).blocks
    func affine(
      _ name: String, _ outputs: Int, _ inputs: Int, _ epilogue: AffineEpilogue,
      isTransposed: Bool = false
    ) {
      let map = AffineMap<Scalar>(
        y: space.y.base, x: space.x.base, weights: space.weights.base,
        stride: outputs, bias: isTransposed ? nil : UnsafePointer(space.weights.base),
        outputs: outputs,
        inputs: inputs, epilogue: epilogue, gates: space.gates.base)
      measure(name, 2 * outputs * inputs * Self.samples) {
        Scalar.kernels.affine(map, blocks: blocks)
      }
    }
    let h = Self.hidden
    let d = Self.features
    affine("affine \(h)x\(h)", h, h, .none)
    affine("affine \(h)x\(h) relu", h, h, .activation(.relu))
    affine("affine \(h)x\(h) softplus", h, h, .activation(.softplus))
    affine("transpose \(h)x\(h) relu gate", h, h, .gate(.relu), isTransposed: true)
    affine("affine \(d)->\(h) relu", h, d, .activation(.relu))
    affine("affine \(h)->\(d)", d, h, .none)
    measure("outer product \(h)x\(h)", 2 * h * h * Self.samples) {
      Scalar.accumulateOuterProduct(
        space.sums.base, rows: space.x.base, rowCount: h, columns: space.gates.base, columnCount: h,
        blocks: blocks)
    }
  }

  private func measureOthers(_ space: Workspace, _ measure: (String, Int, () -> Void) -> Void) {
    let sums = Self.hidden * Self.hidden
    measure("reduce \(sums) sums", sums * Scalar.laneCount) {
      Scalar.kernels.reduceLanes(
        space.sums.base, count: sums, into: space.weights.base + sums, pitch: 1)
    }
    let state = BatchShape(features: Self.features, samples: Self.samples, of: Scalar.self)
    let values = Self.features * Self.samples
    measure("combine 6 terms", 13 * values) {
      Scalar.kernels.combine(
        into: space.y.base, base: space.x.base, scale: 1, terms: space.gates.base,
        stride: state.count, coefficients: space.weights.base, termCount: 6, count: state.count)
    }
    var norm: Scalar = 0
    measure("error norm, 7 stages", 19 * values) {
      norm += Scalar.kernels.errorSumOfSquares(
        stages: space.gates.base, stride: state.count, coefficients: space.weights.base,
        stageCount: 7, y0: space.x.base, y1: space.y.base, absolute: 1e-3, relative: 1e-3,
        shape: state)
    }
    precondition(!norm.isNaN, "norms of finite numbers")
    let update = AdamUpdate<Scalar>(learningRate: 1e-3, k: 100)
    measure("adam, 1319 weights", 13 * 1319) {
      Scalar.kernels.update(
        space.weights.base, gradient: space.x.base,
        memory: (space.moments.base, space.moments.base + 2048), count: 1319, .adam(update))
    }
  }
}
