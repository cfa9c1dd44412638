import Foundation
import Solvers
import Testing

/// Affine maps in all their tiles: eight (or six), two and one outputs by one, two and four
/// registers, and special loops for up to four inputs.
@Suite("An affine map equals the naive one, with every shape and epilogue")
struct AffineTests {
  struct Operands<S: LaneScalar> {
    let x: AlignedBuffer<S>
    let weights: AlignedBuffer<S>
    let bias: AlignedBuffer<S>
    let stride: Int
    let shape: (y: BatchShape, x: BatchShape)

    /// `gap` lengthens the rows of weights, as in a part of a matrix.
    init(outputs: Int, inputs: Int, samples: Int, gap: Int = 0) {
      shape = (
        BatchShape(features: outputs, samples: samples, of: S.self),
        BatchShape(features: inputs, samples: samples, of: S.self)
      )
      stride = outputs + gap
      x = AlignedBuffer(random: shape.x.count, 1)
      weights = AlignedBuffer(random: stride * inputs, 2)
      bias = AlignedBuffer(random: outputs, 3)
    }

    func map(
      into y: AlignedBuffer<S>, _ epilogue: AffineEpilogue = .none, gates: AlignedBuffer<S>? = nil
    ) -> AffineMap<S> {
      AffineMap(
        y: y.base, x: x.base, weights: weights.base, stride: stride, bias: bias.base,
        outputs: shape.y.features, inputs: shape.x.features, epilogue: epilogue,
        gates: gates.map(\.base))
    }

    /// W x + b of every lane, computed by loops.
    func naive() -> [NaiveSum] {
      let (x, weights, bias) = (x.doubles, weights.doubles, bias.doubles)
      var result: [NaiveSum] = []
      for o in 0..<shape.y.features {
        for s in 0..<shape.y.stride {
          var z = NaiveSum()
          z.add(bias[o])
          for i in 0..<shape.x.features {
            z.add(weights[i * stride + o] * x[i * shape.x.stride + s])
          }
          result.append(z)
        }
      }
      return result
    }
  }

  func checkEveryEpilogue<S: LaneScalar>(_: S.Type, _ outputs: Int, _ inputs: Int, _ samples: Int) {
    let operands = Operands<S>(outputs: outputs, inputs: inputs, samples: samples, gap: samples % 3)
    let sums = operands.naive()
    let count = sums.count
    for epilogue in AffineEpilogue.all {
      let gates = epilogue.gates(count, 4, of: S.self)
      // Previous contents matter to one epilogue only, and memory behind the output is not written.
      let y = AlignedBuffer<S>(filled: count + 2 * S.laneCount, .nan)
      for k in 0..<count where epilogue == .accumulate { y.base[k] = S(k % 7) / 4 }
      S.kernels.affine(
        operands.map(into: y, epilogue, gates: gates), blocks: operands.shape.y.blocks)
      let wanted = (0..<count).map {
        epilogue.naive(
          sums[$0], gate: Double(gates.base[$0]), before: Double($0 % 7) / 4, of: S.self)
      }
      let miss = firstMiss(y, wanted.map(\.value), within: wanted.map(\.bound))
      #expect(miss == nil, "\(S.self) \(epilogue) \(outputs)×\(inputs)×\(samples)")
      let isLeft = (count..<y.count).allSatisfy { y.base[$0].isNaN }
      #expect(isLeft, "\(S.self) \(epilogue) \(outputs)×\(inputs)×\(samples)")
    }
  }

  @Test(
    "with every shape and epilogue an affine map equals the naive one, and writes nothing else",
    arguments: raggedSizes, raggedSizes)
  func everyEpilogue(outputs: Int, inputs: Int) {
    for samples in raggedSizes {
      checkEveryEpilogue(Float.self, outputs, inputs, samples)
      checkEveryEpilogue(Double.self, outputs, inputs, samples)
    }
  }

  func checkChains<S: LaneScalar>(_: S.Type, _ outputs: Int, _ inputs: Int, _ samples: Int) {
    let operands = Operands<S>(outputs: outputs, inputs: inputs, samples: samples)
    let (y, x) = operands.shape
    let found = AlignedBuffer<S>(count: y.count)
    S.kernels.affine(operands.map(into: found), blocks: y.blocks)
    let wanted = AlignedBuffer<S>(count: y.count)
    for o in 0..<outputs {
      for s in 0..<y.stride {
        var z = operands.bias.base[o]
        for i in 0..<inputs {
          let weight = operands.weights.base[i * operands.stride + o]
          z = multiplyAdd(weight, operands.x.base[i * x.stride + s], z)
        }
        wanted.base[o * y.stride + s] = z
      }
    }
    #expect(found.hasBits(of: wanted), "\(S.self) \(outputs)×\(inputs)×\(samples)")
  }

