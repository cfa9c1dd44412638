import Foundation
import Solvers
import Testing

@Suite("Norms ignore padding")
struct NormsTests {
  /// Values in −1…1, with padding that would ruin any sum.
  func values<S: LaneScalar>(_ shape: BatchShape, _ seed: Int, of: S.Type) -> AlignedBuffer<S> {
    let values = AlignedBuffer<S>(random: shape.count, seed)
    for i in 0..<shape.features {
      for s in shape.samples..<shape.stride { values.base[i * shape.stride + s] = 1e30 }
    }
    return values
  }

  /// Σ (e / scale)² over the samples, by loops, with the size of each e's terms.
  func naive<S: LaneScalar>(
    _ shape: BatchShape, _ y0: AlignedBuffer<S>, _ y1: AlignedBuffer<S>, absolute: S, relative: S,
    _ error: (Int) -> (value: Double, size: Double)
  ) -> (value: Double, size: Double) {
    var sum = (value: 0.0, size: 0.0)
    for i in 0..<shape.features {
      for s in 0..<shape.samples {
        let k = i * shape.stride + s
        let greater = max(abs(Double(y0.base[k])), abs(Double(y1.base[k])))
        let scale = Double(absolute) + Double(relative) * greater
        let (value, size) = error(k)
        sum.value += (value / scale) * (value / scale)
        sum.size += (size / scale) * (size / scale)
      }
    }
    return sum
  }

  /// A sum of n squares is off by n ulps, and each square by twice its root's error: per term e and
  /// its scale are rounded once, and the quotient once.
  func bound<S: LaneScalar>(_: S.Type, _ shape: BatchShape, terms: Int, size: Double) -> Double {
    Double(shape.features * shape.samples + 2 * (terms + 3) + 1) * Double(S.ulpOfOne) * size
  }

  func checkDifference<S: LaneScalar>(_: S.Type, _ features: Int, _ samples: Int) {
    let shape = BatchShape(features: features, samples: samples, of: S.self)
    let (e, f) = (values(shape, 1, of: S.self), values(shape, 2, of: S.self))
    let (y0, y1) = (values(shape, 3, of: S.self), values(shape, 4, of: S.self))
    for isDifference in [true, false] {
      let found = S.kernels.sumOfScaledSquares(
        of: e.base, less: isDifference ? UnsafePointer(f.base) : nil, y0: y0.base, y1: y1.base,
        absolute: 0.1, relative: 0.2, shape: shape)
      let sum = naive(shape, y0, y1, absolute: 0.1, relative: 0.2) { k in
        let value = Double(e.base[k]) - (isDifference ? Double(f.base[k]) : 0)
        return (value, abs(value))
      }
      let bound = bound(S.self, shape, terms: 1, size: sum.size)
      #expect(abs(Double(found) - sum.value) <= bound, "\(S.self) \(features)×\(samples)")
    }
  }

  @Test(
    "the norm of a vector or a difference equals the naive one, without padding",
    arguments: raggedSizes, raggedSizes)
  func differences(features: Int, samples: Int) {
    checkDifference(Float.self, features, samples)
    checkDifference(Double.self, features, samples)
  }

  func checkError<S: LaneScalar>(_: S.Type, _ features: Int, _ samples: Int) {
    let shape = BatchShape(features: features, samples: samples, of: S.self)
    let stride = shape.count + S.laneCount
    let (y0, y1) = (values(shape, 3, of: S.self), values(shape, 4, of: S.self))
    for stageCount in [1, 2, 3, 7] {
      let stages = AlignedBuffer<S>(filled: stageCount * stride, .nan)
      let coefficients = AlignedBuffer<S>(random: stageCount, 5)
      // A stage of coefficient 0 is NaN, and not read.
      for j in 0..<stageCount where j % 3 != 1 {
        let stage = values(shape, 6 + j, of: S.self)
        (stages.base + j * stride).update(from: stage.base, count: shape.count)
      }
      for j in 0..<stageCount where j % 3 == 1 { coefficients.base[j] = 0 }
      let found = S.kernels.errorSumOfSquares(
        stages: stages.base, stride: stride, coefficients: coefficients.base,
        stageCount: stageCount, y0: y0.base, y1: y1.base, absolute: 0.1, relative: 0.2, shape: shape
      )
      let sum = naive(shape, y0, y1, absolute: 0.1, relative: 0.2) { k in
        var error = NaiveSum()
        for j in 0..<stageCount where coefficients.base[j] != 0 {
          error.add(Double(coefficients.base[j]) * Double(stages.base[j * stride + k]))
        }
        return (error.value, error.size)
      }
      let bound = bound(S.self, shape, terms: stageCount, size: sum.size)
      #expect(
        abs(Double(found) - sum.value) <= bound, "\(S.self) \(features)×\(samples) \(stageCount)")
    }
  }

  @Test(
    "an error estimate's norm equals the naive one, and reads no stage of coefficient 0",
    arguments: raggedSizes, raggedSizes)
  func errors(features: Int, samples: Int) {
    checkError(Float.self, features, samples)
    checkError(Double.self, features, samples)
  }

  @Test("the scale of a norm is that of the state with the greater absolute value")
  func scales() {
    let shape = BatchShape(features: 1, samples: 4, of: Double.self)
    let e = AlignedBuffer<Double>([1, 1, 1, 1, 0, 0, 0, 0])
    let y0 = AlignedBuffer<Double>([4, -4, 0.5, 0, 0, 0, 0, 0])
    let y1 = AlignedBuffer<Double>([1, 1, -4, 0, 0, 0, 0, 0])
    let sum = Double.kernels.sumOfScaledSquares(
      of: e.base, less: nil, y0: y0.base, y1: y1.base, absolute: 0.5, relative: 0.375, shape: shape)
    // Scales of 2, 2, 2 and ½, all exact.
    #expect(sum == 0.25 + 0.25 + 0.25 + 4)
    withExtendedLifetime((e, y0, y1)) {}
  }
}
