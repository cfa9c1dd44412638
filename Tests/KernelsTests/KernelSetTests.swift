import Foundation
import Solvers
import Testing

/// There are kernels for several kinds of processors; the last set that runs here is used.
@Suite("Every set of kernels gives the same bits")
struct KernelSetTests {
  /// The kernels' outputs, in order.
  private final class Results<S: KernelSet> {
    var bits: [(name: String, numbers: [S.Scalar])] = []

    /// Passes memory to a kernel, and stores the result.
    func room(_ name: String, _ count: Int, _ body: (UnsafeMutablePointer<S.Scalar>) -> Void) {
      let buffer = AlignedBuffer<S.Scalar>(random: count, 99)
      body(buffer.base)
      bits.append((name, buffer.numbers))
    }
  }

  private func maps<S: KernelSet>(_ results: Results<S>, _ outputs: Int, _ inputs: Int) {
    let blocks = 3
    let lanes = S.Scalar.laneCount
    let x = AlignedBuffer<S.Scalar>(random: inputs * blocks * lanes, 1)
    let weights = AlignedBuffer<S.Scalar>(random: inputs * outputs, 2)
    let bias = AlignedBuffer<S.Scalar>(random: outputs, 3)
    for epilogue in AffineEpilogue.all {
      let gates = AlignedBuffer<S.Scalar>(random: outputs * blocks * lanes, 4)
      results.room("\(epilogue) \(outputs)×\(inputs)", outputs * blocks * lanes) { y in
        S.affine(
          AffineMap(
            y: y, x: x.base, weights: weights.base, stride: outputs, bias: bias.base,
            outputs: outputs, inputs: inputs, epilogue: epilogue, gates: gates.base),
          blocks: blocks)
      }
      results.bits.append(("gates of \(epilogue)", gates.numbers))
    }
    withExtendedLifetime((x, weights, bias)) {}
  }

  private func products<S: KernelSet>(_ results: Results<S>, _ rowCount: Int, _ columnCount: Int) {
    let (blocks, lanes) = (3, S.Scalar.laneCount)
    let rows = AlignedBuffer<S.Scalar>(random: rowCount * blocks * lanes, 5)
    let columns = AlignedBuffer<S.Scalar>(random: columnCount * blocks * lanes, 6)
    for isTotal in [false, true] {
      let sums = AlignedBuffer<S.Scalar>(random: rowCount * columnCount * lanes, 7)
      results.room("product \(rowCount)×\(columnCount)", rowCount * columnCount) { totals in
        let starts = [
          (UnsafePointer(rows.base), UnsafePointer(columns.base)),
          (UnsafePointer(rows.base), UnsafePointer(columns.base)),
        ]
        starts.map(\.0).withUnsafeBufferPointer { z in
          starts.map(\.1).withUnsafeBufferPointer { x in
            guard let z = z.baseAddress, let x = x.baseAddress else { return }
            var product = OuterProduct(
              sums.base, rows: z, rowCount: rowCount, columns: x, columnCount: columnCount,
              blocks: blocks, evaluations: 2)
            if isTotal {
              product.totals = totals
              product.totalsPitch = columnCount
            }
            S.accumulate(product)
          }
        }
        if !isTotal {
          S.reduceLanes(sums.base, count: rowCount * columnCount, into: totals, pitch: 1)
        }
      }
    }
    results.room("row sums", rowCount * lanes) { sums in
      S.accumulateRowSums(
        sums, times: nil, t: 0, rows: rows.base, rowCount: rowCount, rowPitch: blocks,
        blocks: blocks)
    }
    withExtendedLifetime((rows, columns)) {}
  }

  private func solver<S: KernelSet>(_ results: Results<S>, samples: Int) {
    let shape = BatchShape(features: 3, samples: samples, of: S.Scalar.self)
    let stages = AlignedBuffer<S.Scalar>(random: 7 * shape.count, 8)
    let (y0, y1) = (
      AlignedBuffer<S.Scalar>(random: shape.count, 9),
      AlignedBuffer<S.Scalar>(random: shape.count, 10)
    )
    let coefficients = AlignedBuffer<S.Scalar>([0.1, 0, -0.3, 0.7, 0.2, -0.9, 0.4])
    results.room("combine", shape.count) {
      S.combine(
        into: $0, base: y0.base, scale: 1, terms: stages.base, stride: shape.count,
        coefficients: coefficients.base, termCount: 7, count: shape.count)
    }
    let kept = AlignedBuffer<S.Scalar>(count: shape.count + shape.stride)
    let cotangent = AlignedBuffer<S.Scalar>(random: shape.count, 19)
    let sums = AlignedBuffer<S.Scalar>(count: shape.features * S.Scalar.laneCount)
    results.room("layer norm", shape.count) {
      let norm = LayerNorm(
        y: $0, x: y0.base, kept: kept.base, features: shape.features, scale: coefficients.base,
        bias: nil, epsilon: 0.01)
      S.normalize(norm, blocks: shape.blocks)
      S.normalizePullback(
        norm, cotangent: cotangent.base, sums: sums.base, blocks: shape.blocks)
    }
    results.bits.append(("pullback of the norm", cotangent.numbers + sums.numbers))
    results.room("norms", 2) {
      $0[0] = S.errorSumOfSquares(
        stages: stages.base, stride: shape.count, coefficients: coefficients.base, stageCount: 7,
        y0: y0.base, y1: y1.base, absolute: 1e-3, relative: 1e-2, shape: shape)
      $0[1] = S.sumOfScaledSquares(
        of: stages.base, less: y1.base, y0: y0.base, y1: y1.base, absolute: 1e-3, relative: 1e-2,
        shape: shape)
    }
    for function in LossFunction.allCases {
      let gradient = AlignedBuffer<S.Scalar>(random: shape.count, 11)
      results.room("\(function)", 1) {
        $0[0] = S.loss(
          function, y0.base, target: y1.base, gradient: gradient.base, scale: 0.5, shape: shape)
      }
      results.bits.append(("gradient of \(function)", gradient.numbers))
    }
    let updates: [ParameterUpdate<S.Scalar>] = [
      .adam(AdamUpdate(learningRate: 1e-3, k: 3)), .momentum(rate: 0.1, momentum: 0.9),
    ]
    for update in updates {
      let memory = (
        AlignedBuffer<S.Scalar>(random: shape.count, 12),
        AlignedBuffer<S.Scalar>(
          AlignedBuffer<S.Scalar>(random: shape.count, 13).doubles.map { abs($0) })
      )
      results.room("update", shape.count) {
        S.update(
          $0, gradient: y1.base, memory: (memory.0.base, memory.1.base), count: shape.count, update)
      }
      results.bits.append(("moments", memory.0.numbers + memory.1.numbers))
    }
    withExtendedLifetime((stages, y0, y1, coefficients)) {}
  }

