import Foundation
import Solvers
import Testing

@Suite("A layer normalisation is the formula, and its pullback the formula's derivative")
struct LayerNormTests {
  private let features = 5
  private let samples = 21

  /// The formula for one sample.
  private func naive(
    _ x: [Double], _ scale: [Double], _ bias: [Double], _ epsilon: Double
  )
    -> [Double]
  {
    let mean = x.reduce(0, +) / Double(x.count)
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    return x.indices.map {
      scale[$0] * (x[$0] - mean) / (variance + epsilon).squareRoot() + bias[$0]
    }
  }

  @Test("for all sets of kernels, in both precisions")
  func values() {
    func check<S: LaneScalar>(_ kernels: any KernelSet<S>.Type) {
      let shape = BatchShape(features: features, samples: samples, of: S.self)
      let x = AlignedBuffer<S>(random: shape.count, 1)
      let (scale, bias) = (
        AlignedBuffer<S>(random: features, 2), AlignedBuffer<S>(random: features, 3)
      )
      let (y, kept) = (
        AlignedBuffer<S>(count: shape.count), AlignedBuffer<S>(count: shape.count + shape.stride)
      )
      let norm = LayerNorm<S>(
        y: y.base, x: x.base, kept: kept.base, features: features, scale: scale.base,
        bias: bias.base, epsilon: 1e-3)
      kernels.normalize(norm, blocks: shape.blocks)
      let cotangent = AlignedBuffer<S>(random: shape.count, 4)
      let weights = cotangent.doubles
      let sums = AlignedBuffer<S>(count: features * S.laneCount)
      kernels.normalizePullback(
        norm, cotangent: cotangent.base, sums: sums.base, blocks: shape.blocks)
      let bound = 40 * Double(S.ulpOfOne)
      var slopes = [Double](repeating: 0, count: features)
      for sample in 0..<samples {
        func column(_ buffer: [Double]) -> [Double] {
          (0..<features).map { buffer[$0 * shape.stride + sample] }
        }
        let (input, weight) = (column(x.doubles), column(weights))
        let wanted = naive(input, scale.doubles, bias.doubles, 1e-3)
        for (found, wanted) in zip(column(y.doubles), wanted) {
          #expect(abs(found - wanted) < bound * max(1, abs(wanted)))
        }
        let plain = naive(input, [1, 1, 1, 1, 1], [0, 0, 0, 0, 0], 1e-3)
        for i in 0..<features {
          slopes[i] += weight[i] * plain[i]
          var (up, down) = (input, input)
          up[i] += 1e-5
          down[i] -= 1e-5
          let difference = zip(
            naive(up, scale.doubles, bias.doubles, 1e-3),
            naive(down, scale.doubles, bias.doubles, 1e-3)
          ).map { ($0 - $1) / 2e-5 }
          let wanted = zip(difference, weight).reduce(0) { $0 + $1.0 * $1.1 }
          #expect(
            abs(column(cotangent.doubles)[i] - wanted) < max(1e-8, 30 * bound) * max(1, abs(wanted))
          )
        }
      }
      for i in 0..<features {
        let found = (0..<S.laneCount).reduce(0) { $0 + sums.doubles[i * S.laneCount + $1] }
        // Lanes beyond the last sample are not of the batch; their cotangents are random here.
        let beyond = (samples..<shape.stride).reduce(0.0) {
          $0 + weights[i * shape.stride + $1] * kept.doubles[i * shape.stride + $1]
        }
        #expect(abs(found - beyond - slopes[i]) < 30 * bound * Double(samples))
      }
    }
    for choice in KernelChoice.all {
      check(choice.float)
      check(choice.double)
    }
  }
}