  @Test(
    "in every tile a lane is the bias, then one multiply-add per input, to the bit",
    arguments: raggedSizes, raggedSizes)
  func chains(outputs: Int, inputs: Int) {
    for samples in raggedSizes {
      checkChains(Float.self, outputs, inputs, samples)
      checkChains(Double.self, outputs, inputs, samples)
    }
  }

  func checkPitches<S: LaneScalar>(_: S.Type, _ outputs: Int, _ inputs: Int, _ samples: Int) {
    let operands = Operands<S>(outputs: outputs, inputs: inputs, samples: samples)
    let (y, x) = operands.shape
    let (inputPitch, outputPitch) = (x.blocks + 2, y.blocks + 3)
    let (inputStride, outputStride) = (inputPitch * S.laneCount, outputPitch * S.laneCount)
    // The gaps are NaN: reading them would show.
    let wide = AlignedBuffer<S>(filled: inputs * inputStride, .nan)
    for i in 0..<inputs {
      for s in 0..<x.stride { wide.base[i * inputStride + s] = operands.x.base[i * x.stride + s] }
    }
    for epilogue in AffineEpilogue.all {
      let gates = epilogue.gates(y.count, 4, of: S.self)
      let wideGates = AlignedBuffer<S>(filled: outputs * outputStride, .nan)
      let narrow = AlignedBuffer<S>(random: y.count, 5)
      let found = AlignedBuffer<S>(filled: outputs * outputStride, 1234)
      for o in 0..<outputs {
        for s in 0..<y.stride {
          found.base[o * outputStride + s] = narrow.base[o * y.stride + s]
          wideGates.base[o * outputStride + s] = gates.base[o * y.stride + s]
        }
      }
      S.kernels.affine(operands.map(into: narrow, epilogue, gates: gates), blocks: y.blocks)
      var map = operands.map(into: found, epilogue, gates: wideGates)
      map.x = UnsafePointer(wide.base)
      (map.inputPitch, map.outputPitch) = (inputPitch, outputPitch)
      S.kernels.affine(map, blocks: y.blocks)
      let wanted = AlignedBuffer<S>(filled: found.count, 1234)
      for o in 0..<outputs {
        for s in 0..<y.stride {
          wanted.base[o * outputStride + s] = narrow.base[o * y.stride + s]
        }
      }
      #expect(found.hasBits(of: wanted), "\(S.self) \(epilogue) \(outputs)×\(inputs)×\(samples)")
      withExtendedLifetime((wide, wideGates, gates)) {}
    }
  }

  @Test(
    "with pitches an affine map touches only its columns of wider matrices",
    arguments: [1, 2, 3, 8, 13, 17], [1, 2, 3, 4, 5, 9])
  func pitches(outputs: Int, inputs: Int) {
    for samples in [1, 8, 17, 65] {
      checkPitches(Float.self, outputs, inputs, samples)
      checkPitches(Double.self, outputs, inputs, samples)
    }
  }

  func checkNoBias<S: LaneScalar>(_: S.Type, _ outputs: Int, _ inputs: Int, _ samples: Int) {
    let operands = Operands<S>(outputs: outputs, inputs: inputs, samples: samples)
    operands.bias.zero()
    let count = operands.shape.y.count
    let (without, zero) = (AlignedBuffer<S>(count: count), AlignedBuffer<S>(count: count))
    S.kernels.affine(operands.map(into: zero), blocks: operands.shape.y.blocks)
    var map = operands.map(into: without)
    map.bias = nil
    S.kernels.affine(map, blocks: operands.shape.y.blocks)
    #expect(without.hasBits(of: zero), "\(S.self) \(outputs)×\(inputs)×\(samples)")
  }

  @Test("no bias equals a bias of zeros", arguments: raggedSizes)
  func noBias(outputs: Int) {
    for inputs in [1, 2, 3, 4, 5, 17] {
      for samples in [1, 31, 65] {
        checkNoBias(Float.self, outputs, inputs, samples)
        checkNoBias(Double.self, outputs, inputs, samples)
      }
    }
  }

  func checkTranspose<S: LaneScalar>(_: S.Type, _ rows: Int, _ columns: Int) {
    let stride = columns + 2
    let source = AlignedBuffer<S>(random: rows * stride, 6)
    let result = AlignedBuffer<S>(filled: rows * columns + 1, 1234)
    S.kernels.transpose(
      source.base, rows: rows, columns: columns, stride: stride, into: result.base)
    let wanted = (0..<columns).flatMap { c in (0..<rows).map { source.base[$0 * stride + c] } }
    #expect(result.numbers == wanted + [1234], "\(S.self) \(rows)×\(columns)")
  }

  @Test(
    "a transpose is correct, even of a part of a matrix", arguments: raggedSizes)
  func transpose(rows: Int) {
    for columns in raggedSizes {
      checkTranspose(Float.self, rows, columns)
      checkTranspose(Double.self, rows, columns)
    }
  }
}