  private func images<S: KernelSet>(_ results: Results<S>) {
    let (channels, filters, lanes) = (3, 5, S.Scalar.laneCount)
    let image = PaddedImage(height: 5, width: 7, blocks: 1)
    let run = TileRun(image: image, row: 1, first: 0, count: 4, block: 0, blocks: 1)
    let pixels = AlignedBuffer<S.Scalar>(random: image.pitch * channels * lanes, 14)
    let weights = AlignedBuffer<S.Scalar>(random: channels * filters * 9, 15)
    let bank = FilterBank(weights: weights.base, outputs: filters, inputs: channels, skipped: 0)
    results.room("filters", 16 * channels * filters) {
      S.winogradFilters(bank, isPullback: false, into: $0)
    }
    let size = run.pointPitch(channels: channels) * lanes
    results.room("input", 16 * size) {
      S.winogradInput(pixels.base, run, channels: channels, row: nil, into: $0)
    }
    results.room("cotangent", 4 * size) {
      S.winogradCotangent(pixels.base, run, channels: channels, row: 2, into: $0)
    }
    let products = AlignedBuffer<S.Scalar>(random: 16 * size, 16)
    for epilogue in AffineEpilogue.all {
      let gates = AlignedBuffer<S.Scalar>(random: image.pitch * channels * lanes, 17)
      results.room("output, \(epilogue)", image.pitch * channels * lanes) {
        S.winogradOutput(
          products.base, run, channels: channels, bias: nil, epilogue: epilogue, gates: gates.base,
          into: $0)
      }
    }
    let gradient = AlignedBuffer<S.Scalar>(random: 16 * channels * filters, 18)
    results.room("filters' gradient", channels * filters * 9) {
      S.winogradFilterGradient(gradient.base, bank, addingTo: $0)
    }
    withExtendedLifetime((pixels, weights, products, gradient)) {}
  }

  private func everything<S: KernelSet>(_: S.Type) -> [(name: String, numbers: [S.Scalar])] {
    let results = Results<S>()
    for (outputs, inputs) in [(1, 1), (2, 3), (7, 2), (9, 5), (13, 8), (32, 32), (17, 33)] {
      maps(results, outputs, inputs)
      products(results, outputs, inputs)
    }
    for samples in [1, 15, 16, 33, 64] { solver(results, samples: samples) }
    images(results)
    return results.bits
  }

  private func compare<Scalar: LaneNumber>(
    _ one: [(name: String, numbers: [Scalar])], _ other: [(name: String, numbers: [Scalar])],
    _ level: Int
  ) {
    #expect(one.count == other.count && one.count > 100)
    for (a, b) in zip(one, other) {
      let isSame = zip(a.numbers, b.numbers).allSatisfy {
        $0 == $1 && $0.sign == $1.sign || $0.isNaN && $1.isNaN
      }
      #expect(
        a.name == b.name && a.numbers.count == b.numbers.count && isSame, "v\(level) \(a.name)")
    }
  }

  @Test("maps, products, norms, losses, updates and convolutions agree in all sets that run here")
  func bits() {
    let first = KernelChoice.all[0]
    for choice in KernelChoice.all.dropFirst() {
      compare(everything(first.float), everything(choice.float), choice.level)
      compare(everything(first.double), everything(choice.double), choice.level)
    }
  }

  @Test("the last set that the machine can run is used")
  func choice() {
    let levels = KernelChoice.all.map(\.level)
    #expect(levels == levels.sorted() && !levels.isEmpty)
    #expect(KernelChoice.current.level == levels.last)
    #expect(Float.kernels.registerLanes == KernelChoice.current.float.registerLanes)
    #expect(Double.kernels.registerLanes == KernelChoice.current.double.registerLanes)
  }
}
